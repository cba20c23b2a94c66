package io.archway.http.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The fonts of one document, of which only the glyphs that it uses are embedded. Every character
 * has a font: the own one, one of the machine, or the box that stands for what no font has. One
 * thread.
 */
final class DocumentFonts implements AutoCloseable {
  private static final int BOX = 0x25A1;

  /** A stretch of characters of one font; {@code replaced} where some are boxes. */
  record Span(PDType0Font font, String text, boolean replaced) {}

  private record Loaded(TrueTypeFont file, PDType0Font font) {
    boolean has(int codePoint) throws IOException {
      return file.getUnicodeCmapLookup().getGlyphId(codePoint) != 0;
    }
  }

  private final PDDocument document;
  private final FontFiles files;
  private final Map<Boolean, Loaded> own = new HashMap<>();
  private final List<Loaded> others = new ArrayList<>();
  private final Set<Integer> missing = new HashSet<>();

  DocumentFonts(PDDocument document, FontFiles files) {
    this.document = document;
    this.files = files;
  }

  /** The spans of a text, in its order; what is never seen is left out. */
  List<Span> spans(String text, boolean bold) throws IOException {
    List<Span> spans = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    PDType0Font current = null;
    boolean replaced = false;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (isUnseen(codePoint)) {
        continue;
      }
      Loaded font = fontOf(codePoint, bold);
      boolean box = font == null;
      Loaded used = box ? own(bold) : font;
      if (used.font != current && !run.isEmpty()) {
        spans.add(new Span(current, run.toString(), replaced));
        run.setLength(0);
        replaced = false;
      }
      current = used.font;
      replaced |= box;
      run.appendCodePoint(box ? BOX : codePoint);
    }
    if (!run.isEmpty()) {
      spans.add(new Span(current, run.toString(), replaced));
    }
    return spans;
  }

  /** In points at this size. */
  float width(String text, boolean bold, float size) throws IOException {
    float width = 0;
    for (Span span : spans(text, bold)) {
      width += span.font.getStringWidth(span.text);
    }
    return width * size / 1000;
  }

  /** Joiners and marks of direction have done their work by then. */
  private static boolean isUnseen(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> true;
      default -> codePoint >= 0xFE00 && codePoint <= 0xFE0F;
    };
  }

  private Loaded fontOf(int codePoint, boolean bold) throws IOException {
    Loaded first = own(bold);
    if (first.has(codePoint)) {
      return first;
    }
    for (Loaded other : others) {
      if (other.has(codePoint)) {
        return other;
      }
    }
    if (missing.contains(codePoint)) {
      return null;
    }
    Optional<TrueTypeFont> found = files.with(codePoint);
    if (found.isEmpty()) {
      missing.add(codePoint);
      return null;
    }
    Loaded loaded = load(found.get(), true);
    others.add(loaded);
    return loaded;
  }

  private Loaded own(boolean bold) throws IOException {
    Loaded loaded = own.get(bold);
    if (loaded == null) {
      loaded = load(FontFiles.own(bold), false);
      own.put(bold, loaded);
    }
    return loaded;
  }

  /** Letters of Indic scripts are joined by the font itself; ligatures of others are not wanted. */
  private Loaded load(TrueTypeFont file, boolean joins) throws IOException {
    file.setEnableGsub(joins);
    return new Loaded(file, PDType0Font.load(document, file, true));
  }

  @Override
  public void close() throws IOException {
    for (Loaded loaded : own.values()) {
      loaded.file.close();
    }
    for (Loaded loaded : others) {
      loaded.file.close();
    }
  }
}
