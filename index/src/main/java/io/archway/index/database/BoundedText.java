package io.archway.index.database;

/**
 * Text from outside as a column holds it: U+0000 and padding gone, cut where it is longer than any
 * column of its kind may be. Lengths in UTF-16 units.
 */
public final class BoundedText {
  public static final int MAX_LENGTH = 255;

  private BoundedText() {}

  /** Never null: "" for null or blank. */
  public static String of(String text) {
    return of(text, MAX_LENGTH);
  }

  public static String of(String text, int maxLength) {
    String bounded = orNull(text, maxLength);
    return bounded == null ? "" : bounded;
  }

  public static String orNull(String text) {
    return orNull(text, MAX_LENGTH);
  }

  /** Null for null or blank. */
  public static String orNull(String text, int maxLength) {
    if (text == null) {
      return null;
    }
    String clean = withoutBroken(text).strip();
    if (clean.isEmpty()) {
      return null;
    }
    return clean.length() > maxLength ? cut(clean, maxLength) : clean;
  }

  /** Neither database holds U+0000, and PostgreSQL no lone surrogate. */
  private static String withoutBroken(String text) {
    if (!mayBeBroken(text)) {
      return text;
    }
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> c != 0 && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** Every text of every row comes by here. */
  private static boolean mayBeBroken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }

  private static String cut(String text, int maxLength) {
    int end = Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
    return text.substring(0, end).strip();
  }
}
