package io.archway.index.study;

import java.util.List;

/**
 * What an object says of its series and the equipment that made it (PS3.3 C.7.3.1, C.7.5.1; query
 * keys of PS3.4 C.6.1.1.4), decoded, padding trimmed, null where absent or empty. Dates and times
 * as received. {@code performedStepUid} is the SOP Instance UID in (0008,1111).
 */
public record SeriesAttributes(
    String seriesInstanceUid,
    String modality,
    Integer seriesNumber,
    String description,
    String seriesDate,
    String seriesTime,
    String bodyPartExamined,
    String laterality,
    String protocolName,
    String performingPhysicianName,
    String operatorName,
    String performedProcedureStepStartDate,
    String performedProcedureStepStartTime,
    String frameOfReferenceUid,
    String stationName,
    String manufacturer,
    String manufacturerModelName,
    String deviceSerialNumber,
    String softwareVersions,
    String performedStepUid,
    List<RequestAttributes> requests) {
  public SeriesAttributes {
    requests = requests == null ? List.of() : List.copyOf(requests);
  }
}
