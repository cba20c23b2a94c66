package io.archway.http.imaging.report;

import io.archway.http.pdf.FontFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * What reports may be, and how they are printed.
 *
 * @param maxTextLength characters of all sections of one report together
 * @param maxPrinting PDFs that are made at the same time
 * @param letter whether paper is Letter and not A4
 * @param fontFolders where fonts are looked for beside the program's own
 */
public record ReportSettings(
    int maxTextLength, int maxPrinting, boolean letter, List<Path> fontFolders) {
  public ReportSettings {
    fontFolders = List.copyOf(fontFolders);
  }

  public static ReportSettings defaults() {
    return new ReportSettings(200_000, 2, false, FontFiles.USUAL_FOLDERS);
  }
}
