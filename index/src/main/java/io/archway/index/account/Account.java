package io.archway.index.account;

import java.time.Instant;

/** A person who may sign in. {@code passwordHash} never leaves the sign-in. */
public record Account(
    long userKey,
    long organizationKey,
    String username,
    String email,
    String passwordHash,
    String firstName,
    String middleName,
    String lastName,
    String phoneNumber,
    String timezone,
    boolean active,
    Instant createdAt,
    Instant updatedAt,
    Instant lastLoginAt) {
  @Override
  public String toString() {
    return "Account[userKey=" + userKey + "]";
  }
}
