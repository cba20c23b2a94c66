package io.archway.http.pdf;

import java.io.IOException;
import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Breaks text into lines no wider than a column, where its script allows it (UAX 14). */
final class Lines {
  /** A line of a paragraph in the order in which it is read. */
  record Line(String text, boolean rightToLeft) {}

  private final DocumentFonts fonts;

  Lines(DocumentFonts fonts) {
    this.fonts = fonts;
  }

  List<Line> of(String text, boolean bold, float size, float width) throws IOException {
    List<Line> lines = new ArrayList<>();
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC).replace("\t", "    ");
    for (String paragraph : composed.split("\r\n|[\n\r\u0085\u2028\u2029\f\u000B]", -1)) {
      addParagraph(lines, paragraph, bold, size, width);
    }
    return lines;
  }

  private void addParagraph(
      List<Line> lines, String paragraph, boolean bold, float size, float width)
      throws IOException {
    boolean rightToLeft = Directions.isRightToLeft(paragraph);
    StringBuilder line = new StringBuilder();
    float used = 0;
    for (String word : words(paragraph)) {
      float wordWidth = fonts.width(word, bold, size);
      if (used + fonts.width(word.stripTrailing(), bold, size) > width && !line.isEmpty()) {
        lines.add(new Line(line.toString().stripTrailing(), rightToLeft));
        line.setLength(0);
        used = 0;
      }
      if (wordWidth > width) {
        used = addLong(lines, line, word, rightToLeft, bold, size, width);
      } else {
        line.append(word);
        used += wordWidth;
      }
    }
    lines.add(new Line(line.toString().stripTrailing(), rightToLeft));
  }

  /** A word wider than a line is broken between characters; gives the width of its rest. */
  private float addLong(
      List<Line> lines,
      StringBuilder line,
      String word,
      boolean rightToLeft,
      boolean bold,
      float size,
      float width)
      throws IOException {
    float used = 0;
    for (String character : Directions.characters(word)) {
      float characterWidth = fonts.width(character, bold, size);
      if (used + characterWidth > width && !line.isEmpty()) {
        lines.add(new Line(line.toString(), rightToLeft));
        line.setLength(0);
        used = 0;
      }
      line.append(character);
      used += characterWidth;
    }
    return used;
  }

  private static List<String> words(String paragraph) {
    BreakIterator boundaries = BreakIterator.getLineInstance(Locale.ROOT);
    boundaries.setText(paragraph);
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int end = boundaries.next(); end != BreakIterator.DONE; end = boundaries.next()) {
      words.add(paragraph.substring(start, end));
      start = end;
    }
    return words;
  }
}
