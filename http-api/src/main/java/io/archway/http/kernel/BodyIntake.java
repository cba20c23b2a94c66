package io.archway.http.kernel;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** What becomes of a request body's bytes as they come. Event loop only. */
sealed interface BodyIntake {

  /** The most bytes that are taken; one more is 413. */
  long maxBytes();

  /** Keeps a bounded body until it is whole. */
  final class Collected implements BodyIntake {

    private final int maxBytes;
    final Request request;
    private byte[] bytes = new byte[256];
    private int length;

    Collected(Request request, int maxBytes) {
      this.request = request;
      this.maxBytes = maxBytes;
    }

    @Override
    public long maxBytes() {
      return maxBytes;
    }

    /** At most {@link #maxBytes} in all: the caller has counted them. */
    void add(ByteBuf content) {
      int added = content.readableBytes();
      if (length + added > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(length + added, 2 * bytes.length));
      }
      content.readBytes(bytes, length, added);
      length += added;
    }

    byte[] whole() {
      return Arrays.copyOf(bytes, length);
    }
  }

  /** Gives the body to its consumer on workers, one piece at a time. */
  final class Streamed implements BodyIntake {

    private final long maxBytes;
    final int stepMillis;
    final Request request;
    final BodyConsumer consumer;

    /** Completed or aborted. Worker threads, one step after the other. */
    volatile boolean ended;

    boolean busy;
    Problem abortWith;

    Streamed(Request request, BodyConsumer consumer, long maxBytes, int stepMillis) {
      this.stepMillis = stepMillis;
      this.request = request;
      this.consumer = consumer;
      this.maxBytes = maxBytes;
    }

    @Override
    public long maxBytes() {
      return maxBytes;
    }
  }
}
