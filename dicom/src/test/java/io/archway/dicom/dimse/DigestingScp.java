package io.archway.dicom.dimse;

import io.netty.buffer.ByteBuf;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A Storage SCP that keeps only what it needs to tell whether an object came as it was sent. */
final class DigestingScp implements ServiceClassProvider {

  record Received(String sopInstanceUid, String transferSyntaxUid, long length, String sha256) {}

  final Queue<Received> received = new ConcurrentLinkedQueue<>();
  final AtomicInteger aborted = new AtomicInteger();

  @Override
  public DataSetSink onRequest(DimseRequest request, Responder responder) throws DimseException {
    if (request.operation() != DimseOperation.C_STORE) {
      throw new DimseException(DimseStatus.UNRECOGNIZED_OPERATION, "expected: C-STORE");
    }
    MessageDigest digest = sha256();
    return new DataSetSink() {
      private long length;

      @Override
      public void onFragment(ByteBuf fragment) {
        length += fragment.readableBytes();
        digest.update(fragment.nioBuffer());
      }

      @Override
      public void onComplete() {
        received.add(
            new Received(
                request.sopInstanceUid(),
                request.context().transferSyntaxUid(),
                length,
                HexFormat.of().formatHex(digest.digest())));
        responder.respond(DimseStatus.SUCCESS);
      }

      @Override
      public void onAbort(Throwable cause) {
        aborted.incrementAndGet();
      }
    };
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }
}
