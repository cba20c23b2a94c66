package io.archway.http.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Messages of the protocol: an object with {@code event}, {@code channel} and {@code data}, which
 * is JSON in a text where the server speaks. Thread-safe.
 */
final class LiveText {

  private static final int MAX_DEPTH = 16;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private LiveText() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Null if it is no JSON object. */
  static JsonNode read(String text) {
    try {
      JsonNode tree = JSON.readTree(text);
      return tree != null && tree.isObject() ? tree : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /**
   * @param channel null where it is about the connection
   * @param data JSON
   */
  static String event(String event, String channel, String data) {
    ObjectNode message = object().put("event", event);
    if (channel != null) {
      message.put("channel", channel);
    }
    return message.put("data", data).toString();
  }

  static String established(String socketId, long activityMillis) {
    ObjectNode data = object().put("socket_id", socketId);
    data.put("activity_timeout", Math.max(1, activityMillis / 1000));
    return event("pusher:connection_established", null, data.toString());
  }

  /** Its data is an object, not a text (the protocol has it so for this one). */
  static String error(LiveError error, String text) {
    ObjectNode message = object().put("event", "pusher:error");
    message.putObject("data").put("code", error.code()).put("message", text);
    return message.toString();
  }

  static String refused(String channel, String why) {
    ObjectNode message = object().put("event", "pusher:subscription_error").put("channel", channel);
    ObjectNode data = message.putObject("data");
    data.put("type", "AuthError").put("error", why).put("status", 403);
    return message.toString();
  }
}
