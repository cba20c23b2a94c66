package io.archway.index.document;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * A document with what the index knows of it, wherever it came from.
 *
 * @param documentKey null as long as nobody has asked for its number
 * @param kind as {@link DocumentKind#text} has it
 * @param mountKey of the mount that it is in; null where there is none, or none with a number
 * @param seriesInstanceUid null of a file
 * @param objects DICOM objects that it is
 * @param said what practice software said that it is; {@code own} what it says itself
 * @param mediumCategory what people sort its medium by, in their words
 * @param takenOn when the picture was taken, as received
 */
public record DocumentRow(
    Long documentKey,
    String kind,
    String uid,
    Long mountKey,
    long organizationKey,
    long patientKey,
    long mediumKey,
    Long studyKey,
    Long seriesKey,
    String seriesInstanceUid,
    Long instanceKey,
    String sopClassUid,
    boolean intraOral,
    int objects,
    String said,
    String own,
    Long categoryKey,
    String mediumCategory,
    String imageType,
    String toothNumbers,
    LocalDateTime createdOn,
    LocalDate takenOn,
    LocalTime takenAt,
    Instant arrivedAt,
    Instant changedAt,
    String fileName,
    String mediaType) {

  public DocumentKind documentKind() {
    return DocumentKind.of(kind);
  }
}
