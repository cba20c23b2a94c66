package io.archway.index.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A record's header; the Part 10 file follows it where the kind is OBJECT, then zeros up to a
 * multiple of 64. The content's own checksum is {@code crc32}, the same that zip wants.
 *
 * <pre>
 *   0  4  magic
 *   4  4  CRC-32C of the segment's salt, of bytes 8 to 63, and of 100 to the header's end
 *   8  1  version
 *   9  1  kind: 1 OBJECT, 2 REFERENCE, 3 TOMBSTONE
 *  10  1  flags: 1 relocated, 2 a file that is no DICOM object
 *  11  1  zero
 *  12  4  header length
 *  16  8  record number
 *  24  8  group offset: all before it in this segment was forced when this was written
 *  32  8  length of the Part 10 file (TOMBSTONE: of the one deleted)
 *  40  4  CRC-32 of the Part 10 file
 *  44  4  data set offset
 *  48  8  organization key
 *  56  8  received (TOMBSTONE: deleted) at, microseconds since 1970
 *  64 32  SHA-256 of the data set; may be written later than the rest, see below
 *  96  4  CRC-32C of the segment's salt, the record number and the SHA-256
 * 100  8  offset in the container (REFERENCE, TOMBSTONE)
 * 108  8  record number of the one deleted (TOMBSTONE)
 * 116     via, calling AE, called AE, address, SOP Class UID, SOP Instance UID, transfer syntax UID,
 *         container, of a file that is no DICOM object what was said of it: each two bytes of length
 *         and UTF-8
 * </pre>
 *
 * <p>A digest takes longer than the object's way to the disk. It may follow while the disk forces
 * the record, and becomes durable with the next group; a reader that finds none makes it from the
 * content.
 */
final class RecordCodec {

  static final int ALIGNMENT = 64;
  static final int MAGIC = 0x41575243;
  static final int MAX_HEADER_BYTES = 4096;

  private static final int OBJECT = 1;
  private static final int REFERENCE = 2;
  private static final int TOMBSTONE = 3;
  private static final int FIXED = 116;
  private static final int STRINGS = 8;
  private static final int MOST_STRINGS = 9;
  private static final int DIGEST = 64;
  private static final int BEHIND_DIGEST = 100;
  private static final int VERSION = 2;
  private static final int RELOCATED = 1;
  private static final int DESCRIBED = 2;

  private RecordCodec() {}

  /** ABSENT of what crashed before it was written, and of deletions. */
  enum Digest {
    THERE,
    ABSENT,
    DAMAGED
  }

  /**
   * A decoded header and what the log needs around it.
   *
   * @param digest what stands in the place of the digest
   */
  record Decoded(
      LogRecord record,
      long offset,
      int headerLength,
      long recordLength,
      long groupOffset,
      Digest digest) {
    Decoded with(LogRecord other) {
      return new Decoded(other, offset, headerLength, recordLength, groupOffset, digest);
    }
  }

  /** Why the bytes at a place are no record. */
  static final class NoRecordException extends Exception {
    NoRecordException(String message) {
      super(message, null, false, false);
    }
  }

  static long align(long length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** Whether the Part 10 file stands in the segment itself. */
  static boolean isInline(LogRecord record) {
    return record instanceof LogRecord.Stored stored
        && !Layout.isLarge(stored.location().container());
  }

  /** Length of the header that {@link #encode} would make. */
  static int headerLength(LogRecord record) throws StoreException {
    int length = FIXED;
    for (String text : strings(record)) {
      length += 2 + text.getBytes(StandardCharsets.UTF_8).length;
    }
    if (length > MAX_HEADER_BYTES) {
      throw new StoreException(
          StoreError.LIMIT_EXCEEDED,
          "record header: " + length + " bytes (expected: <= " + MAX_HEADER_BYTES + ")");
    }
    return length;
  }

  private static List<String> strings(LogRecord record) {
    if (record instanceof LogRecord.Stored stored) {
      ObjectHead head = stored.head();
      List<String> strings = new ArrayList<>(MOST_STRINGS);
      Collections.addAll(
          strings,
          head.sender().via(),
          head.sender().callingAeTitle(),
          head.sender().calledAeTitle(),
          head.sender().address(),
          head.sopClassUid(),
          head.sopInstanceUid(),
          head.transferSyntaxUid(),
          isInline(stored) ? "" : stored.location().container());
      if (head.description() != null) {
        strings.add(head.description());
      }
      return strings;
    }
    LogRecord.Tombstone tombstone = (LogRecord.Tombstone) record;
    String target = tombstone.targetLocation().container();
    return List.of("", "", "", "", "", tombstone.sopInstanceUid(), "", target);
  }

  /** Writes the header at the buffer's position and moves it behind. */
  static void encode(LogRecord record, long groupOffset, SegmentHeader segment, ByteBuffer out) {
    int start = out.position();
    out.putInt(MAGIC).putInt(0);
    if (record instanceof LogRecord.Stored stored) {
      putStored(stored, groupOffset, out);
    } else if (record instanceof LogRecord.Tombstone tombstone) {
      putTombstone(tombstone, groupOffset, out);
    }
    for (String text : strings(record)) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.putShort((short) utf8.length).put(utf8);
    }
    out.putInt(start + 12, out.position() - start);
    if (record instanceof LogRecord.Stored stored && stored.head().sha256() != null) {
      out.put(start + DIGEST, digest(stored, segment), 0, BEHIND_DIGEST - DIGEST);
    }
    out.putInt(start + 4, crc(segment, out, start, out.position()));
  }

  private static void putStored(LogRecord.Stored stored, long groupOffset, ByteBuffer out) {
    ObjectHead head = stored.head();
    boolean inline = isInline(stored);
    int described = head.description() == null ? 0 : DESCRIBED;
    putKind(out, inline ? OBJECT : REFERENCE, described | flag(stored.relocated()));
    out.putLong(stored.recordNumber()).putLong(groupOffset).putLong(stored.location().length());
    out.putInt(stored.crc32()).putInt(head.dataSetOffset()).putLong(head.organizationKey());
    out.putLong(micros(head.receivedAt())).put(new byte[BEHIND_DIGEST - DIGEST]);
    out.putLong(inline ? 0 : stored.location().offset()).putLong(0);
  }

  private static void putTombstone(LogRecord.Tombstone t, long groupOffset, ByteBuffer out) {
    putKind(out, TOMBSTONE, flag(t.relocated()));
    out.putLong(t.recordNumber()).putLong(groupOffset).putLong(t.targetLocation().length());
    out.putInt(0).putInt(0).putLong(t.organizationKey()).putLong(micros(t.deletedAt()));
    out.put(new byte[BEHIND_DIGEST - DIGEST]);
    out.putLong(t.targetLocation().offset()).putLong(t.targetRecordNumber());
  }

  /** The digest and its checksum, as they stand in the header of a record. */
  static ByteBuffer digest(LogRecord.Stored stored, SegmentHeader segment) {
    ByteBuffer field = ByteBuffer.allocate(BEHIND_DIGEST - DIGEST);
    byte[] sha256 = stored.head().sha256().bytes();
    field.put(sha256).putInt(digestCrc(segment, stored.recordNumber(), sha256));
    return field.flip();
  }

  /** Where the digest of an object that lies in the segment stands. */
  static long digestOffset(LogRecord.Stored stored) throws StoreException {
    return stored.location().offset() - headerLength(stored) + DIGEST;
  }

  private static int digestCrc(SegmentHeader segment, long recordNumber, byte[] sha256) {
    CRC32C crc = segment.salted();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(recordNumber).flip());
    crc.update(sha256);
    return (int) crc.getValue();
  }

  private static int flag(boolean relocated) {
    return relocated ? RELOCATED : 0;
  }

  private static void putKind(ByteBuffer out, int kind, int flags) {
    out.put((byte) VERSION).put((byte) kind).put((byte) flags).put((byte) 0);
    out.putInt(0);
  }

  /**
   * Reads the header at the buffer's position, which stands for {@code offset} of the segment.
   *
   * @param end the record must end at or before it
   */
  static Decoded decode(ByteBuffer in, SegmentHeader segment, long offset, long end)
      throws NoRecordException {
    int start = in.position();
    require(in.remaining() >= FIXED, "record header: cut off");
    require(in.getInt(start) == MAGIC, "record: no magic number");
    int length = in.getInt(start + 12);
    require(length >= FIXED && length <= MAX_HEADER_BYTES, "record header length: out of range");
    require(length <= in.remaining(), "record header: cut off");
    require(
        in.getInt(start + 4) == crc(segment, in, start, start + length),
        "record header: checksum does not match");
    require(in.get(start + 8) == VERSION, "record version: unknown");
    ByteBuffer header = in.slice(start, length);
    LogRecord record = record(header, segment, offset, length);
    Digest digest = digestIn(record, header);
    Digest expected = record instanceof LogRecord.Stored ? Digest.THERE : Digest.ABSENT;
    require(isInline(record) || digest == expected, "SHA-256: checksum does not match");
    long content = isInline(record) ? ((LogRecord.Stored) record).location().length() : 0;
    require(content >= 0 && content <= end - offset - length, "record: content cut off");
    long recordLength = align(length + content);
    require(recordLength <= end - offset, "record: cut off");
    return new Decoded(record, offset, length, recordLength, header.getLong(24), digest);
  }

  private static LogRecord record(
      ByteBuffer in, SegmentHeader segment, long offset, int headerLength)
      throws NoRecordException {
    in.position(FIXED);
    boolean described = (in.get(10) & DESCRIBED) != 0;
    String[] strings = new String[MOST_STRINGS];
    for (int i = 0; i < (described ? MOST_STRINGS : STRINGS); i++) {
      strings[i] = string(in);
    }
    int kind = in.get(9);
    boolean relocated = (in.get(10) & RELOCATED) != 0;
    long length = in.getLong(32);
    require(length >= 0, "length of Part 10 file: negative");
    if (kind == TOMBSTONE) {
      return new LogRecord.Tombstone(
          in.getLong(16),
          in.getLong(48),
          strings[5],
          in.getLong(108),
          new ObjectLocation(strings[7], in.getLong(100), length),
          instant(in.getLong(56)),
          relocated);
    }
    require(kind == OBJECT || kind == REFERENCE, "record kind: unknown");
    ObjectHead head =
        new ObjectHead(
            in.getLong(48),
            new Sender(strings[0], strings[1], strings[2], strings[3]),
            instant(in.getLong(56)),
            strings[4],
            strings[5],
            strings[6],
            sha256(in, segment),
            in.getInt(44),
            strings[STRINGS]);
    ObjectLocation location =
        kind == OBJECT
            ? new ObjectLocation(Layout.segment(segment.number()), offset + headerLength, length)
            : new ObjectLocation(strings[7], in.getLong(100), length);
    return new LogRecord.Stored(in.getLong(16), head, location, in.getInt(40), relocated);
  }

  private static Digest digestIn(LogRecord record, ByteBuffer header) {
    if (record instanceof LogRecord.Stored stored && stored.head().sha256() != null) {
      return Digest.THERE;
    }
    for (int i = DIGEST; i < BEHIND_DIGEST; i++) {
      if (header.get(i) != 0) {
        return Digest.DAMAGED;
      }
    }
    return Digest.ABSENT;
  }

  /** Null where none was written yet, or not wholly. */
  private static Sha256 sha256(ByteBuffer in, SegmentHeader segment) {
    byte[] sha256 = new byte[Sha256.BYTES];
    in.get(DIGEST, sha256);
    return in.getInt(DIGEST + Sha256.BYTES) == digestCrc(segment, in.getLong(16), sha256)
        ? Sha256.of(sha256)
        : null;
  }

  private static String string(ByteBuffer in) throws NoRecordException {
    require(in.remaining() >= 2, "record header: text cut off");
    int length = in.getShort() & 0xFFFF;
    require(length <= in.remaining(), "record header: text cut off");
    byte[] utf8 = new byte[length];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static int crc(SegmentHeader segment, ByteBuffer in, int start, int end) {
    CRC32C crc = segment.salted();
    crc.update(in.duplicate().limit(start + DIGEST).position(start + 8));
    crc.update(in.duplicate().limit(end).position(start + BEHIND_DIGEST));
    return (int) crc.getValue();
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static void require(boolean condition, String reason) throws NoRecordException {
    if (!condition) {
      throw new NoRecordException(reason);
    }
  }
}
