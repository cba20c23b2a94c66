package io.archway.index.account;

import java.time.Instant;

/**
 * A token that a user gave to a program, as whoever has the machine sees it.
 *
 * @param scopes divided by blanks; null: all that the user may
 * @param expiresAt null: never
 */
public record ProgramToken(
    long tokenKey,
    String username,
    String name,
    String scopes,
    Instant createdAt,
    Instant expiresAt) {}
