package io.archway.index.worklist;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;

/**
 * A Modality Performed Procedure Step as a device tells it (PS3.4 Annex F): who says it, how far it
 * is, whose it is. {@code endedAt} is null while it is in progress.
 */
public record PerformedStep(
    long performedStepKey,
    long organizationKey,
    String sopInstanceUid,
    PerformedStatus status,
    String callingAeTitle,
    Long deviceKey,
    long officeKey,
    String modality,
    String patientId,
    String patientName,
    LocalDate patientBirthDate,
    Instant startedAt,
    Instant endedAt,
    Instant createdAt,
    Instant updatedAt) {
  public PerformedStep {
    Objects.requireNonNull(status, "status");
  }

  /** The same, after a device has said more. */
  public PerformedStep with(PerformedStatus newStatus, Instant newEndedAt, Instant now) {
    return new PerformedStep(
        performedStepKey,
        organizationKey,
        sopInstanceUid,
        newStatus,
        callingAeTitle,
        deviceKey,
        officeKey,
        modality,
        patientId,
        patientName,
        patientBirthDate,
        startedAt,
        newEndedAt,
        createdAt,
        now);
  }
}
