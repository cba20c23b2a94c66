package io.archway.index.store;

import io.archway.index.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.zip.CRC32C;

/**
 * The first 8 KiB of a segment: the same block twice, so that one lost page does not lose it.
 *
 * <pre>
 *  0  8  magic
 *  8  4  version
 * 12  4  CRC-32C of bytes 16 to 95
 * 16  8  segment number
 * 24 16  salt: goes into the checksum of every record, so that bytes inside of a received object
 *        can never be taken for a record
 * 40  8  time of creation, ms
 * 48  8  record numbers in this segment's new records begin here
 * 56  8  no large file that was begun before this segment is without a record
 * 64  8  previous segment
 * 72  8  where the previous segment ends, whatever its file holds behind it
 * 80 16  zero
 * </pre>
 */
record SegmentHeader(
    long number,
    long saltHigh,
    long saltLow,
    long createdMillis,
    long nextRecordNumber,
    long sweptSegment,
    long previousSegment,
    long previousEnd) {

  /** Where the first record begins. */
  static final int BYTES = 8192;

  private static final int COPY = 4096;
  private static final int USED = 96;
  private static final long MAGIC = 0x41525748_5345470AL;
  private static final int VERSION = 2;
  private static final SecureRandom RANDOM = new SecureRandom();

  static SegmentHeader create(
      long number, long nextRecordNumber, long sweptSegment, LogPosition previousEnd) {
    return new SegmentHeader(
        number,
        RANDOM.nextLong(),
        RANDOM.nextLong(),
        System.currentTimeMillis(),
        nextRecordNumber,
        sweptSegment,
        previousEnd.segment(),
        previousEnd.offset());
  }

  /** The checksum of a record's header begins with the salt. */
  CRC32C salted() {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(16).putLong(saltHigh).putLong(saltLow).flip());
    return crc;
  }

  ByteBuffer encode() {
    ByteBuffer block = ByteBuffer.allocate(BYTES);
    for (int at = 0; at < BYTES; at += COPY) {
      block.position(at);
      block.putLong(MAGIC).putInt(VERSION).putInt(0).putLong(number);
      block.putLong(saltHigh).putLong(saltLow).putLong(createdMillis).putLong(nextRecordNumber);
      block.putLong(sweptSegment).putLong(previousSegment).putLong(previousEnd);
      block.putInt(at + 12, crc(block, at));
    }
    return block.clear();
  }

  /** Reads whichever copy is whole; null when neither is. */
  static SegmentHeader read(DiskFile file, long expectedNumber) throws IOException {
    long size = file.size();
    for (int at = 0; at < BYTES && at + USED <= size; at += COPY) {
      ByteBuffer block = ByteBuffer.allocate(USED);
      file.readFully(block, at);
      SegmentHeader header = decode(block.flip(), file.name());
      if (header != null && header.number == expectedNumber) {
        return header;
      }
    }
    return null;
  }

  private static SegmentHeader decode(ByteBuffer block, String name) throws StoreException {
    if (block.getLong(0) != MAGIC || block.getInt(12) != crc(block, 0)) {
      return null;
    }
    if (block.getInt(8) != VERSION) {
      throw new StoreException(
          StoreError.UNSUPPORTED_VERSION,
          name + ": version " + block.getInt(8) + " (expected: " + VERSION + ")");
    }
    block.position(16);
    return new SegmentHeader(
        block.getLong(),
        block.getLong(),
        block.getLong(),
        block.getLong(),
        block.getLong(),
        block.getLong(),
        block.getLong(),
        block.getLong());
  }

  private static int crc(ByteBuffer block, int at) {
    CRC32C crc = new CRC32C();
    crc.update(block.duplicate().limit(at + USED).position(at + 16));
    return (int) crc.getValue();
  }
}
