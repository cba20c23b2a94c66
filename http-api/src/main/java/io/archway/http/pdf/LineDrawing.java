package io.archway.http.pdf;

import io.archway.http.pdf.Lines.Line;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;

/**
 * Draws lines on a page. What is drawn otherwise than it is read says what it reads (ActualText,
 * ISO 32000 14.9.4), so that copying and searching find it. One page, one thread.
 */
final class LineDrawing {
  private final PDPageContentStream content;
  private final DocumentFonts fonts;

  LineDrawing(PDPageContentStream content, DocumentFonts fonts) {
    this.content = content;
    this.fonts = fonts;
  }

  /** At the left of a column, or at its right where the paragraph runs from there. */
  void draw(Line line, boolean bold, float size, float left, float width, float y)
      throws IOException {
    List<Directions.Stretch> stretches = Directions.of(line.text(), line.rightToLeft());
    float x = left;
    if (line.rightToLeft()) {
      float needed = 0;
      for (Directions.Stretch stretch : stretches) {
        needed += fonts.width(stretch.shown(), bold, size);
      }
      x = left + Math.max(0, width - needed);
    }
    for (Directions.Stretch stretch : stretches) {
      x += draw(stretch, bold, size, x, y);
    }
  }

  /** As much as there is room for. */
  void drawCut(String text, float size, float left, float width, float y) throws IOException {
    StringBuilder shown = new StringBuilder();
    for (String character : Directions.characters(text)) {
      if (fonts.width(shown + character, false, size) > width) {
        break;
      }
      shown.append(character);
    }
    String line = shown.toString();
    draw(new Line(line, Directions.isRightToLeft(line)), false, size, left, width, y);
  }

  private float draw(Directions.Stretch stretch, boolean bold, float size, float x, float y)
      throws IOException {
    List<DocumentFonts.Span> spans = fonts.spans(stretch.shown(), bold);
    boolean says =
        !stretch.shown().equals(stretch.read())
            || spans.stream().anyMatch(DocumentFonts.Span::replaced);
    if (says) {
      COSDictionary properties = new COSDictionary();
      properties.setItem(COSName.ACTUAL_TEXT, new COSString(stretch.read()));
      content.beginMarkedContent(COSName.getPDFName("Span"), PDPropertyList.create(properties));
    }
    float width = 0;
    for (DocumentFonts.Span span : spans) {
      content.beginText();
      content.setFont(span.font(), size);
      content.newLineAtOffset(x + width, y);
      content.showText(span.text());
      content.endText();
      width += span.font().getStringWidth(span.text()) * size / 1000;
    }
    if (says) {
      content.endMarkedContent();
    }
    return width;
  }
}
