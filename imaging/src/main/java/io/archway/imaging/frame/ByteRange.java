package io.archway.imaging.frame;

import io.archway.dicom.data.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Some bytes of a source, as a source of their own.
 *
 * @param offset where they begin, in bytes
 * @param length how many, at most as many as there are
 */
public record ByteRange(ByteSource source, long offset, long length) implements ByteSource {

  public ByteRange {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "offset: %d, length: %d (expected: >= 0)".formatted(offset, length));
    }
  }

  @Override
  public int read(ByteBuffer to, long position) throws IOException {
    long left = length - position;
    if (left <= 0) {
      return -1;
    }
    if (to.remaining() <= left) {
      return source.read(to, offset + position);
    }
    int limit = to.limit();
    to.limit(to.position() + (int) left);
    try {
      return source.read(to, offset + position);
    } finally {
      to.limit(limit);
    }
  }
}
