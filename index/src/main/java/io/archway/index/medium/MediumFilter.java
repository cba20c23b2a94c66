package io.archway.index.medium;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Which media a list shows; null does not restrict. Dates of the study are inclusive; times of
 * arrival are from (inclusive) to (exclusive).
 */
public record MediumFilter(
    Long patientKey,
    String modality,
    LocalDate studyDateFrom,
    LocalDate studyDateTo,
    Instant arrivedFrom,
    Instant arrivedBefore,
    String status) {
  public static final MediumFilter ALL = new MediumFilter(null, null, null, null, null, null, null);
}
