package io.archway.index.worklist;

import io.archway.index.study.CodedValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;

/**
 * A Scheduled Procedure Step (PS3.3 C.4.10): what one modality is to do. No station AE titles means
 * any. {@code open} is true while modalities are offered it. Start is local to the office.
 */
public record ScheduledStep(
    long stepKey,
    long organizationKey,
    long worklistItemKey,
    int itemNumber,
    String id,
    StepStatus status,
    boolean open,
    LocalDate startDate,
    LocalTime startTime,
    String modality,
    List<String> stationAeTitles,
    String stationName,
    String location,
    String description,
    String performingPhysicianName,
    String preMedication,
    String requestedContrastAgent,
    List<CodedValue> protocolCodes,
    String performedStepUid,
    Instant startedAt,
    Instant endedAt) {
  public ScheduledStep {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(modality, "modality");
    stationAeTitles = List.copyOf(stationAeTitles);
    protocolCodes = List.copyOf(protocolCodes);
  }

  /** An order for the same. */
  public NewStep asNew() {
    return new NewStep(
        id,
        startDate,
        startTime,
        modality,
        stationAeTitles,
        stationName,
        location,
        description,
        performingPhysicianName,
        preMedication,
        requestedContrastAgent,
        protocolCodes);
  }

  ScheduledStep withProtocolCodes(List<CodedValue> codes) {
    return new ScheduledStep(
        stepKey,
        organizationKey,
        worklistItemKey,
        itemNumber,
        id,
        status,
        open,
        startDate,
        startTime,
        modality,
        stationAeTitles,
        stationName,
        location,
        description,
        performingPhysicianName,
        preMedication,
        requestedContrastAgent,
        codes,
        performedStepUid,
        startedAt,
        endedAt);
  }

  /** This as a person says it, with what devices said of the step in whose place it is. */
  ScheduledStep instead(ScheduledStep other) {
    return new ScheduledStep(
        other.stepKey,
        organizationKey,
        worklistItemKey,
        itemNumber,
        id,
        other.status,
        open,
        startDate,
        startTime,
        modality,
        stationAeTitles,
        stationName,
        location,
        description,
        performingPhysicianName,
        preMedication,
        requestedContrastAgent,
        protocolCodes,
        other.performedStepUid,
        other.startedAt,
        other.endedAt);
  }
}
