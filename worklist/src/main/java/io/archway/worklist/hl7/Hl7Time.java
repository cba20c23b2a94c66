package io.archway.worklist.hl7;

import io.archway.index.order.OrderException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time stamp of HL7 (v2 2.A.22): {@code YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ]}, as
 * precise as it is. Time and zone are null where it does not say them, the date where it is no day.
 */
record Hl7Time(LocalDate date, LocalTime time, ZoneOffset zone) {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})(?:(\\d\\d)(?:(\\d\\d)(?:(\\d\\d)(?:(\\d\\d)(?:(\\d\\d)(?:\\.(\\d{1,9}))?)?)?)?)?)?"
              + "([+-])?(?:(\\d\\d):?(\\d\\d))?");

  /**
   * @param where for the message
   */
  static Hl7Time parse(String where, String text) {
    Matcher parts = FORM.matcher(text.strip());
    boolean signed = parts.matches() && parts.group(8) != null;
    if (!parts.matches() || signed != (parts.group(9) != null)) {
      throw wrong(where);
    }
    try {
      LocalDate date =
          parts.group(3) == null
              ? null
              : LocalDate.of(number(parts, 1), number(parts, 2), number(parts, 3));
      LocalTime time =
          parts.group(4) == null
              ? null
              : LocalTime.of(number(parts, 4), number(parts, 5), Math.min(59, number(parts, 6)));
      return new Hl7Time(date, time, signed ? zone(parts) : null);
    } catch (DateTimeException e) {
      throw wrong(where);
    }
  }

  private static OrderException wrong(String where) {
    return new OrderException(
        where + ": expected a time as YYYYMMDDHHMMSS, or the beginning of one");
  }

  private static int number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Integer.parseInt(parts.group(group));
  }

  private static ZoneOffset zone(Matcher parts) {
    int sign = parts.group(8).equals("-") ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(sign * number(parts, 9), sign * number(parts, 10));
  }

  /** As clocks show it in a zone; a day or an hour without a zone is that of the place itself. */
  Hl7Time at(ZoneId place, ZoneOffset otherwise) {
    ZoneOffset from = zone == null ? otherwise : zone;
    if (from == null || date == null || time == null) {
      return this;
    }
    LocalDateTime there =
        LocalDateTime.of(date, time).atOffset(from).atZoneSameInstant(place).toLocalDateTime();
    return new Hl7Time(there.toLocalDate(), there.toLocalTime(), null);
  }

  /** Null where it is less precise than a second's hour. */
  Instant instant(ZoneId place) {
    if (date == null || time == null) {
      return null;
    }
    LocalDateTime there = LocalDateTime.of(date, time);
    return zone == null ? there.atZone(place).toInstant() : there.toInstant(zone);
  }
}
