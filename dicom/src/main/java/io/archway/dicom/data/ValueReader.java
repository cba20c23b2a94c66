package io.archway.dicom.data;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes the value behind a header out of the input: passed over, in pieces as they come, or whole.
 */
final class ValueReader {
  private enum Mode {
    NONE,
    SKIP,
    STREAM,
    COLLECT
  }

  /** What {@link #pump} achieved. */
  enum Progress {
    PASSED_OVER,
    PIECE,
    STARVED
  }

  private static final int FIRST_ALLOCATION_BYTES = 8192;
  private static final byte[] EMPTY = {};

  private final ReaderInput input;
  private Mode mode = Mode.NONE;
  private long length;
  private long remaining;
  private byte[] value = EMPTY;
  private int filled;
  private ByteBuffer chunk;

  ValueReader(ReaderInput input) {
    this.input = input;
  }

  /** A value of so many bytes follows; unless something else is asked for, it is passed over. */
  void expect(long valueLength) {
    mode = Mode.SKIP;
    length = valueLength;
    remaining = valueLength;
  }

  /** What was expected is no value after all. */
  void cancel() {
    mode = Mode.NONE;
  }

  boolean pending() {
    return mode != Mode.NONE;
  }

  void collect() {
    requireUntouched();
    mode = Mode.COLLECT;
    // A length is a claim: only what has come, or a little, is allocated on the strength of it.
    int first = (int) Math.min(length, Math.max(FIRST_ALLOCATION_BYTES, input.available()));
    value = first == 0 ? EMPTY : new byte[first];
    filled = 0;
  }

  void stream() {
    requireUntouched();
    mode = Mode.STREAM;
  }

  byte[] value() {
    return value;
  }

  ByteBuffer chunk() {
    return chunk;
  }

  long remaining() {
    return remaining;
  }

  /** Goes on; units of a collected value are turned to little endian if they are bigger than 1. */
  Progress pump(int swapUnitBytes) {
    return switch (mode) {
      case SKIP -> skip();
      case STREAM -> nextChunk();
      case COLLECT -> fill(swapUnitBytes);
      case NONE -> Progress.PASSED_OVER;
    };
  }

  private Progress skip() {
    remaining -= input.skip(remaining);
    return remaining > 0 ? Progress.STARVED : done(Progress.PASSED_OVER);
  }

  private Progress nextChunk() {
    chunk = input.slice(remaining);
    remaining -= chunk.remaining();
    if (remaining == 0) {
      return done(Progress.PIECE);
    }
    return chunk.hasRemaining() ? Progress.PIECE : Progress.STARVED;
  }

  private Progress fill(int swapUnitBytes) {
    while (remaining > 0) {
      if (filled == value.length) {
        long target = Math.min(length, Math.max(value.length * 2L, FIRST_ALLOCATION_BYTES));
        value = Arrays.copyOf(value, (int) target);
      }
      int read = input.read(value, filled, value.length - filled);
      if (read == 0) {
        return Progress.STARVED;
      }
      filled += read;
      remaining -= read;
    }
    ByteOrders.swap(value, swapUnitBytes);
    return done(Progress.PIECE);
  }

  private Progress done(Progress progress) {
    mode = Mode.NONE;
    return progress;
  }

  private void requireUntouched() {
    if (mode != Mode.SKIP || remaining != length) {
      throw new IllegalStateException("no header was just read (expected: ELEMENT or FRAGMENT)");
    }
  }
}
