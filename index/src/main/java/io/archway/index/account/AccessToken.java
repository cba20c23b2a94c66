package io.archway.index.account;

import java.time.Instant;

/**
 * A token by which a user is known; the token itself is not kept, only its SHA-256.
 *
 * @param name of a personal one; null of one that a sign-in gave
 * @param scopes divided by blanks; null: all that the user may
 * @param expiresAt null: never
 * @param awaitsFactor whether the user has a second factor that its holder has not shown
 */
public record AccessToken(
    long tokenKey,
    long organizationKey,
    long userKey,
    String name,
    String scopes,
    Instant createdAt,
    Instant expiresAt,
    boolean awaitsFactor) {}
