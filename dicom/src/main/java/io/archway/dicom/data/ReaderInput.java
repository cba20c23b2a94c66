package io.archway.dicom.data;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The bytes under a reader: pieces as fed, inflated on the way if the transfer syntax says so, and
 * a head of up to 12 bytes that gathers a header across pieces.
 */
final class ReaderInput {
  private static final int HEAD_BYTES = 12;
  private static final int INFLATE_BUFFER_BYTES = 8192;
  private static final long RATIO_FREE_BYTES = 16L << 20;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final byte[] head = new byte[HEAD_BYTES];
  private final ParseLimits limits;
  private final Set<Oddity> oddities;
  private final boolean deflated;

  private ByteBuffer fed = NOTHING;
  private ByteBuffer plain = NOTHING;
  private int headFilled;
  private long consumed;
  private boolean ended;

  private Inflater inflater;
  private byte[] inflated;
  private long inflatedBytes;
  private boolean closed;

  ReaderInput(boolean deflated, ParseLimits limits, Set<Oddity> oddities) {
    this.deflated = deflated;
    this.limits = limits;
    this.oddities = oddities;
  }

  void feed(ByteBuffer piece) {
    if (ended || fed.hasRemaining() || plain.hasRemaining()) {
      throw new IllegalStateException(
          ended ? "fed after the end of input" : "fed before the last piece was consumed");
    }
    fed = piece;
    if (!deflated) {
      plain = piece;
    }
  }

  void end() {
    ended = true;
  }

  /** True if nothing is left and nothing will come. */
  boolean ended() {
    return ended && !plain.hasRemaining() && !refill();
  }

  long position() {
    return consumed;
  }

  int headBytes() {
    return headFilled;
  }

  /** Bytes that can be read without more input; of deflated data those that are inflated. */
  int available() {
    return plain.remaining();
  }

  /** Gathers the head up to some bytes; false if they have not come. */
  boolean need(int bytes) {
    while (headFilled < bytes) {
      if (!plain.hasRemaining() && !refill()) {
        return false;
      }
      int take = Math.min(bytes - headFilled, plain.remaining());
      plain.get(head, headFilled, take);
      headFilled += take;
    }
    return true;
  }

  /** Drops bytes from the head, which then count as consumed; what is over stays. */
  void consumeHead(int bytes) {
    System.arraycopy(head, bytes, head, 0, headFilled - bytes);
    headFilled -= bytes;
    consumed += bytes;
  }

  byte head(int index) {
    return head[index];
  }

  int tag(boolean bigEndian) {
    return uint16(0, bigEndian) << 16 | uint16(2, bigEndian);
  }

  int uint16(int index, boolean bigEndian) {
    int first = head[index] & 0xFF;
    int second = head[index + 1] & 0xFF;
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  long uint32(int index, boolean bigEndian) {
    long first = uint16(index, bigEndian);
    long second = uint16(index + 2, bigEndian);
    return bigEndian ? first << 16 | second : second << 16 | first;
  }

  /** Passes over at most so many bytes and says how many. */
  long skip(long most) {
    long skipped = takeHead(null, 0, most);
    while (skipped < most && (plain.hasRemaining() || refill())) {
      int step = (int) Math.min(most - skipped, plain.remaining());
      plain.position(plain.position() + step);
      consumed += step;
      skipped += step;
    }
    return skipped;
  }

  /** Reads at most so many bytes and says how many; 0 if none have come. */
  int read(byte[] target, int start, int most) {
    int read = takeHead(target, start, most);
    while (read < most && (plain.hasRemaining() || refill())) {
      int step = Math.min(most - read, plain.remaining());
      plain.get(target, start + read, step);
      consumed += step;
      read += step;
    }
    return read;
  }

  /** At most so many bytes as a view of the input; empty if none have come. */
  ByteBuffer slice(long most) {
    if (headFilled > 0 && most > 0) {
      byte[] start = new byte[(int) Math.min(headFilled, most)];
      takeHead(start, 0, start.length);
      return ByteBuffer.wrap(start);
    }
    if (!plain.hasRemaining() && most > 0) {
      refill();
    }
    int length = (int) Math.min(most, plain.remaining());
    ByteBuffer slice = plain.slice(plain.position(), length);
    plain.position(plain.position() + length);
    consumed += length;
    return slice;
  }

  void close() {
    closed = true;
    if (inflater != null) {
      inflater.end();
    }
  }

  private int takeHead(byte[] target, int start, long most) {
    int take = (int) Math.min(headFilled, most);
    if (take > 0) {
      if (target != null) {
        System.arraycopy(head, 0, target, start, take);
      }
      consumeHead(take);
    }
    return take;
  }

  /** Inflates some more; false if there is nothing to inflate now. */
  private boolean refill() {
    if (!deflated || closed) {
      return false;
    }
    if (inflater == null && !openInflater()) {
      return false;
    }
    if (inflater.finished()) {
      fed.position(fed.limit());
      return false;
    }
    try {
      int count = inflate();
      plain = ByteBuffer.wrap(inflated, 0, count);
      return count > 0;
    } catch (DataFormatException e) {
      throw new DicomParseException(
          ParseFault.INFLATE, "deflated data at offset " + inflatedBytes + ": " + e.getMessage());
    }
  }

  private int inflate() throws DataFormatException {
    int count = 0;
    while (count == 0 && !inflater.finished()) {
      if (inflater.needsInput()) {
        if (!fed.hasRemaining()) {
          if (ended) {
            throw new DataFormatException("the input ends (expected: the end of the stream)");
          }
          return 0;
        }
        inflater.setInput(fed);
      }
      if (inflater.needsDictionary()) {
        throw new DataFormatException("a preset dictionary (expected: none)");
      }
      count = inflater.inflate(inflated);
    }
    if (inflater.finished()) {
      // A pad byte may follow (PS3.5 A.5); nothing behind the end of the stream is data.
      fed.position(fed.limit());
    }
    inflatedBytes += count;
    checkLimits();
    return count;
  }

  // Writers of raw deflate leave the bits over of a first stored block zero, so that 0x78 can only
  // be the start of a zlib header.
  private boolean openInflater() {
    if (!fed.hasRemaining()) {
      return false;
    }
    boolean zlib = fed.get(fed.position()) == 0x78;
    if (zlib) {
      oddities.add(Oddity.ZLIB_HEADER);
    }
    inflater = new Inflater(!zlib);
    inflated = new byte[INFLATE_BUFFER_BYTES];
    return true;
  }

  private void checkLimits() {
    long ratioLimit =
        Math.max(RATIO_FREE_BYTES, inflater.getBytesRead() * limits.maxInflateRatio());
    long limit = Math.min(limits.maxInflatedBytes(), ratioLimit);
    if (inflatedBytes > limit) {
      throw new DicomParseException(
          ParseFault.INFLATE,
          "deflated data: inflated length " + inflatedBytes + " (expected: <= " + limit + ")");
    }
  }
}
