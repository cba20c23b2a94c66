package io.archway.imaging.frame;

import io.archway.dicom.data.ByteSource;
import io.archway.imaging.TimeLimit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a source from its start, within the time of a picture; skipping reads nothing. */
public final class SourceStream extends InputStream {
  private static final int BUFFER_BYTES = 32 << 10;

  private final ByteSource source;
  private final TimeLimit time;
  private final ByteBuffer buffer;
  private long position;

  public SourceStream(ByteSource source, TimeLimit time) {
    this.source = source;
    this.time = time;
    this.buffer =
        ByteBuffer.allocate((int) Math.max(1, Math.min(BUFFER_BYTES, source.length()))).limit(0);
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, count);
    return count;
  }

  @Override
  public long skip(long count) {
    long wanted = Math.max(0, count);
    int buffered = (int) Math.min(wanted, buffer.remaining());
    buffer.position(buffer.position() + buffered);
    long beyond = Math.min(wanted - buffered, Math.max(0, source.length() - position));
    position += beyond;
    return buffered + beyond;
  }

  private boolean fill() throws IOException {
    if (buffer.hasRemaining()) {
      return true;
    }
    time.check();
    buffer.clear();
    int count = source.read(buffer, position);
    buffer.flip();
    position += Math.max(0, count);
    return count > 0;
  }
}
