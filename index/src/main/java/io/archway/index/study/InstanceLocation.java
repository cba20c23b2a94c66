package io.archway.index.study;

/**
 * What a zip download, a copy or a deletion needs of an instance. {@code crc32} is a signed int.
 */
public record InstanceLocation(
    long instanceKey,
    long seriesKey,
    String seriesInstanceUid,
    String modality,
    Integer seriesNumber,
    String sopInstanceUid,
    String sopClassUid,
    String transferSyntaxUid,
    Integer instanceNumber,
    long recordNumber,
    String container,
    long byteOffset,
    long byteLength,
    int dataSetOffset,
    int crc32,
    String callingAeTitle) {}
