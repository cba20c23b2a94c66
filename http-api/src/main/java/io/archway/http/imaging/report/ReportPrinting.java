package io.archway.http.imaging.report;

import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
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

  /** So many may wait for a place: each holds a worker that others need. */
  private static final int MOST_WAITING = 2;

  private final PaperPdf pdf;
  private final Semaphore places;
  private final Semaphore present;

  public ReportPrinting(ReportSettings settings) {
    this.pdf =
        new PaperPdf(
            new FontFiles(settings.fontFolders()),
            settings.letter() ? PDRectangle.LETTER : PDRectangle.A4);
    this.places = new Semaphore(settings.maxPrinting(), true);
    this.present = new Semaphore(settings.maxPrinting() + MOST_WAITING);
  }

  /** 503 where too many are made already. */
  byte[] print(Paper paper) throws IOException, InterruptedException {
    if (!present.tryAcquire()) {
      throw tooMany();
    }
    try {
      if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw tooMany();
      }
      try {
        return pdf.render(paper);
      } finally {
        places.release();
      }
    } finally {
      present.release();
    }
  }

  private static ProblemException tooMany() {
    return Problem.unavailable("Too many documents are being made. Try again.", WAIT_SECONDS)
        .toException();
  }
}
