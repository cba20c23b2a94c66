package io.archway.index.study;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/** A study as the index knows it, with what was received of it so far. */
public record Study(
    long studyKey,
    long organizationKey,
    long patientKey,
    String studyInstanceUid,
    LocalDate studyDate,
    LocalTime studyTime,
    String accessionNumber,
    String studyId,
    String description,
    String referringPhysicianName,
    String institutionName,
    long deviceKey,
    long officeKey,
    int seriesCount,
    int instanceCount,
    long sizeBytes,
    Instant firstReceivedAt,
    Instant lastReceivedAt,
    String reportState,
    String holdReason) {}
