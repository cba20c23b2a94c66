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
}
