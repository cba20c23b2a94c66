package io.archway.index.store;

import java.time.Instant;
import java.util.Objects;

/**
 * What the log keeps beside each Part 10 file: all that a new index needs and the file cannot say.
 *
 * @param organizationKey the tenant that owns the object
 * @param receivedAt whole microseconds are kept
 * @param sha256 of the data set as received, without preamble and meta group; null in an object
 *     that is appended before it is known, see {@link ObjectStore#complete}; never null in what is
 *     read
 * @param dataSetOffset where the data set begins in the Part 10 file
 * @param description what was said of a file that is no DICOM object, as JSON; the content is then
 *     the file as it came. Null of a DICOM object.
 */
public record ObjectHead(
    long organizationKey,
    Sender sender,
    Instant receivedAt,
    String sopClassUid,
    String sopInstanceUid,
    String transferSyntaxUid,
    Sha256 sha256,
    int dataSetOffset,
    String description) {

  /** Of a DICOM object. */
  public ObjectHead(
      long organizationKey,
      Sender sender,
      Instant receivedAt,
      String sopClassUid,
      String sopInstanceUid,
      String transferSyntaxUid,
      Sha256 sha256,
      int dataSetOffset) {
    this(
        organizationKey,
        sender,
        receivedAt,
        sopClassUid,
        sopInstanceUid,
        transferSyntaxUid,
        sha256,
        dataSetOffset,
        null);
  }

  /** Of any other file, under a UID that we gave it. */
  public static ObjectHead ofFile(
      long organizationKey,
      Sender sender,
      Instant receivedAt,
      String uid,
      Sha256 sha256,
      String description) {
    return new ObjectHead(
        organizationKey,
        sender,
        receivedAt,
        "",
        uid,
        "",
        sha256,
        0,
        Objects.requireNonNull(description, "description"));
  }

  public ObjectHead {
    Objects.requireNonNull(sender, "sender");
    Objects.requireNonNull(receivedAt, "receivedAt");
    Objects.requireNonNull(sopClassUid, "sopClassUid");
    Objects.requireNonNull(sopInstanceUid, "sopInstanceUid");
    Objects.requireNonNull(transferSyntaxUid, "transferSyntaxUid");
    if (dataSetOffset < 0) {
      throw new IllegalArgumentException(
          "data set offset: " + dataSetOffset + " (expected: not negative)");
    }
  }

  ObjectHead withSha256(Sha256 value) {
    return new ObjectHead(
        organizationKey,
        sender,
        receivedAt,
        sopClassUid,
        sopInstanceUid,
        transferSyntaxUid,
        value,
        dataSetOffset,
        description);
  }
}
