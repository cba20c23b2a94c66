package io.archway.dicom.charset;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;

/**
 * Brings texts that a person would call equal to one form, for search and comparison: no case, no
 * diacritics of Latin, Greek and Cyrillic letters, no half or full width, single spaces. The marks
 * of other scripts are kept, since there they make other letters (Kana, Thai, Hebrew, Arabic).
 */
public final class TextFolding {
  /** Letters that Unicode does not take apart. */
  private static final Map<Character, String> PLAIN_LETTERS =
      Map.ofEntries(
          Map.entry('\u00E6', "ae"),
          Map.entry('\u0153', "oe"),
          Map.entry('\u00F8', "o"),
          Map.entry('\u0142', "l"),
          Map.entry('\u0111', "d"),
          Map.entry('\u00F0', "d"),
          Map.entry('\u00FE', "th"),
          Map.entry('\u0127', "h"),
          Map.entry('\u0131', "i"),
          Map.entry('\u0167', "t"),
          Map.entry('\u03C2', "\u03C3"),
          Map.entry('\u2019', "'"));

  private TextFolding() {}

  /** The folded text; null is empty. Folding twice changes nothing. */
  public static String fold(String text) {
    if (text == null) {
      return "";
    }
    String apart = Normalizer.normalize(text, Normalizer.Form.NFKD);
    String lower = apart.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    StringBuilder out = new StringBuilder(lower.length());
    String decomposed = Normalizer.normalize(lower, Normalizer.Form.NFKD);
    decomposed.chars().forEach(c -> append(out, (char) c));
    return Normalizer.normalize(Delimited.trim(out.toString()), Normalizer.Form.NFC);
  }

  private static void append(StringBuilder out, char c) {
    if (c <= ' ' || Character.isSpaceChar(c)) {
      if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
        out.append(' ');
      }
    } else if (!isEuropeanMark(c)) {
      out.append(PLAIN_LETTERS.getOrDefault(c, String.valueOf(c)));
    }
  }

  /** The block of combining marks that European alphabets use. */
  private static boolean isEuropeanMark(char c) {
    return c >= '\u0300' && c <= '\u036F';
  }
}
