package io.archway.index.report;

import java.time.Instant;

/** What was said of a report after its signature, numbered from 1. */
public record ReportAddendum(
    long reportKey, int number, String text, Long addedByKey, Instant addedAt) {}
