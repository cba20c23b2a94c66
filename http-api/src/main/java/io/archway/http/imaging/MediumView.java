package io.archway.http.imaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.archway.index.medium.Medium;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A medium as lists show it; {@code study} is null for an uploaded file, and {@code file} for a
 * study.
 */
public record MediumView(
    long id,
    String kind,
    boolean isDicom,
    String status,
    String description,
    String category,
    JsonNode meta,
    long officeId,
    PatientPart patient,
    StudyPart study,
    FilePart file,
    Instant createdAt,
    Instant updatedAt,
    Instant deletedAt) {

  private static final JsonMapper JSON = new JsonMapper();

  /** Whose it is. */
  public record PatientPart(
      long id, String patientId, String name, LocalDate birthDate, String sex) {}

  /** A file that is no DICOM object; its type was found from its content. */
  public record FilePart(String name, String mediaType, long sizeBytes, String sha256) {

    static FilePart of(Medium medium) {
      return medium.fileName() == null
          ? null
          : new FilePart(
              medium.fileName(), medium.mediaType(), medium.fileBytes(), medium.fileSha256());
    }
  }

  /** The study in a line. */
  public record StudyPart(
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

  public static MediumView of(Medium medium) {
    return new MediumView(
        medium.mediumKey(),
        medium.kind(),
        medium.studyKey() != null,
        medium.status(),
        medium.description(),
        medium.category(),
        meta(medium.meta()),
        medium.officeKey(),
        new PatientPart(
            medium.patientKey(),
            medium.patientId(),
            medium.patientName(),
            medium.patientBirthDate(),
            medium.patientSex()),
        medium.studyKey() == null ? null : study(medium),
        FilePart.of(medium),
        medium.createdAt(),
        medium.updatedAt(),
        medium.deletedAt());
  }

  private static JsonNode meta(String json) {
    try {
      return json == null ? null : JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row holds no JSON", e);
    }
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
