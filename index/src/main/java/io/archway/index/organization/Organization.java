package io.archway.index.organization;

import java.time.Instant;

/** A tenant. */
public record Organization(
    long organizationKey,
    String slug,
    String name,
    String description,
    Instant createdAt,
    Instant updatedAt) {}
