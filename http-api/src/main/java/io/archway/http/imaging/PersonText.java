package io.archway.http.imaging;

import io.archway.http.kernel.FieldErrors;
import java.time.DateTimeException;
import java.time.ZoneId;

/** Forms of texts about people and places that several bodies share. */
public final class PersonText {

  /** An address that mail can go to at all; whether it comes to somebody only sending tells. */
  public static final String EMAIL =
      "[^\\s@\\p{Cntrl}<>(),;:\\\\\"\\[\\]]{1,64}@[\\p{L}\\p{N}-]{1,63}(\\.[\\p{L}\\p{N}-]{1,63})+";

  public static final String EMAIL_MEANING = "an e-mail address like name@example.org";

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
