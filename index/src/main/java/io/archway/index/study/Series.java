package io.archway.index.study;

import java.time.LocalDate;
import java.time.LocalTime;

/** A series as the index knows it. */
public record Series(
    long seriesKey,
    long studyKey,
    String seriesInstanceUid,
    String modality,
    Integer seriesNumber,
    String description,
    LocalDate seriesDate,
    LocalTime seriesTime,
    String bodyPartExamined,
    String laterality,
    String protocolName,
    String stationName,
    String manufacturer,
    String manufacturerModelName,
    int instanceCount,
    long sizeBytes) {}
