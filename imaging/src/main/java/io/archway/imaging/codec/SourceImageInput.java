package io.archway.imaging.codec;

import io.archway.dicom.data.ByteSource;
import io.archway.imaging.PictureException;
import io.archway.imaging.TimeLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A source as ImageIO reads it, without a copy. Ends a decoder whose time is up, or that goes on
 * reading behind the end.
 */
public final class SourceImageInput extends ImageInputStreamImpl {
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int MAX_READS_AT_END = 10_000;

  private final ByteSource source;
  private final TimeLimit time;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private long bufferAt;
  private int readsAtEnd;
  private IOException failure;

  public SourceImageInput(ByteSource source, TimeLimit time) {
    this.source = source;
    this.time = time;
  }

  @Override
  public int read() throws IOException {
    bitOffset = 0;
    if (!fill()) {
      return -1;
    }
    return buffer.get((int) (streamPos++ - bufferAt)) & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int from = (int) (streamPos - bufferAt);
    int count = Math.min(length, buffer.limit() - from);
    buffer.get(from, bytes, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return source.length();
  }

  private int fetch() throws IOException {
    try {
      return source.read(buffer, streamPos);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** What the source itself failed with, or null: all else that a decoder throws is damage. */
  public IOException failure() {
    return failure;
  }

  /** Brings the byte at the current position into the buffer; false at the end. */
  private boolean fill() throws IOException {
    if (streamPos >= bufferAt && streamPos < bufferAt + buffer.limit()) {
      return true;
    }
    time.check();
    buffer.clear();
    int count = fetch();
    buffer.flip();
    bufferAt = streamPos;
    if (count <= 0 && ++readsAtEnd > MAX_READS_AT_END) {
      throw PictureException.corrupt("code stream ends early");
    }
    return count > 0;
  }
}
