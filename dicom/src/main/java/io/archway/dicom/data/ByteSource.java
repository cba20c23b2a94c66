package io.archway.dicom.data;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes that can be read at any place. */
public interface ByteSource {
  long length();

  /** Reads at most what the buffer has room for; -1 at the end. */
  int read(ByteBuffer to, long position) throws IOException;

  static ByteSource of(byte[] bytes) {
    return new ByteSource() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public int read(ByteBuffer to, long position) {
        if (position >= bytes.length) {
          return -1;
        }
        int count = (int) Math.min(to.remaining(), bytes.length - position);
        to.put(bytes, (int) position, count);
        return count;
      }
    };
  }
}
