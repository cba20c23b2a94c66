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
    if (text == null) {
      return null;
    }
    if (text.length() == 8 && number(text, 0, 8) >= 0) {
      return date(number(text, 0, 4), number(text, 4, 6), number(text, 6, 8));
    }
    Matcher parts = DATE.matcher(text.strip());
    if (!parts.matches()) {
      return null;
    }
    return date(number(parts, 1), number(parts, 2), number(parts, 3));
  }

  private static LocalDate date(int year, int month, int day) {
    try {
      return LocalDate.of(year, month, day);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The digits from one place to another; -1 where something else stands there. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  public static LocalTime time(String text) {
    if (text == null) {
      return null;
    }
    if (text.length() == 6 && number(text, 0, 6) >= 0) {
      return time(number(text, 0, 2), number(text, 2, 4), number(text, 4, 6), 0);
    }
    Matcher parts = TIME.matcher(text.strip());
    if (!parts.matches()) {
      return null;
    }
    return time(number(parts, 1), number(parts, 2), number(parts, 3), micros(parts));
  }

  /** 60 is a leap second (PS3.5 Table 6.2-1), which LocalTime cannot say. */
  private static LocalTime time(int hour, int minute, int second, int micros) {
    try {
      return LocalTime.of(hour, minute, Math.min(59, second), micros * 1_000);
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
