package io.archway.gateway.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the text of one setting becomes its value. A parser throws {@link IllegalArgumentException}
 * whose message says what was expected.
 */
record ScalarType(Function<String, Object> parser) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");
  private static final Map<Class<?>, ScalarType> TYPES =
      Map.of(
          String.class, new ScalarType(text -> text),
          Secret.class, new ScalarType(Secret::new),
          boolean.class, new ScalarType(ScalarType::parseBoolean),
          int.class, new ScalarType(ScalarType::parseInt),
          Duration.class, new ScalarType(ScalarType::parseDuration),
          ByteSize.class, new ScalarType(ByteSize::parse));

  static boolean isScalar(Class<?> type) {
    return type.isEnum() || TYPES.containsKey(type);
  }

  static ScalarType of(Class<?> type) {
    return type.isEnum() ? new ScalarType(text -> parseEnum(type, text)) : TYPES.get(type);
  }

  Object parse(String text) {
    return parser.apply(text);
  }

  private static Object parseBoolean(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("true or false");
    }
    return text.equals("true");
  }

  private static Object parseInt(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a whole number", e);
    }
  }

  private static Object parseDuration(String text) {
    Matcher form = DURATION.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("a time such as 250ms, 30s, 5m, 12h or 7d");
    }
    long amount = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static Object parseEnum(Class<?> type, String text) {
    List<String> names = Arrays.stream(type.getEnumConstants()).map(ScalarType::enumName).toList();
    int index = names.indexOf(text);
    if (index < 0) {
      throw new IllegalArgumentException(String.join(" or ", names));
    }
    return type.getEnumConstants()[index];
  }

  private static String enumName(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
