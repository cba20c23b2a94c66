package io.archway.index.account;

import java.time.Instant;

/**
 * What is kept of a user under a name.
 *
 * @param value a JSON object
 * @param autoload whether it comes with the user
 */
public record UserMeta(
    long metaKey,
    long organizationKey,
    long userKey,
    String name,
    String value,
    boolean autoload,
    Instant createdAt,
    Instant updatedAt) {
  @Override
  public String toString() {
    return "UserMeta[metaKey=" + metaKey + "]";
  }
}
