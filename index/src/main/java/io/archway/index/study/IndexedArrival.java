package io.archway.index.study;

import io.archway.index.medium.UploadedFile;
import io.archway.index.store.Sender;
import java.time.Instant;
import java.util.Objects;

/**
 * An object that lies durably in the store and is to be indexed.
 *
 * @param organizationKey as the log says; null: the called AE title decides
 * @param associationKey null where there was no association
 * @param sopClassUid as the command set or the log says, for objects without a header
 * @param sopInstanceUid likewise
 * @param header null when the data set could not be parsed to its UIDs
 * @param problem why there is no header, without patient data; null where there is one
 * @param file what was said of a file that is no DICOM object; null of one that is
 */
public record IndexedArrival(
    Long organizationKey,
    Sender sender,
    Long associationKey,
    Instant receivedAt,
    ArrivedObject object,
    String sopClassUid,
    String sopInstanceUid,
    String transferSyntaxUid,
    InstanceHeader header,
    String problem,
    UploadedFile file) {
  /** A DICOM object. */
  public IndexedArrival(
      Long organizationKey,
      Sender sender,
      Long associationKey,
      Instant receivedAt,
      ArrivedObject object,
      String sopClassUid,
      String sopInstanceUid,
      String transferSyntaxUid,
      InstanceHeader header,
      String problem) {
    this(
        organizationKey,
        sender,
        associationKey,
        receivedAt,
        object,
        sopClassUid,
        sopInstanceUid,
        transferSyntaxUid,
        header,
        problem,
        null);
  }

  public IndexedArrival {
    Objects.requireNonNull(sender, "sender");
    Objects.requireNonNull(receivedAt, "receivedAt");
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(transferSyntaxUid, "transferSyntaxUid");
  }

  /** The same object without what was read of it, so that it can wait for a person at least. */
  public IndexedArrival withoutHeader(String why) {
    return new IndexedArrival(
        organizationKey,
        sender,
        associationKey,
        receivedAt,
        object,
        sopClassUid,
        sopInstanceUid,
        transferSyntaxUid,
        null,
        why);
  }
}
