package io.archway.ingest;

import io.archway.index.audit.Auditor;
import io.archway.index.medium.UploadedFile;
import io.archway.index.store.LogRecord;
import io.archway.index.store.ObjectHead;
import io.archway.index.study.ArrivedObject;
import io.archway.index.study.IndexedArrival;
import io.archway.ingest.header.HeaderReading;

/** Turns records of the log into what the catalog indexes. Pure. */
final class Rows {
  private Rows() {}

  /**
   * Of a file that is no DICOM object.
   *
   * @param by who is told to the audit to have sent it, or null
   * @throws IllegalArgumentException where what was said of it cannot be read
   */
  static IndexedArrival ofFile(LogRecord.Stored record, Auditor by) {
    ObjectHead kept = record.head();
    return new IndexedArrival(
        kept.organizationKey(),
        kept.sender(),
        null,
        kept.receivedAt(),
        new ArrivedObject(
            record.recordNumber(), record.location(), 0, kept.sha256().hex(), null, record.crc32()),
        kept.sopClassUid(),
        kept.sopInstanceUid(),
        kept.transferSyntaxUid(),
        null,
        null,
        UploadedFile.ofJson(kept.description()).withBy(by));
  }

  /**
   * @param associationKey null where it is unknown: the log does not keep it
   * @param canonicalSha256 null where it was not made
   */
  static IndexedArrival of(
      LogRecord.Stored record,
      HeaderReading.Result head,
      Long associationKey,
      String canonicalSha256) {
    ObjectHead kept = record.head();
    return new IndexedArrival(
        kept.organizationKey(),
        kept.sender(),
        associationKey,
        kept.receivedAt(),
        new ArrivedObject(
            record.recordNumber(),
            record.location(),
            kept.dataSetOffset(),
            kept.sha256().hex(),
            canonicalSha256,
            record.crc32()),
        kept.sopClassUid(),
        kept.sopInstanceUid(),
        kept.transferSyntaxUid(),
        head.header(),
        head.header() == null ? head.problem() : null);
  }
}
