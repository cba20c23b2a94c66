package io.archway.index.patient;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text as it is compared and searched: without case, diacritics, width, and runs of anything that
 * is neither letter nor digit. Bounded, so that an index can hold it.
 */
public final class FoldedText {
  static final int MAX_LENGTH = 200;

  private static final Pattern ZEROS_BEFORE_NUMBERS = Pattern.compile("(?<![0-9])0+");

  private FoldedText() {}

  /** Words divided by one blank; empty for null. */
  public static String fold(String text) {
    if (text == null || text.isBlank()) {
      return "";
    }
    String bounded = text.length() > 4 * MAX_LENGTH ? text.substring(0, 4 * MAX_LENGTH) : text;
    String decomposed =
        Normalizer.normalize(bounded, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    StringBuilder folded = new StringBuilder(decomposed.length());
    decomposed.codePoints().forEach(codePoint -> append(folded, codePoint));
    String words = Normalizer.normalize(folded.toString().strip(), Normalizer.Form.NFC);
    return words.length() > MAX_LENGTH ? cut(words, MAX_LENGTH) : words;
  }

  private static void append(StringBuilder folded, int codePoint) {
    switch (codePoint) {
      case 'ß' -> folded.append("ss");
      case 'æ' -> folded.append("ae");
      case 'œ' -> folded.append("oe");
      case 'ø' -> folded.append('o');
      case 'đ' -> folded.append('d');
      case 'ł' -> folded.append('l');
      case 'ı' -> folded.append('i');
      default -> appendFolded(folded, codePoint);
    }
  }

  private static void appendFolded(StringBuilder folded, int codePoint) {
    if (isDiacritic(codePoint) || codePoint == '\'') {
      return;
    }
    if (Character.isLetterOrDigit(codePoint) || isMark(codePoint)) {
      folded.appendCodePoint(codePoint);
    } else if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
      folded.append(' ');
    }
  }

  private static boolean isDiacritic(int codePoint) {
    return codePoint >= 0x0300 && codePoint <= 0x036F;
  }

  /** Vowel signs and voiced marks of other scripts make another word. */
  private static boolean isMark(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  /** The folded words of a text, each once, at most {@code most}. */
  public static List<String> words(String text, int most) {
    List<String> words = new ArrayList<>();
    for (String word : fold(text).split(" ")) {
      if (!word.isEmpty() && !words.contains(word) && words.size() < most) {
        words.add(word);
      }
    }
    return words;
  }

  /**
   * A Patient ID without case, width, separators and zeros before numbers, which senders add and
   * leave out; null where nothing is left.
   */
  public static String foldId(String patientId) {
    String folded = ZEROS_BEFORE_NUMBERS.matcher(fold(patientId).replace(" ", "")).replaceAll("");
    return folded.isEmpty() ? null : folded;
  }

  /** The least text after all that begin with {@code prefix}, compared by code point. */
  public static String successor(String prefix) {
    int last = prefix.codePointBefore(prefix.length());
    String head = prefix.substring(0, prefix.length() - Character.charCount(last));
    int next = last == 0xD7FF ? 0xE000 : last + 1;
    return next > Character.MAX_CODE_POINT ? successor(head) : head + Character.toString(next);
  }

  private static String cut(String text, int length) {
    int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end).strip();
  }
}
