package io.archway.index.study;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DA and TM (PS3.5 6.2) as values that sort, with the forms of ACR-NEMA (dots, colons) and the
 * dashes that some senders write. Null for what is none; the caller keeps the original then.
 */
public final class DicomDates {
  private static final Pattern DATE = Pattern.compile("(\\d{4})[.\\-/]?(\\d{2})[.\\-/]?(\\d{2})");
  private static final Pattern TIME =
      Pattern.compile("(\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:\\.(\\d{1,6}))?)?)?");

  private DicomDates() {}

  public static LocalDate date(String text) {
    Matcher parts = DATE.matcher(text == null ? "" : text.strip());
    if (!parts.matches()) {
      return null;
    }
    try {
      return LocalDate.of(number(parts, 1), number(parts, 2), number(parts, 3));
    } catch (DateTimeException e) {
      return null;
    }
  }

  public static LocalTime time(String text) {
    Matcher parts = TIME.matcher(text == null ? "" : text.strip());
    if (!parts.matches()) {
      return null;
    }
    try {
      // 60 is a leap second (PS3.5 Table 6.2-1), which LocalTime cannot say
      int second = Math.min(59, number(parts, 3));
      return LocalTime.of(number(parts, 1), number(parts, 2), second, micros(parts) * 1_000);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Integer.parseInt(parts.group(group));
  }

  private static int micros(Matcher parts) {
    String fraction = parts.group(4);
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000").substring(0, 6));
  }
}
