package io.archway.index.patient;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Person names as matching reads them (PS3.4 C.2.2.2.1): a text for each component group, without
 * case, width and European diacritics, components trimmed and divided by "^", empty ones at the end
 * gone. Marks of other scripts stay, since there they make other letters.
 */
public final class FoldedName {
  public static final int ALPHABETIC = 1;
  public static final int GROUPS = 3;
  public static final int MAX_LENGTH = 400;

  /** What stands for "*" and "?" in a folded pattern; a folded value never holds them. */
  public static final char ANY = '\u0001';

  public static final char ONE = '\u0002';

  private static final int COMPONENTS = 5;
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

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

  private FoldedName() {}

  /** The three groups of a PN value; "" where there is none. */
  public static List<String> groups(String name) {
    return split(withoutControls(name));
  }

  /** The groups of a key, whose "*" and "?" became {@link #ANY} and {@link #ONE}. */
  public static List<String> patternGroups(String key) {
    return split(withoutControls(key).replace('*', ANY).replace('?', ONE));
  }

  private static String withoutControls(String text) {
    return text == null ? "" : CONTROLS.matcher(text).replaceAll(" ");
  }

  private static List<String> split(String text) {
    String[] groups = text.split("=", GROUPS);
    List<String> folded = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      folded.add(i < groups.length ? group(groups[i]) : "");
    }
    return folded;
  }

  private static String group(String text) {
    String[] components = text.split("\\^", COMPONENTS);
    for (int i = 0; i < components.length; i++) {
      components[i] = fold(components[i]);
    }
    String group = String.join("^", components);
    int end = group.length();
    while (end > 0 && (group.charAt(end - 1) == '^' || group.charAt(end - 1) == ' ')) {
      end--;
    }
    return end > MAX_LENGTH ? cut(group) : group.substring(0, end);
  }

  private static String cut(String text) {
    boolean splitsPair = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1));
    return text.substring(0, splitsPair ? MAX_LENGTH - 1 : MAX_LENGTH);
  }

  private static String fold(String text) {
    String apart = Normalizer.normalize(text, Normalizer.Form.NFKD);
    String lower = apart.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    StringBuilder out = new StringBuilder(lower.length());
    Normalizer.normalize(lower, Normalizer.Form.NFKD).chars().forEach(c -> append(out, (char) c));
    return Normalizer.normalize(out, Normalizer.Form.NFC).strip();
  }

  private static void append(StringBuilder out, char c) {
    if (Character.isSpaceChar(c)) {
      if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
        out.append(' ');
      }
    } else if (c < '\u0300' || c > '\u036F') {
      out.append(PLAIN_LETTERS.getOrDefault(c, String.valueOf(c)));
    }
  }
}
