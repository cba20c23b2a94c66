package io.archway.http.kernel;

import static java.lang.Character.MAX_SURROGATE;
import static java.lang.Character.MIN_SURROGATE;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How a parameter's text becomes a value, and how OpenAPI describes it. {@code parse} throws
 * IllegalArgumentException whose text says what was expected.
 */
record ValueType<T>(Function<List<String>, T> parse, Consumer<ObjectNode> schema) {

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");
  private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)*");
  private static final int MAX_UID_LENGTH = 64;

  static ValueType<Long> ofLong(long min, long max) {
    return single(text -> integer(text, min, max), schema -> range(schema, "int64", min, max));
  }

  static ValueType<Integer> ofInt(int min, int max) {
    return single(
        text -> (int) integer(text, min, max), schema -> range(schema, "int32", min, max));
  }

  static ValueType<String> ofText(int minLength, int maxLength) {
    return single(
        text -> text(text, minLength, maxLength),
        schema -> {
          schema.put("type", "string").put("maxLength", maxLength);
          if (minLength > 0) {
            schema.put("minLength", minLength);
          }
        });
  }

  static ValueType<String> ofUid() {
    return single(
        text -> {
          if (text.length() > MAX_UID_LENGTH || !UID.matcher(text).matches()) {
            throw expected("a UID of at most 64 digits and dots");
          }
          return text;
        },
        schema ->
            schema
                .put("type", "string")
                .put("maxLength", MAX_UID_LENGTH)
                .put("pattern", "^" + UID + "$"));
  }

  static ValueType<Boolean> ofBoolean() {
    return single(
        text ->
            switch (text) {
              case "true", "1" -> true;
              case "false", "0" -> false;
              default -> throw expected("true, false, 1 or 0");
            },
        schema -> schema.put("type", "boolean"));
  }

  static ValueType<LocalDate> ofDate() {
    return single(ValueType::date, schema -> schema.put("type", "string").put("format", "date"));
  }

  static ValueType<Instant> ofInstant() {
    return single(
        ValueType::instant, schema -> schema.put("type", "string").put("format", "date-time"));
  }

  static <E extends Enum<E>> ValueType<E> ofEnum(Class<E> type) {
    return single(text -> constant(text, type), schema -> enumSchema(schema, type));
  }

  static LocalDate date(String text) {
    try {
      LocalDate date = LocalDate.parse(text);
      if (date.getYear() < 1 || date.getYear() > 9999) {
        throw expected("a date between the years 1 and 9999");
      }
      return date;
    } catch (DateTimeParseException e) {
      throw expected("a date like 2026-03-01");
    }
  }

  static Instant instant(String text) {
    try {
      OffsetDateTime moment = OffsetDateTime.parse(text);
      if (moment.getYear() < 1 || moment.getYear() > 9999) {
        throw expected("a moment between the years 1 and 9999");
      }
      return moment.toInstant();
    } catch (DateTimeParseException e) {
      throw expected("a moment like 2026-03-01T10:00:00Z");
    }
  }

  static <E extends Enum<E>> E constant(String text, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (nameOf(constant).equals(text)) {
        return constant;
      }
    }
    throw expected("one of " + String.join(", ", names(type)));
  }

  /** How a constant is written in requests and answers. */
  static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static List<String> names(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(ValueType::nameOf).toList();
  }

  static void enumSchema(ObjectNode schema, Class<? extends Enum<?>> type) {
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    names(type).forEach(values::add);
    schema.put("type", "string").set("enum", values);
  }

  static String text(String text, int minLength, int maxLength) {
    int length = text.codePointCount(0, text.length());
    if (length < minLength || length > maxLength) {
      throw new IllegalArgumentException(
          "length: %d (expected: %d to %d)".formatted(length, minLength, maxLength));
    }
    if (text.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r')) {
      throw expected("text without control characters");
    }
    if (text.codePoints().anyMatch(c -> c >= MIN_SURROGATE && c <= MAX_SURROGATE)) {
      throw expected("text in valid Unicode");
    }
    return text;
  }

  static IllegalArgumentException expected(String what) {
    return new IllegalArgumentException("expected: " + what);
  }

  ValueType<List<T>> repeated(int max) {
    return new ValueType<>(
        texts -> {
          if (texts.size() > max) {
            throw new IllegalArgumentException(
                "given %d times (expected: at most %d)".formatted(texts.size(), max));
          }
          List<T> values = new ArrayList<>();
          texts.forEach(text -> values.add(parse.apply(List.of(text))));
          return List.copyOf(values);
        },
        node -> {
          node.put("type", "array").put("maxItems", max);
          schema.accept(node.putObject("items"));
        });
  }

  ValueType<T> matching(Pattern pattern, String expectation) {
    return new ValueType<>(
        texts -> {
          T value = parse.apply(texts);
          if (!pattern.matcher(texts.get(0)).matches()) {
            throw expected(expectation);
          }
          return value;
        },
        schema.andThen(node -> node.put("pattern", "^(?:" + pattern.pattern() + ")$")));
  }

  <U> ValueType<U> map(Function<T, U> then) {
    return new ValueType<>(parse.andThen(then), schema);
  }

  private static <T> ValueType<T> single(Function<String, T> parse, Consumer<ObjectNode> schema) {
    return new ValueType<>(
        texts -> {
          if (texts.size() != 1) {
            throw new IllegalArgumentException(
                "given %d times (expected: once)".formatted(texts.size()));
          }
          return parse.apply(texts.get(0));
        },
        schema);
  }

  private static long integer(String text, long min, long max) {
    if (INTEGER.matcher(text).matches()) {
      try {
        long value = Long.parseLong(text);
        if (value >= min && value <= max) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw expected("an integer from %d to %d".formatted(min, max));
      }
    }
    throw expected("an integer from %d to %d".formatted(min, max));
  }

  private static void range(ObjectNode schema, String format, long min, long max) {
    schema.put("type", "integer").put("format", format).put("minimum", min).put("maximum", max);
  }
}
