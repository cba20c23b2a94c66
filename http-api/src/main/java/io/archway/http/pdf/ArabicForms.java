package io.archway.http.pdf;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Joins Arabic letters: gives each the presentation form that its neighbours ask for (Unicode 9.2),
 * taken from the names of the characters. Fonts have glyphs for them, so that no shaping engine is
 * needed.
 */
final class ArabicForms {
  private static final char LAM = '\u0644';
  private static final char TATWEEL = '\u0640';
  private static final char ZERO_WIDTH_JOINER = '\u200D';
  private static final Map<String, Character> ISOLATED = new HashMap<>();
  private static final Map<String, Character> FINAL = new HashMap<>();
  private static final Map<String, Character> INITIAL = new HashMap<>();
  private static final Map<String, Character> MEDIAL = new HashMap<>();

  static {
    addRange(0xFB50, 0xFBFF);
    addRange(0xFE80, 0xFEFC);
  }

  private ArabicForms() {}

  private static void addRange(int from, int to) {
    for (int c = from; c <= to; c++) {
      String name = Character.isDefined(c) ? Character.getName(c) : null;
      if (name != null && name.endsWith(" FORM")) {
        String letters = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
        formOf(name).putIfAbsent(letters, (char) c);
      }
    }
  }

  private static Map<String, Character> formOf(String name) {
    if (name.endsWith("ISOLATED FORM")) {
      return ISOLATED;
    } else if (name.endsWith("FINAL FORM")) {
      return FINAL;
    }
    return name.endsWith("INITIAL FORM") ? INITIAL : MEDIAL;
  }

  /** Text in the order in which it is read; what is not Arabic stays as it is. */
  static String join(String text) {
    StringBuilder joined = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      int length = isLamAlef(text, i) ? 2 : 1;
      String letters = text.substring(i, i + length);
      boolean before = joinsNext(previous(text, i));
      boolean after = length == 1 && joinsNext(text.charAt(i)) && joinsPrevious(next(text, i));
      joined.append(form(letters, before && joinsPrevious(text.charAt(i)), after));
      i += length;
    }
    return joined.toString();
  }

  private static boolean isLamAlef(String text, int index) {
    return text.charAt(index) == LAM
        && index + 1 < text.length()
        && ISOLATED.containsKey(text.substring(index, index + 2));
  }

  private static String form(String letters, boolean before, boolean after) {
    Map<String, Character> forms = before ? (after ? MEDIAL : FINAL) : after ? INITIAL : ISOLATED;
    Character form = forms.get(letters);
    return form == null ? letters : form.toString();
  }

  /** Marks above and below stand between letters without parting them. */
  private static char previous(String text, int index) {
    int i = index - 1;
    while (i >= 0 && isMark(text.charAt(i))) {
      i--;
    }
    return i < 0 ? ' ' : text.charAt(i);
  }

  private static char next(String text, int index) {
    int i = index + 1;
    while (i < text.length() && isMark(text.charAt(i))) {
      i++;
    }
    return i == text.length() ? ' ' : text.charAt(i);
  }

  private static boolean isMark(char c) {
    return Character.getType(c) == Character.NON_SPACING_MARK;
  }

  private static boolean joinsNext(char c) {
    return c == TATWEEL || c == ZERO_WIDTH_JOINER || INITIAL.containsKey(String.valueOf(c));
  }

  private static boolean joinsPrevious(char c) {
    return c == TATWEEL || c == ZERO_WIDTH_JOINER || FINAL.containsKey(String.valueOf(c));
  }
}
