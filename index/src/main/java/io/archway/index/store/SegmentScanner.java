package io.archway.index.store;

import io.archway.index.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Walks over the records of one segment, header by header, and over damage to the next record that
 * can be read. One thread; memory is one small window.
 */
final class SegmentScanner implements Closeable {

  private static final int WINDOW_BYTES = 4 * RecordCodec.MAX_HEADER_BYTES;

  private final DiskFile file;
  private final SegmentHeader header;
  private final long end;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
  private long windowStart;
  private long offset;
  private RecordCodec.Decoded current;
  private long currentOffset;
  private Damage damage;

  /** Takes over the file and closes it with itself. */
  SegmentScanner(DiskFile file, SegmentHeader header, long from, long end) {
    this.file = file;
    this.header = header;
    this.offset = Math.max(from, SegmentHeader.BYTES);
    this.end = end;
  }

  /** Moves to the next record or stretch of damage; false at the end. */
  boolean next() throws IOException {
    damage = null;
    currentOffset = offset;
    if (offset >= end) {
      return false;
    }
    try {
      current = digested(decode(offset));
      offset += current.recordLength();
    } catch (RecordCodec.NoRecordException e) {
      offset = nextRecord(RecordCodec.align(currentOffset + 1));
      damage = new Damage(header.number(), currentOffset, offset - currentOffset, e.getMessage());
    }
    return true;
  }

  /** What was written without its digest gets it from the content. */
  private RecordCodec.Decoded digested(RecordCodec.Decoded decoded) throws IOException {
    if (decoded.digest() == RecordCodec.Digest.THERE
        || !(decoded.record() instanceof LogRecord.Stored stored)) {
      return decoded;
    }
    return decoded.with(stored.withSha256(new ContentCheck().sha256(file, stored)));
  }

  /** What lies at the current place cannot be read; null when it is a record. */
  Damage damage() {
    return damage;
  }

  RecordCodec.Decoded current() {
    return current;
  }

  /** Where the current record or damage begins. */
  long offset() {
    return currentOffset;
  }

  /** Where the next one begins. */
  long nextOffset() {
    return offset;
  }

  DiskFile file() {
    return file;
  }

  /** Whether there is nothing but zeros from a place to the end of the file. */
  boolean isZeroFrom(long from) throws IOException {
    for (long at = from; at < end; at += window.remaining()) {
      fill(at);
      for (int i = window.position(); i < window.limit(); i++) {
        if (window.get(i) != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private RecordCodec.Decoded decode(long at) throws IOException, RecordCodec.NoRecordException {
    long wanted = Math.min(RecordCodec.MAX_HEADER_BYTES, end - at);
    if (at < windowStart || at + wanted > windowStart + window.limit()) {
      fill(at);
    }
    window.position((int) (at - windowStart));
    return RecordCodec.decode(window, header, at, end);
  }

  private long nextRecord(long from) throws IOException {
    for (long at = from; at + Integer.BYTES <= end; at += RecordCodec.ALIGNMENT) {
      if (at < windowStart || at + Integer.BYTES > windowStart + window.limit()) {
        fill(at);
      }
      if (window.getInt((int) (at - windowStart)) == RecordCodec.MAGIC && isRecord(at)) {
        return at;
      }
    }
    return end;
  }

  private boolean isRecord(long at) throws IOException {
    try {
      decode(at);
      return true;
    } catch (RecordCodec.NoRecordException e) {
      return false;
    }
  }

  private void fill(long at) throws IOException {
    windowStart = at;
    window.clear();
    window.limit((int) Math.min(window.capacity(), end - at));
    file.readFully(window, at);
    window.flip();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
