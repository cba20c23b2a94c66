package io.archway.http.imaging;

import io.archway.http.kernel.FieldErrors;
import io.archway.index.study.DicomDates;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * Dates of header fields: as ISO 8601 writes them, with or without a time and its offset, or as DA
 * and DT do (PS3.5 6.2). The offset is not looked at: what was local stays so.
 */
public final class HeaderDates {

  static final String EXPECTED =
      "expected: a date like 2026-03-01, 2026-03-01T10:00:00 or 20260301";
  private static final Pattern DA = Pattern.compile("\\d{8}");
  private static final Pattern DT = Pattern.compile("\\d{14}(\\.\\d{1,6})?([+-]\\d{4})?");
  private static final int DATE_LENGTH = 8;
  private static final int MAX_YEAR = 9_999;
  private static final int TIME_LENGTH = 14;

  private HeaderDates() {}

  public static void check(String field, String text, FieldErrors errors) {
    try {
      parse(text);
    } catch (DateTimeException e) {
      errors.add(field, EXPECTED);
    }
  }

  /** Null for none; midnight where there is no time. */
  static LocalDateTime parse(String text) {
    if (OrderParts.isBlank(text)) {
      return null;
    }
    LocalDateTime moment = written(text.strip());
    if (moment.getYear() < 1 || moment.getYear() > MAX_YEAR) {
      throw new DateTimeException("no year of four digits");
    }
    return moment;
  }

  private static LocalDateTime written(String value) {
    if (DA.matcher(value).matches() || DT.matcher(value).matches()) {
      return dicom(value);
    } else if (value.indexOf('T') < 0) {
      return LocalDate.parse(value).atStartOfDay();
    }
    return DateTimeFormatter.ISO_DATE_TIME.parse(value, LocalDateTime::from);
  }

  private static LocalDateTime dicom(String value) {
    LocalDate date = DicomDates.date(value.substring(0, DATE_LENGTH));
    LocalTime time =
        value.length() == DATE_LENGTH
            ? LocalTime.MIDNIGHT
            : DicomDates.time(value.substring(DATE_LENGTH, TIME_LENGTH));
    if (date == null || time == null) {
      throw new DateTimeException("no date");
    }
    return date.atTime(time);
  }

  public static LocalDate date(String text) {
    LocalDateTime moment = parse(text);
    return moment == null ? null : moment.toLocalDate();
  }
}
