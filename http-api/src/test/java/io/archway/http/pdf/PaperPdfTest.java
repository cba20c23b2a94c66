package io.archway.http.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class PaperPdfTest {
  private static final PaperPdf PDF =
      new PaperPdf(new FontFiles(FontFiles.USUAL_FOLDERS), PDRectangle.A4);

  private static Paper paper(String text) {
    return new Paper(
        "Radiology report",
        null,
        List.of("Clinic", "1 Main Street"),
        List.of(
            new Paper.Fact("Patient", "Müller, Jürgen Ελένη Жанна"),
            new Paper.Fact("Born", "1980-02-03")),
        List.of(new Paper.Part("Findings", text), new Paper.Part("Impression", "Nothing.")),
        "Report 7",
        "Dr. Reader",
        Instant.parse("2026-11-01T10:00:00Z").toEpochMilli(),
        "en");
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  @Test
  void textIsThereAsItWasSaid() throws IOException {
    String text =
        text(PDF.render(paper("First line.\nSecond, with efficient Ğüşöç Ñ Ελληνικά Рентген")));
    assertThat(text)
        .contains("Clinic", "Müller, Jürgen Ελένη Жанна", "First line.")
        .contains("Second, with efficient Ğüşöç Ñ Ελληνικά Рентген")
        .contains("Impression", "Nothing.", "Report 7", "1 / 1");
  }

  @Test
  void noTextIsLostHoweverLong() throws IOException {
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < 4_000; i++) {
      said.append("word").append(i).append(i % 37 == 0 ? "\n" : " ");
    }
    said.append("x".repeat(500)).append("END");
    byte[] pdf = PDF.render(paper(said.toString()));
    String text = text(pdf);
    for (int i = 0; i < 4_000; i++) {
      assertThat(text).contains("word" + i);
    }
    assertThat(text.replaceAll("\\s", "")).contains("x".repeat(500) + "END");
    try (PDDocument document = Loader.loadPDF(pdf)) {
      int pages = document.getNumberOfPages();
      assertThat(pages).isGreaterThan(5);
      assertThat(text).contains("1 / " + pages, pages + " / " + pages);
    }
  }

  @Test
  void theSamePaperGivesTheSameBytes() throws IOException {
    Paper paper = paper("Läsion 26 שלום مرحبا");
    assertThat(PDF.render(paper)).isEqualTo(PDF.render(paper));
  }

  @Test
  void whatRunsFromTheRightIsReadFromThere() throws IOException {
    assertThat(text(PDF.render(paper("שלום עולם 26")))).contains("שלום עולם");
    assertThat(Directions.of("שלום (26)", true))
        .extracting(Directions.Stretch::read)
        .containsExactlyInAnyOrder("שלום (", "26", ")");
  }

  @Test
  void arabicLettersJoin() {
    assertThat(ArabicForms.join("بيت")).isEqualTo("\uFE91\uFEF4\uFE96");
    assertThat(ArabicForms.join("لا")).isEqualTo("\uFEFB");
    assertThat(ArabicForms.join("بلا")).isEqualTo("\uFE91\uFEFC");
    assertThat(ArabicForms.join("دار")).isEqualTo("\uFEA9\uFE8D\uFEAD");
    assertThat(ArabicForms.join("abc 1")).isEqualTo("abc 1");
  }

  @Test
  void whatNoFontHasIsABoxThatSaysWhatItStandsFor() throws IOException {
    PaperPdf own = new PaperPdf(new FontFiles(List.of(Path.of("no such folder"))), PDRectangle.A4);
    byte[] pdf = own.render(paper("Tooth 山 26"));
    assertThat(text(pdf)).contains("26");
    try (PDDocument document = Loader.loadPDF(pdf);
        InputStream content = document.getPage(0).getContents()) {
      assertThat(new String(content.readAllBytes(), StandardCharsets.ISO_8859_1)).contains("BDC");
    }
  }
}
