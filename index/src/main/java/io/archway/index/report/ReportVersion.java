package io.archway.index.report;

import java.time.Instant;

/** One save of a report. {@code savedByKey} is null where no user acted. */
public record ReportVersion(
    long reportKey,
    int version,
    ReportStatus status,
    ReportSubject subject,
    Long savedByKey,
    Instant savedAt) {}
