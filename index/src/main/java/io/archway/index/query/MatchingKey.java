package io.archway.index.query;

import java.util.List;
import java.util.Objects;

/**
 * A key of an identifier with its values, decoded. No values, and values that are blank, are
 * universal matching (PS3.4 C.2.2.2.3), as is a sequence without item or with an empty one, which
 * therefore gives no key at all.
 */
public record MatchingKey(AttributePath path, List<String> values) {
  public MatchingKey {
    Objects.requireNonNull(path, "path");
    values =
        values.stream()
            .map(MatchingKey::trim)
            .map(MatchingKey::withoutBroken)
            .filter(value -> !value.isEmpty())
            .toList();
  }

  public static MatchingKey of(String value, int... tags) {
    return new MatchingKey(AttributePath.of(tags), List.of(value));
  }

  public boolean isUniversal() {
    return values.isEmpty();
  }

  /** Padding is a space, or U+0000 of a UID. */
  private static String trim(String value) {
    int from = 0;
    int to = value.length();
    while (to > from && isPadding(value.charAt(to - 1))) {
      to--;
    }
    while (from < to && isPadding(value.charAt(from))) {
      from++;
    }
    return value.substring(from, to);
  }

  private static boolean isPadding(char c) {
    return c == ' ' || c == 0;
  }

  /** No column holds U+0000 or half a surrogate pair: what stands for it matches nothing. */
  private static String withoutBroken(String value) {
    boolean broken = value.chars().anyMatch(c -> c == 0 || Character.isSurrogate((char) c));
    if (!broken) {
      return value;
    }
    StringBuilder kept = new StringBuilder(value.length());
    value
        .codePoints()
        .map(c -> c == 0 || c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }
}
