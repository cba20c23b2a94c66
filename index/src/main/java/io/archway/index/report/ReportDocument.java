package io.archway.index.report;

import java.time.Instant;

/**
 * What a signature (number 1) or an addendum gives out as a PDF, and as an instance of its study.
 * {@code content} is JSON of all that it says. {@code studyKey} is null where there are no images.
 */
public record ReportDocument(
    long reportKey,
    int number,
    long organizationKey,
    Long studyKey,
    String seriesInstanceUid,
    String sopInstanceUid,
    String content,
    State state,
    int attempts,
    Instant madeAt) {

  /** Whether its instance is in the store. Names are kept in rows: never rename one. */
  public enum State {
    /** It is to be made. */
    PENDING,
    STORED,
    /** There is no study that it could belong to. */
    WITHOUT_STUDY
  }
}
