package io.archway.index.account;

import java.time.Instant;

/**
 * An account that somebody asked for, until its code makes it real.
 *
 * @param roleSlug "" for none
 * @param details what the role asks for, as JSON
 */
public record Registration(
    String codeSha256,
    long organizationKey,
    String username,
    String email,
    String passwordHash,
    String roleSlug,
    String details,
    Instant createdAt,
    Instant expiresAt) {
  @Override
  public String toString() {
    return "Registration[organizationKey=" + organizationKey + "]";
  }
}
