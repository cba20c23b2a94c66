package io.archway.http.imaging.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.contact.PhoneNumbers;
import io.archway.http.kernel.FieldErrors;
import java.util.Optional;

/**
 * A telephone number as clients give it, in one or two numbers or texts, in the form of E.164. A
 * number without its country is one of the region of the settings, or an error: who guesses the
 * country sends codes abroad.
 */
public final class PhoneNumber {

  static final String FIELD = "phone_number";
  static final String COUNTRY_FIELD = "country_code";

  private static final String COUNTRY = "\\+?[0-9]{1,3}";

  private PhoneNumber() {}

  /** Adds what is wrong in itself; null nodes are not said. */
  public static void check(FieldErrors errors, JsonNode number, JsonNode country) {
    if (isSaid(country) && !text(country).matches(COUNTRY)) {
      errors.add(COUNTRY_FIELD, "expected: 1 to 3 digits like 49");
    } else if (isSaid(country) && !isSaid(number)) {
      errors.add(FIELD, "required with country_code");
    }
    if (isSaid(number) && text(number).chars().noneMatch(Character::isDigit)) {
      errors.add(FIELD, PhoneNumbers.EXPECTED);
    }
  }

  /** The number; null where none is said, or with an error where it is of no country. */
  public static String of(
      PhoneNumbers numbers, JsonNode number, JsonNode country, FieldErrors errors) {
    if (!isSaid(number)) {
      return null;
    }
    Optional<String> read =
        isSaid(country)
            ? numbers.parseWithin(text(number), Integer.parseInt(text(country).replace("+", "")))
            : numbers.parse(text(number));
    if (read.isEmpty()) {
      errors.add(FIELD, PhoneNumbers.EXPECTED + ", or beside country_code");
    }
    return read.orElse(null);
  }

  private static boolean isSaid(JsonNode node) {
    return node != null && !node.isNull() && !(node.isTextual() && node.textValue().isBlank());
  }

  /** A text that no number is where it is something else. */
  private static String text(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.asText();
    }
    return node.isTextual() ? node.textValue().strip() : "";
  }
}
