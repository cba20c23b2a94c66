package io.archway.index.organization;

import java.time.Instant;

/**
 * A tenant.
 *
 * @param administratorKey the user who is asked about it, or null
 */
public record Organization(
    long organizationKey,
    String slug,
    String name,
    String description,
    Long administratorKey,
    Instant createdAt,
    Instant updatedAt) {}
