package io.archway.http.kernel;

import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A piece of a {@link Content}. Lengths and offsets in bytes. */
public sealed interface ContentPart {

  long length();

  /** Bytes in memory; never changed after they were given. */
  record Bytes(byte[] bytes) implements ContentPart {
    @Override
    public long length() {
      return bytes.length;
    }
  }

  /** A range of a file that is opened when its turn comes and closed afterwards. */
  record FileRange(Path path, long offset, long length) implements ContentPart {
    public FileRange {
      checkRange(offset, length);
    }
  }

  /** A range of a file that someone else opened and closes (see {@link Content#onReleased}). */
  record ChannelRange(FileChannel channel, long offset, long length) implements ContentPart {
    public ChannelRange {
      checkRange(offset, length);
    }
  }

  private static void checkRange(long offset, long length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "offset: %d, length: %d (expected: >= 0)".formatted(offset, length));
    }
  }
}
