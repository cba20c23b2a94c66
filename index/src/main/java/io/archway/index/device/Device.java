package io.archway.index.device;

import java.time.Instant;

/**
 * A sender, recorded when it was first seen. {@code address} is empty for other ways than DIMSE.
 */
public record Device(
    long deviceKey,
    long organizationKey,
    long officeKey,
    String via,
    String callingAeTitle,
    String address,
    String name,
    Instant firstSeenAt,
    Instant lastSeenAt) {}
