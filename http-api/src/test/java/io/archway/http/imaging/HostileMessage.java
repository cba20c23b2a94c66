package io.archway.http.imaging;

import java.util.List;
import java.util.Random;

/** Messages of the Pusher protocol that a client would not send; never one that is a ping. */
final class HostileMessage {

  private static final List<String> EVENTS =
      List.of(
          "\"pusher:subscribe\"",
          "\"pusher:unsubscribe\"",
          "\"pusher:signin\"",
          "\"pusher_internal:subscription_succeeded\"",
          "\"client-\"",
          "\"\\u0000\"",
          "\"\"",
          "null",
          "7");
  private static final List<String> VALUES =
      List.of(
          "null",
          "7",
          "1e999999",
          "-0",
          "true",
          "\"\"",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "[]",
          "{}",
          "[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]",
          "\"private-organization.99999999999999999999999\"",
          "\"private-office.-1\"",
          "\"archway:" + "f".repeat(64) + "\"",
          "\"" + "x".repeat(9_000) + "\"");

  private HostileMessage() {}

  static String of(Random random, String channel) {
    String text =
        "{\"event\":%s,\"channel\":%s,\"data\":{\"channel\":%s,\"auth\":%s,\"channel_data\":%s}}"
            .formatted(
                one(random, EVENTS),
                one(random, VALUES),
                random.nextInt(8) == 0 ? "\"" + channel + ".1\"" : one(random, VALUES),
                one(random, VALUES),
                one(random, VALUES));
    return cut(random.nextInt(5) == 0 ? text.substring(0, random.nextInt(text.length())) : text);
  }

  private static String one(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** What is too long would end the connection, which another test shows. */
  private static String cut(String text) {
    return text.length() > 10_000 ? text.substring(0, 10_000) : text;
  }
}
