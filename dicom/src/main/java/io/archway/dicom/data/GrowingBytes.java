package io.archway.dicom.data;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Bytes in memory that can be written over; unlike its like in java.io without a lock. One thread.
 */
final class GrowingBytes extends OutputStream {
  private static final int MAX_SIZE = Integer.MAX_VALUE - 8;

  private byte[] bytes;
  private int size;

  /** With room for about so many. */
  GrowingBytes(long room) {
    bytes = new byte[(int) Math.min(room, MAX_SIZE)];
  }

  int size() {
    return size;
  }

  /** Goes to another place of what was written, to write over it or to go on. */
  void rewind(int position) {
    size = position;
  }

  @Override
  public void write(int value) {
    if (size == bytes.length) {
      grow(1);
    }
    bytes[size++] = (byte) value;
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    if (length > bytes.length - size) {
      grow(length);
    }
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  byte[] toByteArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private void grow(int more) {
    long needed = (long) size + more;
    if (needed > MAX_SIZE) {
      throw new IllegalArgumentException(
          "length: " + needed + " so far (expected: <= " + MAX_SIZE + ")");
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), MAX_SIZE));
  }
}
