package io.archway.dicom.dimse;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Collects a data set that is small by its nature, such as an identifier, up to a limit; it is told
 * as bytes in the context's transfer syntax, or why it is not taken. Event loop only.
 */
public final class DataSetCollector implements DataSetSink {

  private final int maxBytes;
  private final Consumer<byte[]> whenComplete;
  private final Consumer<String> whenRefused;
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private boolean over;

  /**
   * @param whenRefused told once, with length and expectation, when there is more than that
   */
  public DataSetCollector(
      int maxBytes, Consumer<byte[]> whenComplete, Consumer<String> whenRefused) {
    this.maxBytes = maxBytes;
    this.whenComplete = whenComplete;
    this.whenRefused = whenRefused;
  }

  @Override
  public void onFragment(ByteBuf fragment) {
    if (over) {
      return;
    }
    int length = collected.size() + fragment.readableBytes();
    if (length > maxBytes) {
      over = true;
      whenRefused.accept("length: " + length + " so far (expected: <= " + maxBytes + ")");
      return;
    }
    byte[] bytes = new byte[fragment.readableBytes()];
    fragment.getBytes(fragment.readerIndex(), bytes);
    collected.writeBytes(bytes);
  }

  @Override
  public void onComplete() {
    if (!over) {
      over = true;
      whenComplete.accept(collected.toByteArray());
    }
  }

  @Override
  public void onAbort(Throwable cause) {
    over = true;
  }
}
