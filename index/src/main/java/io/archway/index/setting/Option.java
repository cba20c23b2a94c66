package io.archway.index.setting;

import java.time.Instant;

/** A text that an organization keeps under a name. */
public record Option(
    long optionKey,
    long organizationKey,
    String name,
    String value,
    Instant createdAt,
    Instant updatedAt) {}
