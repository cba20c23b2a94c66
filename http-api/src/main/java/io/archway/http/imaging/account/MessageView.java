package io.archway.http.imaging.account;

import io.archway.index.message.Channel;
import io.archway.index.message.MessageKind;
import io.archway.index.message.MessageState;
import io.archway.index.message.Outbox;
import io.archway.index.message.OutgoingMessage;
import java.time.Instant;
import java.util.Map;

/**
 * A message of the outbox.
 *
 * @param userId null where the recipient has no account
 * @param parameters what it says, codes included, where no way out is set up and it has not come to
 *     its end; null otherwise
 */
record MessageView(
    long id,
    Long userId,
    MessageKind kind,
    Channel channel,
    String recipient,
    MessageState state,
    int attempts,
    String failure,
    Map<String, String> parameters,
    Instant createdAt,
    Instant expiresAt,
    Instant nextAttemptAt,
    Instant endedAt) {

  static MessageView of(OutgoingMessage message, boolean readable) {
    boolean shown = readable && message.state() == MessageState.WAITING;
    return new MessageView(
        message.messageKey(),
        message.userKey(),
        message.kind(),
        message.channel(),
        message.recipient(),
        message.state(),
        message.attempts(),
        message.failure(),
        shown ? Outbox.parameters(message) : null,
        message.createdAt(),
        message.expiresAt(),
        message.nextAttemptAt(),
        message.endedAt());
  }
}
