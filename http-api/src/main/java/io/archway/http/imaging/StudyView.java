package io.archway.http.imaging;

import io.archway.index.study.Study;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A study with its series and instances. {@code complete} is false where there are more than one
 * answer shows.
 */
record StudyView(
    String studyInstanceUid,
    LocalDate studyDate,
    String studyTime,
    String accessionNumber,
    String studyId,
    String description,
    String referringPhysicianName,
    String institutionName,
    int seriesCount,
    int instanceCount,
    long sizeBytes,
    Instant firstReceivedAt,
    Instant lastReceivedAt,
    String reportState,
    String holdReason,
    boolean complete,
    List<SeriesView> series) {

  /** A series in its study. */
  record SeriesView(
      String seriesInstanceUid,
      String modality,
      Integer seriesNumber,
      String description,
      LocalDate seriesDate,
      String seriesTime,
      String bodyPartExamined,
      String laterality,
      String protocolName,
      String stationName,
      String manufacturer,
      String manufacturerModelName,
      int instanceCount,
      long sizeBytes,
      List<ImageView> instances) {}

  /** An instance in its series; {@code teeth} as ISO 3950 numbers them. */
  record ImageView(
      String sopInstanceUid,
      String sopClassUid,
      String transferSyntaxUid,
      Integer instanceNumber,
      Integer numberOfFrames,
      Integer rows,
      Integer columns,
      String documentTitle,
      long sizeBytes,
      String sha256,
      int version,
      Instant receivedAt,
      List<String> teeth,
      List<CodeView> regions,
      List<CodeView> views,
      String laterality) {}

  /** A code of PS3.3 8.8. */
  record CodeView(String value, String scheme, String meaning) {}

  static StudyView of(Study study, boolean complete, List<SeriesView> series) {
    return new StudyView(
        study.studyInstanceUid(),
        study.studyDate(),
        Times.text(study.studyTime()),
        study.accessionNumber(),
        study.studyId(),
        study.description(),
        study.referringPhysicianName(),
        study.institutionName(),
        study.seriesCount(),
        study.instanceCount(),
        study.sizeBytes(),
        study.firstReceivedAt(),
        study.lastReceivedAt(),
        study.reportState(),
        study.holdReason(),
        complete,
        series);
  }
}
