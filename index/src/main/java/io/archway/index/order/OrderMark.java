package io.archway.index.order;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * What an item remembers of the order that it was last entered from, in the JSON of its source:
 * whether the same comes again, or an older one too late, and when it cancelled the item. Another
 * time of cancellation is a person's.
 */
record OrderMark(String digest, Instant saidAt, Instant cancelledAt) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String DIGEST = "order_digest";
  private static final String SAID_AT = "order_said_at";
  private static final String CANCELLED_AT = "order_cancelled_at";
  private static final OrderMark NONE = new OrderMark("", null, null);

  static OrderMark of(Order order) {
    return new OrderMark(order.digest(), order.saidAt(), null);
  }

  OrderMark cancelling(Instant at) {
    return new OrderMark(digest, saidAt, at);
  }

  /** Of an item's meta, which may be null or somebody else's. */
  static OrderMark read(String meta) {
    if (meta == null) {
      return NONE;
    }
    try {
      JsonNode json = JSON.readTree(meta);
      return new OrderMark(
          json.path(DIGEST).asText(""), instant(json, SAID_AT), instant(json, CANCELLED_AT));
    } catch (JsonProcessingException | DateTimeException e) {
      return NONE;
    }
  }

  private static Instant instant(JsonNode json, String name) {
    String text = json.path(name).asText("");
    return text.isEmpty() ? null : Instant.parse(text);
  }

  String write() {
    ObjectNode json = JSON.createObjectNode();
    json.put(DIGEST, digest);
    if (saidAt != null) {
      json.put(SAID_AT, saidAt.toString());
    }
    if (cancelledAt != null) {
      json.put(CANCELLED_AT, cancelledAt.toString());
    }
    return json.toString();
  }

  boolean isNewerThan(OrderMark other) {
    return saidAt != null && other.saidAt != null && saidAt.isAfter(other.saidAt);
  }
}
