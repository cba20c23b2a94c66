package io.archway.http.pdf;

import io.archway.http.pdf.Lines.Line;
import io.archway.http.pdf.Paper.Fact;
import io.archway.http.pdf.Paper.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;

/**
 * Makes a PDF of a paper: all of its text, on as many pages as it takes, each with its number. The
 * text is laid out whole before the first page is drawn. Thread-safe; costs CPU, and memory in
 * proportion to the text.
 */
public final class PaperPdf {
  public static final String MEDIA_TYPE = "application/pdf";

  private static final float MARGIN = 56;
  private static final float TEXT = 10;
  private static final float SMALL = 8;
  private static final float HEADING = 11;
  private static final float TITLE = 15;
  private static final float LEADING = 1.35f;
  private static final float LABEL_WIDTH = 120;

  private final FontFiles files;
  private final PDRectangle size;

  public PaperPdf(FontFiles files, PDRectangle size) {
    this.files = files;
    this.size = size;
  }

  /** Something that stands on a page, as high as {@code height}. */
  private record Row(Line line, boolean bold, float size, float indent, float height, Line label) {}

  public byte[] render(Paper paper) throws IOException {
    try (PDDocument document = new PDDocument();
        DocumentFonts fonts = new DocumentFonts(document, files)) {
      describe(document, paper);
      List<List<Row>> pages = pages(rows(paper, new Lines(fonts)));
      for (int i = 0; i < pages.size(); i++) {
        draw(document, fonts, paper, pages.get(i), i + 1, pages.size());
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  private float columnWidth() {
    return size.getWidth() - 2 * MARGIN;
  }

  private List<Row> rows(Paper paper, Lines lines) throws IOException {
    List<Row> rows = new ArrayList<>();
    boolean first = true;
    for (String line : paper.letterhead()) {
      add(rows, lines, line, first, first ? HEADING : SMALL, 0);
      first = false;
    }
    space(rows, 14);
    add(rows, lines, paper.title(), true, TITLE, 0);
    if (paper.mark() != null) {
      add(rows, lines, paper.mark(), true, HEADING, 0);
    }
    space(rows, 8);
    for (Fact fact : paper.facts()) {
      addFact(rows, lines, fact);
    }
    for (Part part : paper.parts()) {
      space(rows, 10);
      if (part.heading() != null) {
        add(rows, lines, part.heading(), true, HEADING, 0);
      }
      add(rows, lines, part.text(), false, TEXT, 0);
    }
    return rows;
  }

  private void add(
      List<Row> rows, Lines lines, String text, boolean bold, float fontSize, float indent)
      throws IOException {
    for (Line line : lines.of(text, bold, fontSize, columnWidth() - indent)) {
      rows.add(new Row(line, bold, fontSize, indent, fontSize * LEADING, null));
    }
  }

  private void addFact(List<Row> rows, Lines lines, Fact fact) throws IOException {
    Line label = new Line(fact.label(), false);
    float width = columnWidth() - LABEL_WIDTH;
    for (Line line : lines.of(fact.value(), false, TEXT, width)) {
      rows.add(new Row(line, false, TEXT, LABEL_WIDTH, TEXT * LEADING, label));
      label = null;
    }
  }

  private static void space(List<Row> rows, float height) {
    rows.add(new Row(null, false, 0, 0, height, null));
  }

  /** A heading goes to the page of its first line; a page begins without space. */
  private List<List<Row>> pages(List<Row> rows) {
    float room = size.getHeight() - 2 * MARGIN - 2 * SMALL;
    List<List<Row>> pages = new ArrayList<>();
    List<Row> page = new ArrayList<>();
    float used = 0;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      boolean heading = row.bold && i + 1 < rows.size();
      float needed = row.height + (heading ? rows.get(i + 1).height : 0);
      if (used + needed > room && !page.isEmpty()) {
        pages.add(page);
        page = new ArrayList<>();
        used = 0;
      }
      if (row.line != null || !page.isEmpty()) {
        page.add(row);
        used += row.height;
      }
    }
    pages.add(page);
    return pages;
  }

  private void draw(
      PDDocument document, DocumentFonts fonts, Paper paper, List<Row> rows, int number, int count)
      throws IOException {
    PDPage page = new PDPage(size);
    document.addPage(page);
    try (PDPageContentStream content = new PDPageContentStream(document, page)) {
      LineDrawing drawing = new LineDrawing(content, fonts);
      float y = size.getHeight() - MARGIN;
      for (Row row : rows) {
        y -= row.height;
        if (row.label != null) {
          drawing.draw(row.label, true, SMALL, MARGIN, LABEL_WIDTH, y);
        }
        if (row.line != null) {
          float left = MARGIN + row.indent;
          drawing.draw(row.line, row.bold, row.size, left, columnWidth() - row.indent, y);
        }
      }
      String of = "%d / %d".formatted(number, count);
      float numberWidth = fonts.width(of, false, SMALL);
      float foot = MARGIN / 2;
      content.setLineWidth(0.5f);
      content.moveTo(MARGIN, foot + 2 * SMALL);
      content.lineTo(size.getWidth() - MARGIN, foot + 2 * SMALL);
      content.stroke();
      drawing.drawCut(paper.footer(), SMALL, MARGIN, columnWidth() - numberWidth - SMALL, foot);
      float right = size.getWidth() - MARGIN - numberWidth;
      drawing.draw(new Line(of, false), false, SMALL, right, numberWidth, foot);
    }
  }

  private static void describe(PDDocument document, Paper paper) throws IOException {
    PDDocumentInformation about = new PDDocumentInformation();
    about.setTitle(paper.title());
    about.setAuthor(paper.author());
    about.setCreator("Archway");
    about.setProducer("Archway, Apache PDFBox");
    GregorianCalendar at =
        GregorianCalendar.from(Instant.ofEpochMilli(paper.madeAtMillis()).atZone(ZoneOffset.UTC));
    about.setCreationDate(at);
    about.setModificationDate(at);
    document.setDocumentInformation(about);
    document.setDocumentId(seed(paper));
    document.getDocumentCatalog().setLanguage(paper.language());
    PDViewerPreferences viewer = new PDViewerPreferences(new COSDictionary());
    viewer.setDisplayDocTitle(true);
    document.getDocumentCatalog().setViewerPreferences(viewer);
    PDMetadata metadata = new PDMetadata(document);
    metadata.importXMPMetadata(xmp(paper).getBytes(StandardCharsets.UTF_8));
    document.getDocumentCatalog().setMetadata(metadata);
  }

  /** So that the file's identifier depends on nothing but what it says. */
  private static long seed(Paper paper) {
    CRC32 crc = new CRC32();
    crc.update(paper.toString().getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  private static String xmp(Paper paper) {
    String at = Instant.ofEpochMilli(paper.madeAtMillis()).toString();
    return """
        <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/">
         <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
          <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
            xmlns:xmp="http://ns.adobe.com/xap/1.0/">
           <dc:format>application/pdf</dc:format>
           <dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
           <dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>
           <dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
           <xmp:CreateDate>%s</xmp:CreateDate>
           <xmp:ModifyDate>%s</xmp:ModifyDate>
           <xmp:CreatorTool>Archway</xmp:CreatorTool>
          </rdf:Description>
         </rdf:RDF>
        </x:xmpmeta>
        <?xpacket end="w"?>
        """
        .formatted(
            escaped(paper.title()), escaped(paper.author()), escaped(paper.language()), at, at);
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\p{Cntrl}]", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
