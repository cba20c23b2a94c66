package io.archway.index.agent;

import java.time.Instant;

/**
 * When an agent was last heard of.
 *
 * @param silent once it was told that nothing is heard of it any more
 */
public record Heartbeat(
    long userKey,
    long organizationKey,
    String version,
    String address,
    Instant firstSeenAt,
    Instant lastSeenAt,
    boolean silent) {}
