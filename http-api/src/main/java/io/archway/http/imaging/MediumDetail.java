package io.archway.http.imaging;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.index.medium.Medium;
import java.time.Instant;

/** A medium by itself: what lists show of it, and all of its study. */
record MediumDetail(
    long id,
    String kind,
    boolean isDicom,
    String status,
    String description,
    String category,
    JsonNode meta,
    long officeId,
    MediumView.PatientPart patient,
    StudyView study,
    MediumView.FilePart file,
    Instant createdAt,
    Instant updatedAt) {

  static MediumDetail of(Medium medium, StudyView study) {
    MediumView view = MediumView.of(medium);
    return new MediumDetail(
        view.id(),
        view.kind(),
        view.isDicom(),
        view.status(),
        view.description(),
        view.category(),
        view.meta(),
        view.officeId(),
        view.patient(),
        study,
        view.file(),
        view.createdAt(),
        view.updatedAt());
  }
}
