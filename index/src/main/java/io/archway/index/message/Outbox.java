package io.archway.index.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archway.index.message.MessageDao.Reached;
import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Where messages wait for whoever sends them. Putting one in is part of the transaction of what it
 * tells: both are there, or neither. Thread-safe.
 */
public final class Outbox {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private Outbox() {}

  /**
   * Puts a message in. One to a user who has no address or number is kept too, as failed, so that
   * an administrator sees it.
   *
   * @return its key
   */
  public static long put(Handle handle, NewMessage message, Instant now) {
    MessageDao messages = handle.attach(MessageDao.class);
    String recipient = recipient(messages, message);
    boolean toSomebody = message.userKey() != null || message.recipient() != null;
    if (recipient != null) {
      return messages.insert(row(message, recipient, MessageState.WAITING, null, now));
    }
    return messages.insert(
        toSomebody
            ? row(message, null, MessageState.FAILED, noWay(message.channel()), now)
            : row(message, null, MessageState.DROPPED, null, now));
  }

  /** What a row says; empty once it has come to its end. */
  public static Map<String, String> parameters(OutgoingMessage message) {
    try {
      return message.parameters() == null ? Map.of() : JSON.readValue(message.parameters(), TEXTS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("parameters of message " + message.messageKey(), e);
    }
  }

  private static String recipient(MessageDao messages, NewMessage message) {
    if (message.recipient() != null || message.userKey() == null) {
      return message.recipient();
    }
    return messages
        .reached(message.organizationKey(), message.userKey())
        .map(reached -> address(reached, message.channel()))
        .orElse(null);
  }

  private static String address(Reached reached, Channel channel) {
    return switch (channel) {
      case MAIL -> reached.email();
      case SMS, CALL -> reached.phoneNumber();
    };
  }

  private static String noWay(Channel channel) {
    return switch (channel) {
      case MAIL -> "The user has no e-mail address.";
      case SMS, CALL -> "The user has no phone number.";
    };
  }

  private static OutgoingMessage row(
      NewMessage message, String recipient, MessageState state, String failure, Instant now) {
    boolean waits = state == MessageState.WAITING;
    return new OutgoingMessage(
        0,
        message.organizationKey(),
        message.userKey(),
        message.kind(),
        message.channel(),
        recipient,
        waits ? json(message.parameters()) : null,
        state,
        0,
        failure,
        now,
        message.expiresAt(),
        waits ? now : null,
        waits ? null : now);
  }

  private static String json(Map<String, String> parameters) {
    try {
      return JSON.writeValueAsString(parameters);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // texts always become JSON
    }
  }
}
