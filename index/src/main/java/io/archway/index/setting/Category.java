package io.archway.index.setting;

import java.time.Instant;

/** What media are sorted by; {@code slug} is its name in addresses. */
public record Category(
    long categoryKey,
    long organizationKey,
    String slug,
    String name,
    String description,
    Instant createdAt,
    Instant updatedAt) {}
