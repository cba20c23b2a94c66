package io.archway.index.report;

import java.time.Instant;

/**
 * Which reports a list shows; null does not restrict. {@code search}: every word begins a word of
 * the patient's names or Patient ID, or the accession number. Times are from (inclusive) to
 * (exclusive).
 */
public record ReportFilter(
    Long patientKey,
    Long officeKey,
    Long radiologistKey,
    Long dentistKey,
    Long worklistItemKey,
    ReportStatus status,
    Instant createdFrom,
    Instant createdBefore,
    Instant signedFrom,
    Instant signedBefore,
    String search) {
  public static final ReportFilter ALL =
      new ReportFilter(null, null, null, null, null, null, null, null, null, null, null);
}
