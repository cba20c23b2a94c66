package io.archway.index.report;

import java.time.Instant;
import java.util.Objects;

/**
 * A report as it is now. Its texts are those of its version. {@code radiologistKey} and {@code
 * dentistKey} are those of its worklist item; {@code authorKey} began it.
 */
public record Report(
    long reportKey,
    long organizationKey,
    ReportSubject subject,
    Long patientKey,
    Long dentistKey,
    Long radiologistKey,
    Long authorKey,
    ReportStatus status,
    int version,
    Instant signedAt,
    Long signedByKey,
    Instant createdAt,
    Instant updatedAt) {
  public Report {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(status, "status");
  }

  public boolean isSigned() {
    return status == ReportStatus.FINAL;
  }
}
