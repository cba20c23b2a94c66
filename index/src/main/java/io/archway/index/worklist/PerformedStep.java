package io.archway.index.worklist;

import java.time.Instant;

/**
 * A Modality Performed Procedure Step as a device tells it (PS3.4 Annex F): status is that of
 * (0040,0252), attributes are DICOM JSON. The item is null where the device names none that is
 * known.
 */
public record PerformedStep(
    long performedStepKey,
    long organizationKey,
    String sopInstanceUid,
    String status,
    String callingAeTitle,
    Long deviceKey,
    Long worklistItemKey,
    String modality,
    String attributes,
    Instant createdAt,
    Instant updatedAt) {
  public static final String IN_PROGRESS = "IN PROGRESS";
  public static final String COMPLETED = "COMPLETED";
  public static final String DISCONTINUED = "DISCONTINUED";

  /** A step that is completed or discontinued is not changed any more (F.7.2.2.2). */
  public boolean isFinal() {
    return !IN_PROGRESS.equals(status);
  }
}
