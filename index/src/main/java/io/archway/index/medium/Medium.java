package io.archway.index.medium;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/**
 * What a person downloads or reads, with what a list shows of its patient and study. The study's
 * columns are null for an uploaded file, and the file's for a study. {@code modalities} are divided
 * by a backslash.
 */
public record Medium(
    long mediumKey,
    long organizationKey,
    long officeKey,
    long patientKey,
    Long studyKey,
    String kind,
    String status,
    String description,
    String meta,
    Instant createdAt,
    Instant updatedAt,
    String patientId,
    String patientName,
    LocalDate patientBirthDate,
    String patientSex,
    String studyInstanceUid,
    LocalDate studyDate,
    LocalTime studyTime,
    String accessionNumber,
    String studyDescription,
    Integer seriesCount,
    Integer instanceCount,
    Long sizeBytes,
    Instant lastReceivedAt,
    String modalities,
    String category,
    Instant deletedAt,
    String fileName,
    String mediaType,
    Long fileBytes,
    String fileSha256) {
  public static final String KIND_STUDY = "study";

  /** A file that is no DICOM object. */
  public static final String KIND_FILE = "file";

  /** Its images lie elsewhere. */
  public static final String KIND_EXTERNAL = "external";

  public List<String> modalitiesInStudy() {
    return modalities == null || modalities.isEmpty()
        ? List.of()
        : List.of(modalities.split("\\\\"));
  }
}
