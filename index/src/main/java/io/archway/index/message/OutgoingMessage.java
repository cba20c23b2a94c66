package io.archway.index.message;

import java.time.Instant;

/**
 * A row of the outbox.
 *
 * @param parameters as JSON; null once it has come to its end
 * @param nextAttemptAt null once it has come to its end
 * @param failure why the last attempt failed
 */
public record OutgoingMessage(
    long messageKey,
    long organizationKey,
    Long userKey,
    MessageKind kind,
    Channel channel,
    String recipient,
    String parameters,
    MessageState state,
    int attempts,
    String failure,
    Instant createdAt,
    Instant expiresAt,
    Instant nextAttemptAt,
    Instant endedAt) {
  @Override
  public String toString() {
    return "OutgoingMessage[messageKey=" + messageKey + ", kind=" + kind + "]";
  }
}
