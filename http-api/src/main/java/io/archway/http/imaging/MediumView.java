package io.archway.http.imaging;

import io.archway.index.medium.Medium;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** A medium as lists show it; {@code study} is null for an uploaded file. */
record MediumView(
    long id,
    String kind,
    boolean isDicom,
    String status,
    String description,
    long officeId,
    PatientPart patient,
    StudyPart study,
    Instant createdAt,
    Instant updatedAt) {

  /** Whose it is. */
  record PatientPart(long id, String patientId, String name, LocalDate birthDate, String sex) {}

  /** The study in a line. */
  record StudyPart(
      String studyInstanceUid,
      LocalDate studyDate,
      String studyTime,
      String accessionNumber,
      String description,
      List<String> modalities,
      int seriesCount,
      int instanceCount,
      long sizeBytes,
      Instant lastReceivedAt) {}

  static MediumView of(Medium medium) {
    return new MediumView(
        medium.mediumKey(),
        medium.kind(),
        medium.studyKey() != null,
        medium.status(),
        medium.description(),
        medium.officeKey(),
        new PatientPart(
            medium.patientKey(),
            medium.patientId(),
            medium.patientName(),
            medium.patientBirthDate(),
            medium.patientSex()),
        medium.studyKey() == null ? null : study(medium),
        medium.createdAt(),
        medium.updatedAt());
  }

  private static StudyPart study(Medium medium) {
    return new StudyPart(
        medium.studyInstanceUid(),
        medium.studyDate(),
        Times.text(medium.studyTime()),
        medium.accessionNumber(),
        medium.studyDescription(),
        medium.modalitiesInStudy(),
        medium.seriesCount(),
        medium.instanceCount(),
        medium.sizeBytes(),
        medium.lastReceivedAt());
  }
}
