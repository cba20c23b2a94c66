package io.archway.index.worklist;

import io.archway.index.study.CodedValue;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/**
 * What somebody says of a step to be made; null where nothing was said. No station AE titles in a
 * list that is there means any.
 */
public record StepWish(
    String id,
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
    List<CodedValue> protocolCodes) {
  public static final StepWish NOTHING =
      new StepWish(null, null, null, null, null, null, null, null, null, null, null, null);

  /** This, and what it does not say as it was. */
  public StepWish over(ScheduledStep before) {
    return new StepWish(
        before.id(),
        startDate == null ? before.startDate() : startDate,
        startDate == null && startTime == null ? before.startTime() : startTime,
        modality == null ? before.modality() : modality,
        stationAeTitles == null ? before.stationAeTitles() : stationAeTitles,
        stationName == null ? before.stationName() : stationName,
        location == null ? before.location() : location,
        description == null ? before.description() : description,
        performingPhysicianName == null
            ? before.performingPhysicianName()
            : performingPhysicianName,
        preMedication == null ? before.preMedication() : preMedication,
        requestedContrastAgent == null ? before.requestedContrastAgent() : requestedContrastAgent,
        protocolCodes == null ? before.protocolCodes() : protocolCodes);
  }

  /** This, with these stations where it says none. */
  public StepWish orStations(List<String> aeTitles) {
    return stationAeTitles != null || aeTitles == null
        ? this
        : new StepWish(
            id,
            startDate,
            startTime,
            modality,
            aeTitles,
            stationName,
            location,
            description,
            performingPhysicianName,
            preMedication,
            requestedContrastAgent,
            protocolCodes);
  }

  public StepWish withProtocolCodes(List<CodedValue> codes) {
    return new StepWish(
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
        codes);
  }
}
