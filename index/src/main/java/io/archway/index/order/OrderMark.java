package io.archway.index.order;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * What an item remembers of the order that it was last entered from, in the JSON of its source:
 * whether the same comes again, or an older one too late.
 */
record OrderMark(String digest, Instant saidAt) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String DIGEST = "order_digest";
  private static final String SAID_AT = "order_said_at";

  static OrderMark of(Order order) {
    return new OrderMark(order.digest(), order.saidAt());
  }

  /** Of an item's meta, which may be null or somebody else's. */
  static OrderMark read(String meta) {
    if (meta == null) {
      return new OrderMark("", null);
    }
    try {
      JsonNode json = JSON.readTree(meta);
      String saidAt = json.path(SAID_AT).asText("");
      return new OrderMark(
          json.path(DIGEST).asText(""), saidAt.isEmpty() ? null : Instant.parse(saidAt));
    } catch (JsonProcessingException | DateTimeException e) {
      return new OrderMark("", null);
    }
  }

  String write() {
    ObjectNode json = JSON.createObjectNode();
    json.put(DIGEST, digest);
    if (saidAt != null) {
      json.put(SAID_AT, saidAt.toString());
    }
    return json.toString();
  }

  boolean isNewerThan(OrderMark other) {
    return saidAt != null && other.saidAt != null && saidAt.isAfter(other.saidAt);
  }
}
