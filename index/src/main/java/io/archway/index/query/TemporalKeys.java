package io.archway.index.query;

import io.archway.index.study.DicomDates;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/**
 * Keys of VR DA and TM (PS3.4 C.2.2.2.1 and C.2.2.2.5): a value, or a range that is open at one end
 * or closed. A time that leaves out its last components stands for all moments that it may be.
 */
final class TemporalKeys {
  private static final String TIMES = "a time or a range of times";

  private TemporalKeys() {}

  static boolean isRangeOfDates(String value) {
    return DicomDates.date(value) == null;
  }

  static Range<LocalDate> dates(AttributePath path, String value) {
    LocalDate single = DicomDates.date(value);
    return single != null
        ? new Range<>(single, single)
        : range(path, value, "a date or a range of dates", DicomDates::date, DicomDates::date);
  }

  static boolean isRangeOfTimes(String value) {
    return value.indexOf('-') >= 0;
  }

  static Range<LocalTime> times(AttributePath path, String value) {
    return isRangeOfTimes(value)
        ? range(path, value, TIMES, DicomDates::time, TemporalKeys::lastMoment)
        : range(path, value + "-" + value, TIMES, DicomDates::time, TemporalKeys::lastMoment);
  }

  private static <T> Range<T> range(
      AttributePath path,
      String value,
      String expected,
      Function<String, T> first,
      Function<String, T> last) {
    int dash = value.indexOf('-');
    String from = dash < 0 ? "" : value.substring(0, dash).strip();
    String to = dash < 0 ? "" : value.substring(dash + 1).strip();
    Range<T> range = new Range<>(first.apply(from), last.apply(to));
    boolean complete =
        (range.from() != null || from.isEmpty()) && (range.to() != null || to.isEmpty());
    if (!complete || range.from() == null && range.to() == null) {
      throw new InvalidKeyException(path, "invalid (expected: " + expected + ")");
    }
    return range;
  }

  /** In microseconds, the unit of columns. */
  private static LocalTime lastMoment(String text) {
    LocalTime first = DicomDates.time(text);
    if (first == null) {
      return null;
    }
    String digits = text.replace(":", "");
    long micros =
        switch (digits.length()) {
          case 2 -> 3_600_000_000L;
          case 4 -> 60_000_000L;
          case 6 -> 1_000_000L;
          default -> (long) Math.pow(10, 6 - (digits.length() - "HHMMSS.".length()));
        };
    return first.plus(micros - 1, ChronoUnit.MICROS);
  }
}
