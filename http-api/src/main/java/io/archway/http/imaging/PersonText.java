package io.archway.http.imaging;

import io.archway.http.kernel.FieldErrors;
import java.time.DateTimeException;
import java.time.ZoneId;

/** Forms of texts about people and places that several bodies share. */
public final class PersonText {

  private PersonText() {}

  /** Names an IANA time zone, or nothing. */
  public static void checkTimezone(FieldErrors errors, String field, String timezone) {
    if (timezone != null && !isTimezone(timezone)) {
      errors.add(field, "expected: a time zone like America/Chicago");
    }
  }

  /** An offset is none: it does not know summer time. */
  private static boolean isTimezone(String timezone) {
    try {
      return ZoneId.getAvailableZoneIds().contains(ZoneId.of(timezone).getId());
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** A text that, where it is given, says something. */
  public static void checkNotBlank(FieldErrors errors, String field, String text) {
    if (text != null && text.isBlank()) {
      errors.add(field, "expected: a text that is not blank");
    }
  }
}
