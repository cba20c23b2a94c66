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
 * What is learnt of an object while its bytes pass: length, digest, header. Our own meta group
 * stands before the data set, which is kept as it came.
 *
 * <p>One thread at a time.
 */
final class Content {
  private final ArrivalRequest request;
  private final byte[] fileMeta;
  private final MessageDigest digest = sha256Digest();
  private final HeaderReading reading;
  private boolean headRead;
  private long dataSetBytes;
  private Sha256 sha256;
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

  /** Takes the next bytes of the data set; the buffer's position does not move. */
  void accept(ByteBuffer bytes) {
    dataSetBytes += bytes.remaining();
    digest.update(bytes.duplicate());
    if (!headRead) {
      headRead = reading.accept(bytes);
    }
  }

  void finish() {
    sha256 = Sha256.of(digest.digest());
    head = reading.finish();
    reading.close();
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

  Sha256 sha256() {
    return sha256;
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
