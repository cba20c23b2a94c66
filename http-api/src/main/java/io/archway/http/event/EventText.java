package io.archway.http.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archway.http.kernel.Json;
import io.archway.http.kernel.MemberNaming;
import io.archway.index.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Events as a client reads them (HTML, server-sent events, 9.2.5): keys only, no patient data. */
final class EventText {

  static final byte[] HEARTBEAT = bytes(":\n\n");

  private static final Pattern USER = Pattern.compile("\\{\"user_id\":([0-9]{1,18})}");
  private static final int RETRY_MILLIS = 3_000;

  private EventText() {}

  /** What has happened, and the keys of what it happened to, where there are any. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record View(
      long id,
      String type,
      Instant occurredAt,
      Long patientId,
      Long studyId,
      Long mediaId,
      Long instanceId,
      Long inboxId,
      Long worklistId,
      Long userId) {}

  /** The first words: where the stream begins, so that one without events can be resumed too. */
  static byte[] opening(long position) {
    return bytes("retry: %d\nid: %d\n\n".formatted(RETRY_MILLIS, position));
  }

  /**
   * Tells a follower whose last event is not known here (an index that was restored or built anew),
   * or after whose last event some are gone, to load afresh what it shows.
   */
  static byte[] reset(long position) {
    return bytes("event: reset\nid: %d\ndata: {}\n\n".formatted(position));
  }

  static byte[] of(Told told) {
    return bytes(
        "id: %d\nevent: %s\ndata: %s\n\n".formatted(told.number(), told.type(), told.json()));
  }

  static String type(Event event) {
    return event.eventType().toLowerCase(Locale.ROOT);
  }

  static String json(Event event) {
    View view =
        new View(
            event.eventNumber(),
            type(event),
            event.occurredAt(),
            event.patientKey(),
            event.studyKey(),
            event.mediumKey(),
            event.instanceKey(),
            event.inboxKey(),
            event.worklistItemKey(),
            agent(event));
    return new String(Json.write(view, MemberNaming.SNAKE_CASE), StandardCharsets.UTF_8);
  }

  /** The user as whom the agent signs in of which an event tells. */
  private static Long agent(Event event) {
    Matcher found = USER.matcher(event.details() == null ? "" : event.details());
    return event.eventType().startsWith("AGENT_") && found.matches()
        ? Long.valueOf(found.group(1))
        : null;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
