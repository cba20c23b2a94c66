package io.archway.testdata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The smallest useful PDF: one page, two lines of text in a font every viewer has. */
final class PdfDocument {
  private PdfDocument() {}

  /** Both lines are ASCII without parentheses and backslashes. */
  static byte[] of(String title, String line) {
    String content =
        "BT /F1 20 Tf 72 770 Td (" + title + ") Tj /F1 11 Tf 0 -32 Td (" + line + ") Tj ET\n";
    List<String> objects =
        List.of(
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                + " /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length " + content.length() + " >>\nstream\n" + content + "endstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    return assemble(objects).getBytes(StandardCharsets.US_ASCII);
  }

  private static String assemble(List<String> objects) {
    StringBuilder pdf = new StringBuilder("%PDF-1.4\n");
    List<Integer> offsets = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      offsets.add(pdf.length());
      pdf.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
    }
    int table = pdf.length();
    int size = objects.size() + 1;
    pdf.append("xref\n0 ").append(size).append("\n0000000000 65535 f \n");
    for (int offset : offsets) {
      pdf.append(String.format(Locale.ROOT, "%010d 00000 n \n", offset));
    }
    pdf.append("trailer\n<< /Size ").append(size).append(" /Root 1 0 R >>\n");
    return pdf.append("startxref\n").append(table).append("\n%%EOF\n").toString();
  }
}
