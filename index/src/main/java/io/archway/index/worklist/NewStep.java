package io.archway.index.worklist;

import io.archway.index.study.CodedValue;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;

/**
 * A step of an order; null or empty where nothing was said. Without id it gets one; no station AE
 * titles means any. Start is local to the office.
 */
public record NewStep(
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
  public static final int MAX_STATIONS = 60;
  public static final int MAX_CODES = 60;
  private static final int MAX_AE_TITLE = 16;

  public NewStep {
    Objects.requireNonNull(startDate, "startDate");
    Objects.requireNonNull(startTime, "startTime");
    Objects.requireNonNull(modality, "modality");
    stationAeTitles = stations(stationAeTitles);
    protocolCodes = List.copyOf(protocolCodes);
    if (protocolCodes.size() > MAX_CODES) {
      throw new IllegalArgumentException(
          "protocolCodes: " + protocolCodes.size() + " (expected: <= " + MAX_CODES + ")");
    }
  }

  /** AE titles without padding, each once; an empty one among them means any. */
  private static List<String> stations(List<String> aeTitles) {
    List<String> titles = aeTitles.stream().map(String::strip).distinct().toList();
    if (titles.contains("")) {
      return List.of();
    }
    if (titles.size() > MAX_STATIONS) {
      throw new IllegalArgumentException(
          "stationAeTitles: " + titles.size() + " (expected: <= " + MAX_STATIONS + ")");
    }
    for (String title : titles) {
      if (title.length() > MAX_AE_TITLE || title.indexOf('\\') >= 0) {
        throw new IllegalArgumentException(
            "stationAeTitles: %s (expected: <= %d characters, no backslash)"
                .formatted(title, MAX_AE_TITLE));
      }
    }
    return titles;
  }

  /** A step of which only the modality and the start are known. */
  public static NewStep of(String modality, LocalDate startDate, LocalTime startTime) {
    return new NewStep(
        null, startDate, startTime, modality, List.of(), null, null, null, null, null, null,
        List.of());
  }

  public NewStep withStation(String aeTitle) {
    return new NewStep(
        id,
        startDate,
        startTime,
        modality,
        List.of(aeTitle),
        stationName,
        location,
        description,
        performingPhysicianName,
        preMedication,
        requestedContrastAgent,
        protocolCodes);
  }

  public NewStep withDescription(String text) {
    return new NewStep(
        id,
        startDate,
        startTime,
        modality,
        stationAeTitles,
        stationName,
        location,
        text,
        performingPhysicianName,
        preMedication,
        requestedContrastAgent,
        protocolCodes);
  }
}
