package io.archway.index.account;

import java.time.Instant;

/** A token by which a user is known; the token itself is not kept, only its SHA-256. */
public record AccessToken(
    long tokenKey,
    long organizationKey,
    long userKey,
    String name,
    String scopes,
    Instant createdAt,
    Instant expiresAt) {}
