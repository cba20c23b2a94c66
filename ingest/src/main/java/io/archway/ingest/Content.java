package io.archway.ingest;

import io.archway.dicom.data.FileMeta;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Part10;
import io.archway.index.store.Sha256;
import io.archway.ingest.header.HeaderReading;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What is learnt of an object while its bytes pass: length, header, digest. Our own meta group
 * stands before the data set, which is kept as it came.
 *
 * <p>One thread at a time; the digest may be made by another.
 */
final class Content {
  private final ArrivalRequest request;
  private final byte[] fileMeta;
  private final MessageDigest digest = sha256Digest();
  private final HeaderReading reading;
  private boolean headRead;
  private long dataSetBytes;
  private HeaderReading.Result head;

  Content(ArrivalRequest request, ParseLimits limits) {
    this.request = request;
    this.fileMeta = Part10.metaBytes(meta(request));
    this.reading = new HeaderReading(request.transferSyntaxUid(), limits);
  }

  private static FileMeta meta(ArrivalRequest request) {
    return FileMeta.received(
        request.sopClassUid(),
        request.sopInstanceUid(),
        request.transferSyntaxUid(),
        null,
        emptyToNull(request.sender().callingAeTitle()),
        emptyToNull(request.sender().calledAeTitle()));
  }

  private static String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Counts the next bytes of the data set and reads its header from them; they do not move. */
  void accept(ByteBuffer bytes) {
    dataSetBytes += bytes.remaining();
    if (!headRead && reading.accept(bytes)) {
      readHead();
    }
  }

  /** As {@link #accept} once the header is read. */
  void count(ByteBuffer bytes) {
    dataSetBytes += bytes.remaining();
  }

  boolean isHeadRead() {
    return headRead;
  }

  /** The data set has ended. */
  void finish() {
    if (!headRead) {
      readHead();
    }
  }

  private void readHead() {
    head = reading.finish();
    reading.close();
    headRead = true;
  }

  /** Digests the next bytes of the data set; the buffer's position does not move. */
  void digest(ByteBuffer bytes) {
    digest.update(bytes.duplicate());
  }

  /** Of all that was digested; called once. */
  Sha256 sha256() {
    return Sha256.of(digest.digest());
  }

  /** Gives up what an object that does not become complete still holds. */
  void close() {
    reading.close();
  }

  /** Preamble, prefix and our meta group. */
  ByteBuffer fileMeta() {
    return ByteBuffer.wrap(fileMeta);
  }

  /** Length of the Part 10 file so far, in bytes. */
  long length() {
    return fileMeta.length + dataSetBytes;
  }

  int dataSetOffset() {
    return fileMeta.length;
  }

  HeaderReading.Result head() {
    return head;
  }

  boolean isQuarantined() {
    return head.problem() != null;
  }

  /** Why the object is not taken, or null. */
  Verdict.Refused judge(boolean quarantineUnparsable) {
    if (head.problem() != null && !quarantineUnparsable) {
      return new Verdict.Refused(Refusal.UNPARSABLE, head.problem());
    }
    if (head.header() == null) {
      return null;
    }
    String sopClassUid = head.header().instance().sopClassUid();
    if (sopClassUid != null && !sopClassUid.equals(request.sopClassUid())) {
      return new Verdict.Refused(
          Refusal.SOP_CLASS_MISMATCH, "(0008,0016) differs from (0000,0002) of the command");
    }
    String sopInstanceUid = head.header().instance().sopInstanceUid();
    if (sopInstanceUid != null && !sopInstanceUid.equals(request.sopInstanceUid())) {
      return new Verdict.Refused(
          Refusal.SOP_INSTANCE_MISMATCH, "(0008,0018) differs from (0000,1000) of the command");
    }
    return null;
  }
}
