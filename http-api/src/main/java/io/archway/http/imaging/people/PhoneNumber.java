package io.archway.http.imaging.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.kernel.FieldErrors;

/** A telephone number as clients give it, in one or two numbers or texts, in the form of E.164. */
public final class PhoneNumber {

  static final String FIELD = "phone_number";
  static final String COUNTRY_FIELD = "country_code";

  private static final int MAX_DIGITS = 15;
  private static final int MIN_DIGITS = 4;
  private static final int MAX_COUNTRY_DIGITS = 3;

  private PhoneNumber() {}

  /** Adds what is wrong; null nodes are not said. */
  public static void check(FieldErrors errors, JsonNode number, JsonNode country) {
    if (isSaid(country) && !digits(country).matches("[0-9]{1," + MAX_COUNTRY_DIGITS + "}")) {
      errors.add(COUNTRY_FIELD, "expected: 1 to 3 digits like 49");
    } else if (isSaid(country) && !isSaid(number)) {
      errors.add(FIELD, "required with country_code");
    }
    if (isSaid(number)
        && !digits(number).matches("[0-9]{%d,%d}".formatted(MIN_DIGITS, MAX_DIGITS))) {
      errors.add(FIELD, "expected: a number of 4 to 15 digits, or a text like +49 30 1234567");
    }
  }

  /** Null where none is said. */
  public static String of(JsonNode number, JsonNode country) {
    if (!isSaid(number)) {
      return null;
    }
    String digits = digits(number);
    if (isSaid(country)) {
      return "+" + digits(country) + digits.replaceFirst("^0", "");
    }
    return number.isTextual() && number.textValue().strip().startsWith("+") ? "+" + digits : digits;
  }

  private static boolean isSaid(JsonNode node) {
    return node != null && !node.isNull() && !(node.isTextual() && node.textValue().isBlank());
  }

  /** Without the signs that people put between; a text that no number is stays one. */
  private static String digits(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.asText();
    }
    String text = node.isTextual() ? node.textValue().strip() : "not a number";
    return text.length() > 40 ? text : text.replaceFirst("^\\+", "").replaceAll("[ ()./-]", "");
  }
}
