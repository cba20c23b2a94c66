package io.archway.http.imaging;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.regex.Pattern;

/**
 * Days in bodies and forms, written as {@link HeaderDates} are. A time with a zone names a moment,
 * which may be of another day where the patient was born; midnight is how programs write a day.
 */
public final class BodyDays {

  private static final String WITHOUT_ZONE =
      "expected: a day like 2026-03-01, or its time 00:00, since a time with a zone may be of"
          + " another day";
  private static final Pattern ZONE =
      Pattern.compile(".*(T.*([Zz\\]]|[+-][\\d:]+)|\\d{14}[\\d.]*[+-]\\d{4})");

  private BodyDays() {}

  /**
   * A day; null for none.
   *
   * @throws IllegalArgumentException that says what was expected
   */
  public static LocalDate of(String text) {
    LocalDateTime written = written(text);
    if (written == null) {
      return null;
    }
    if (!written.toLocalTime().equals(LocalTime.MIDNIGHT) && ZONE.matcher(text.strip()).matches()) {
      throw new IllegalArgumentException(WITHOUT_ZONE);
    }
    return written.toLocalDate();
  }

  private static LocalDateTime written(String text) {
    try {
      return HeaderDates.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(HeaderDates.EXPECTED, e);
    }
  }
}
