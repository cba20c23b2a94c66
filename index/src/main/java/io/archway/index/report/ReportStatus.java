package io.archway.index.report;

import java.util.Optional;

/** How far a report is. Words of the API, kept in rows: never rename one. */
public enum ReportStatus {
  DRAFT("draft"),
  /** Shown to the dentist, and may still change. */
  PRELIMINARY("preliminary"),
  /** Signed: nothing of it changes any more. */
  FINAL("final");

  private final String word;

  ReportStatus(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<ReportStatus> of(String word) {
    for (ReportStatus status : values()) {
      if (status.word.equals(word)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }

  static ReportStatus ofRow(String word) {
    return of(word).orElseThrow(() -> new IllegalStateException("report status: " + word));
  }
}
