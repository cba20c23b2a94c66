package io.archway.gateway.walk;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Output as a document shows it: wrapped, with {@code …} for what is left out, and with UIDs, times
 * and durations of another run.
 */
final class Excerpt {
  private static final String OMITTED = "…";

  private Excerpt() {}

  static boolean matches(String excerpt, String output) {
    String pattern =
        Arrays.stream(comparable(excerpt).split(OMITTED, -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return Pattern.compile(pattern, Pattern.DOTALL).matcher(comparable(output)).matches();
  }

  private static String comparable(String text) {
    return text.replaceAll("\\s+", "")
        .replaceAll("2\\.25\\.[0-9]+", "<uid>")
        .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "<time>")
        .replaceAll("in[0-9]+\\.[0-9]+s:", "<duration>");
  }
}
