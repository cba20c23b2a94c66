package io.archway.index.account;

import java.time.Instant;

/**
 * The second factor of a user.
 *
 * @param defaultFactor null until one is confirmed
 * @param authenticatorSecret sealed; null without a confirmed authenticator
 * @param lastTimeStep of the last code of the authenticator that counted
 * @param pendingFactor waits for its first code; null: none
 * @param pendingSecret sealed; of an authenticator
 * @param pendingUntil until when it waits
 * @param failures wrong codes since the last right one
 */
public record SecondFactor(
    long userKey,
    long organizationKey,
    Factor defaultFactor,
    String authenticatorSecret,
    long lastTimeStep,
    Factor pendingFactor,
    String pendingSecret,
    Instant pendingUntil,
    int failures,
    Instant updatedAt) {

  /** The one that waits for its first code, or null. */
  public Factor pendingAt(Instant now) {
    return pendingFactor != null && pendingUntil.isAfter(now) ? pendingFactor : null;
  }

  @Override
  public String toString() {
    return "SecondFactor[userKey=" + userKey + "]";
  }
}
