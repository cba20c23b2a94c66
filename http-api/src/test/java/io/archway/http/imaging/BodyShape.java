package io.archway.http.imaging;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Compares JSON with what a scenario expects. An object must have exactly the members named, or at
 * least them if one of them is {@code $more}; {@code {$each: shape}} is an array of one or more
 * such; {@code $text}, {@code $integer}, {@code $moment} and the like stand for any value of that
 * kind, with {@code _or_null} also for null; {@code /pattern/} for text that matches. A number that
 * was filled in may stand as text.
 */
final class BodyShape {

  private static final String OR_NULL = "_or_null";
  private static final Map<String, Pattern> TEXTS =
      Map.of(
          "$text", Pattern.compile("(?s).+"),
          "$uid", Pattern.compile("[0-9]+(\\.[0-9]+)+"),
          "$sha256", Pattern.compile("[0-9a-f]{64}"),
          "$token", Pattern.compile("[A-Za-z0-9_-]{43}"),
          "$time", Pattern.compile("\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?"));

  private final List<String> differences = new ArrayList<>();

  private BodyShape() {}

  /** Everything that differs, each with its place; empty if nothing does. */
  static List<String> differences(JsonNode expected, JsonNode actual) {
    BodyShape shape = new BodyShape();
    shape.compare("body", expected, actual);
    return shape.differences;
  }

  private void compare(String at, JsonNode expected, JsonNode actual) {
    if (expected.isTextual() && isPattern(expected.textValue())) {
      if (!matches(expected.textValue(), actual)) {
        differ(at, expected, actual);
      }
    } else if (expected.isObject() && expected.has("$each")) {
      compareEach(at, expected.get("$each"), actual);
    } else if (expected.isObject() && actual.isObject()) {
      compareObjects(at, expected, actual);
    } else if (expected.isArray() && actual.isArray()) {
      compareArrays(at, expected, actual);
    } else if (expected.isNumber() && actual.isNumber()) {
      if (expected.decimalValue().compareTo(actual.decimalValue()) != 0) {
        differ(at, expected, actual);
      }
    } else if (expected.isTextual() && actual.isIntegralNumber()) {
      if (!expected.textValue().equals(actual.asText())) {
        differ(at, expected, actual);
      }
    } else if (!expected.equals(actual)) {
      differ(at, expected, actual);
    }
  }

  private void compareEach(String at, JsonNode shape, JsonNode actual) {
    if (!actual.isArray() || actual.isEmpty()) {
      differences.add(at + ": expected an array that is not empty");
    }
    for (int i = 0; i < actual.size(); i++) {
      compare(at + "[" + i + "]", shape, actual.get(i));
    }
  }

  private void compareObjects(String at, JsonNode expected, JsonNode actual) {
    for (Iterator<String> names = expected.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (name.equals("$more")) {
        continue;
      } else if (actual.has(name)) {
        compare(at + "." + name, expected.get(name), actual.get(name));
      } else {
        differences.add(at + "." + name + ": missing");
      }
    }
    for (Iterator<String> names = actual.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!expected.has("$more") && !expected.has(name)) {
        differences.add(at + "." + name + ": not expected");
      }
    }
  }

  private void compareArrays(String at, JsonNode expected, JsonNode actual) {
    if (expected.size() != actual.size()) {
      differences.add(
          "%s: %d elements (expected: %d)".formatted(at, actual.size(), expected.size()));
      return;
    }
    for (int i = 0; i < expected.size(); i++) {
      compare(at + "[" + i + "]", expected.get(i), actual.get(i));
    }
  }

  private void differ(String at, JsonNode expected, JsonNode actual) {
    differences.add(at + ": " + actual + " (expected: " + expected + ")");
  }

  /** Whether a text (of a header, say) is as expected. */
  static boolean matchesText(String expected, String actual) {
    if (actual == null) {
      return expected.equals("$absent");
    }
    return isSlashed(expected)
        ? actual.matches(expected.substring(1, expected.length() - 1))
        : expected.equals(actual);
  }

  private static boolean isPattern(String text) {
    return text.startsWith("$") || isSlashed(text);
  }

  private static boolean isSlashed(String text) {
    return text.length() > 2 && text.startsWith("/") && text.endsWith("/");
  }

  private static boolean matches(String pattern, JsonNode actual) {
    if (isSlashed(pattern)) {
      return actual.isTextual() && matchesText(pattern, actual.textValue());
    }
    boolean nullable = pattern.endsWith(OR_NULL);
    String kind = nullable ? pattern.substring(0, pattern.length() - OR_NULL.length()) : pattern;
    return nullable && actual.isNull() || isOfKind(kind, actual);
  }

  private static boolean isOfKind(String kind, JsonNode actual) {
    return switch (kind) {
      case "$anything" -> true;
      case "$integer" -> actual.isIntegralNumber();
      case "$boolean" -> actual.isBoolean();
      case "$moment" -> parses(() -> Instant.parse(actual.textValue()));
      case "$date" -> parses(() -> LocalDate.parse(actual.textValue()));
      default -> actual.isTextual() && text(kind).matcher(actual.textValue()).matches();
    };
  }

  private static Pattern text(String kind) {
    Pattern pattern = TEXTS.get(kind);
    if (pattern == null) {
      throw new IllegalArgumentException("kind: " + kind + " (expected: one of " + TEXTS + ")");
    }
    return pattern;
  }

  private static boolean parses(Runnable parse) {
    try {
      parse.run();
      return true;
    } catch (DateTimeParseException | NullPointerException e) {
      return false;
    }
  }
}
