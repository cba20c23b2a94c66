package io.archway.http.imaging;

import io.archway.index.medium.Medium;
import java.time.Instant;

/** A medium by itself: what lists show of it, and all of its study. */
record MediumDetail(
    long id,
    String kind,
    boolean isDicom,
    String status,
    String description,
    long officeId,
    MediumView.PatientPart patient,
    StudyView study,
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
        view.officeId(),
        view.patient(),
        study,
        view.createdAt(),
        view.updatedAt());
  }
}
