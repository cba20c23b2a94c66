package io.archway.index.message;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A message to be sent.
 *
 * @param userKey the recipient; null where {@code recipient} has no account, or is nobody
 * @param recipient address or number; null: that of the user
 * @param parameters exactly those of the kind
 * @param expiresAt when there is no sense any more in sending it
 */
public record NewMessage(
    long organizationKey,
    Long userKey,
    String recipient,
    MessageKind kind,
    Channel channel,
    Map<String, String> parameters,
    Instant expiresAt) {

  public NewMessage {
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(expiresAt, "expiresAt");
    parameters = Map.copyOf(parameters);
    if (!parameters.keySet().equals(kind.parameters())) {
      throw new IllegalArgumentException(
          "parameters of %s: %s (expected: %s)"
              .formatted(kind, parameters.keySet(), kind.parameters()));
    }
  }

  /** By mail to the address of a user. */
  public static NewMessage mail(
      long organizationKey,
      long userKey,
      MessageKind kind,
      Map<String, String> parameters,
      Instant expiresAt) {
    return new NewMessage(
        organizationKey, userKey, null, kind, Channel.MAIL, parameters, expiresAt);
  }

  @Override
  public String toString() {
    return "NewMessage[" + kind + " by " + channel + "]";
  }
}
