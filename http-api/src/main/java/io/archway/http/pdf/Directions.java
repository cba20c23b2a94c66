package io.archway.http.pdf;

import java.text.Bidi;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines as they are drawn, from left to right (Unicode Bidirectional Algorithm, UAX 9). */
final class Directions {
  private static final Map<Character, Character> MIRRORED = mirrored();

  /**
   * A stretch of one direction.
   *
   * @param shown as it is drawn, from left to right
   * @param read as it is read
   */
  record Stretch(String shown, String read) {}

  private Directions() {}

  private static Map<Character, Character> mirrored() {
    String pairs = "()[]{}<>«»‹›≤≥";
    Map<Character, Character> map = new HashMap<>();
    for (int i = 0; i < pairs.length(); i += 2) {
      map.put(pairs.charAt(i), pairs.charAt(i + 1));
      map.put(pairs.charAt(i + 1), pairs.charAt(i));
    }
    return map;
  }

  static boolean isRightToLeft(String paragraph) {
    return Bidi.requiresBidi(paragraph.toCharArray(), 0, paragraph.length())
        && !new Bidi(paragraph, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
  }

  /** The stretches of a line of a paragraph, from left to right. */
  static List<Stretch> of(String line, boolean rightToLeft) {
    if (!rightToLeft && !Bidi.requiresBidi(line.toCharArray(), 0, line.length())) {
      return List.of(new Stretch(line, line));
    }
    int base = rightToLeft ? Bidi.DIRECTION_RIGHT_TO_LEFT : Bidi.DIRECTION_LEFT_TO_RIGHT;
    Bidi bidi = new Bidi(line, base);
    int count = bidi.getRunCount();
    byte[] levels = new byte[count];
    Integer[] runs = new Integer[count];
    for (int i = 0; i < count; i++) {
      levels[i] = (byte) bidi.getRunLevel(i);
      runs[i] = i;
    }
    Bidi.reorderVisually(levels, 0, runs, 0, count);
    List<Stretch> stretches = new ArrayList<>();
    for (int run : runs) {
      String read = line.substring(bidi.getRunStart(run), bidi.getRunLimit(run));
      boolean reversed = bidi.getRunLevel(run) % 2 == 1;
      stretches.add(new Stretch(reversed ? reverse(ArabicForms.join(read)) : read, read));
    }
    return stretches;
  }

  /** Letters keep the marks that follow them. */
  private static String reverse(String text) {
    StringBuilder reversed = new StringBuilder(text.length());
    List<String> characters = characters(text);
    for (int i = characters.size() - 1; i >= 0; i--) {
      String one = characters.get(i);
      Character mirrored = one.length() == 1 ? MIRRORED.get(one.charAt(0)) : null;
      reversed.append(mirrored == null ? one : mirrored.toString());
    }
    return reversed.toString();
  }

  /** What a person takes for one character. */
  static List<String> characters(String text) {
    BreakIterator boundaries = BreakIterator.getCharacterInstance(Locale.ROOT);
    boundaries.setText(text);
    List<String> characters = new ArrayList<>();
    int start = 0;
    for (int end = boundaries.next(); end != BreakIterator.DONE; end = boundaries.next()) {
      characters.add(text.substring(start, end));
      start = end;
    }
    return characters;
  }
}
