package io.archway.index.study;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/**
 * A stored data set of a SOP Instance: what it is, where it lies, who sent it. {@code version}
 * above 1 is a conflicting one; {@code current} is what readers of the UID get. {@code crc32} is a
 * signed int. {@code mayDiffer} is true where a person has merged or corrected the patient since,
 * so that what is given out may say other than what is stored.
 */
public record Instance(
    long instanceKey,
    long organizationKey,
    long patientKey,
    long studyKey,
    long seriesKey,
    String studyInstanceUid,
    String seriesInstanceUid,
    String modality,
    String sopInstanceUid,
    int version,
    boolean current,
    String sopClassUid,
    String transferSyntaxUid,
    Integer instanceNumber,
    LocalDate contentDate,
    LocalTime contentTime,
    Integer numberOfFrames,
    Integer imageRows,
    Integer imageColumns,
    String documentTitle,
    long recordNumber,
    String container,
    long byteOffset,
    long byteLength,
    int dataSetOffset,
    String sha256,
    int crc32,
    String via,
    String callingAeTitle,
    String calledAeTitle,
    String address,
    Long associationKey,
    boolean mayDiffer,
    Instant receivedAt) {}
