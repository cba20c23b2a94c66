package io.archway.http.imaging.report;

import io.archway.http.kernel.Problem;
import io.archway.http.pdf.FontFiles;
import io.archway.http.pdf.Paper;
import io.archway.http.pdf.PaperPdf;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** Makes PDFs, only so many at a time: each takes CPU and memory. Thread-safe. */
public final class ReportPrinting {
  private static final int WAIT_SECONDS = 10;

  private final PaperPdf pdf;
  private final Semaphore places;

  public ReportPrinting(ReportSettings settings) {
    this.pdf =
        new PaperPdf(
            new FontFiles(settings.fontFolders()),
            settings.letter() ? PDRectangle.LETTER : PDRectangle.A4);
    this.places = new Semaphore(settings.maxPrinting(), true);
  }

  /** 503 where too many are made already. */
  byte[] print(Paper paper) throws IOException, InterruptedException {
    if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw Problem.unavailable("Too many documents are being made. Try again.", WAIT_SECONDS)
          .toException();
    }
    try {
      return pdf.render(paper);
    } finally {
      places.release();
    }
  }
}
