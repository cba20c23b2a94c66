package io.archway.index.study;

/**
 * What an object says of its study (PS3.3 C.7.2.1, C.7.2.2, query keys of PS3.4 C.6.1.1.3),
 * decoded, padding trimmed, null where absent or empty. Dates and times as received (DA, TM).
 */
public record StudyAttributes(
    String studyInstanceUid,
    String studyDate,
    String studyTime,
    String accessionNumber,
    String issuerOfAccessionNumber,
    String studyId,
    String description,
    String referringPhysicianName,
    String readingPhysicianName,
    String patientAge,
    String institutionName) {}
