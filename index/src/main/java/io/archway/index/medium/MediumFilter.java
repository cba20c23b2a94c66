package io.archway.index.medium;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Which media a list shows; null does not restrict. Dates of the study are inclusive; times of
 * arrival are from (inclusive) to (exclusive). {@code deleted}: those that somebody deleted and
 * nobody purged, instead of all others.
 */
public record MediumFilter(
    Long patientKey,
    String modality,
    LocalDate studyDateFrom,
    LocalDate studyDateTo,
    Instant arrivedFrom,
    Instant arrivedBefore,
    String status,
    boolean deleted) {
  public static final MediumFilter ALL = new MediumFilter(null, null, null, null, null, null, null);

  /** Of those that are not deleted. */
  public MediumFilter(
      Long patientKey,
      String modality,
      LocalDate studyDateFrom,
      LocalDate studyDateTo,
      Instant arrivedFrom,
      Instant arrivedBefore,
      String status) {
    this(
        patientKey,
        modality,
        studyDateFrom,
        studyDateTo,
        arrivedFrom,
        arrivedBefore,
        status,
        false);
  }
}
