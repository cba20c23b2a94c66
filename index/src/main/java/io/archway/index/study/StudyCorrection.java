package io.archway.index.study;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/**
 * What the index says of a study's patient since a person merged or corrected them. {@code moved}
 * is true where the study came under another patient.
 */
public record StudyCorrection(
    String patientId,
    String issuerOfPatientId,
    String name,
    LocalDate birthDate,
    String birthDateRaw,
    String sex,
    boolean moved,
    Instant correctedAt,
    Instant mergedAt,
    Instant updatedAt) {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");

  /** The later of the decisions that made it so. */
  public Instant at() {
    if (correctedAt == null) {
      return mergedAt == null ? updatedAt : mergedAt;
    }
    return mergedAt == null || correctedAt.isAfter(mergedAt) ? correctedAt : mergedAt;
  }

  /** Patient's Birth Date as DA; as it was received where it is no date; or null. */
  public String birthDateText() {
    return birthDate == null ? birthDateRaw : DATE.format(birthDate);
  }
}
