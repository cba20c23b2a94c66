package io.archway.index.worklist;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Objects;

/**
 * One ordered piece of work on one patient: the scan to be made and the reading of it. Start is
 * that of its first step, local to the office. What is changed by a person is replaced as a whole
 * by {@link WorklistRows#update}; status, progress, medium and patient have statements of their
 * own.
 */
public record WorklistItem(
    long worklistItemKey,
    long organizationKey,
    long officeKey,
    long patientKey,
    Long dentistKey,
    Long radiologistKey,
    Long mediumKey,
    StudyType studyType,
    ItemStatus status,
    ScanStatus scanStatus,
    RequestedProcedure procedure,
    ServiceRequest request,
    Visit visit,
    Source source,
    LocalDate startDate,
    LocalTime startTime,
    Progress progress,
    Instant createdAt,
    Instant updatedAt) {
  public WorklistItem {
    Objects.requireNonNull(studyType, "studyType");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(scanStatus, "scanStatus");
    Objects.requireNonNull(procedure, "procedure");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(visit, "visit");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(progress, "progress");
  }

  /** Another version of this item. */
  public ItemEdit edit() {
    return new ItemEdit(this);
  }

  public boolean isCancelled() {
    return progress.cancelledAt() != null;
  }

  public boolean hasImagesAfterReport() {
    return progress.imagesAfterReportAt() != null;
  }
}
