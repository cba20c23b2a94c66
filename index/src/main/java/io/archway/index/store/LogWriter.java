package io.archway.index.store;

import io.archway.index.disk.Disk;
import io.archway.index.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log's tail. A group is written in pieces and forced once. When a write fails, the tail is cut
 * back; when a force fails, the segment is never written again, because a later success of it would
 * say nothing about the pages that were lost. Guarded by the caller's lock.
 */
final class LogWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 << 10).asReadOnlyBuffer();

  /** Groups up to this part of the growth step are written into zeros that are there already. */
  private static final int GROWTH_SHARE = 16;

  private static final long UNKNOWN = Long.MAX_VALUE;

  private final Disk disk;
  private final StoreSettings settings;
  private final Segments segments;
  private final LongUnaryOperator sweptSegment;
  private final PieceWriter pieces;
  private ByteBuffer headers = ByteBuffer.allocateDirect(64 << 10);
  private DiskFile file;
  private SegmentHeader segment;
  private long tail;
  private long fileBytes;
  private long highestNumber;
  private long nextRecordNumber;
  private boolean rollFirst;

  /** Objects of this segment whose digests were not known when they were written. */
  private final List<LogRecord.Stored> digested = new ArrayList<>();

  /**
   * @param sweptSegment given the number of the next segment, the first one whose large files may
   *     be without a record
   */
  LogWriter(Disk disk, StoreSettings settings, Segments segments, LongUnaryOperator sweptSegment) {
    this.disk = disk;
    this.settings = settings;
    this.segments = segments;
    this.sweptSegment = sweptSegment;
    this.pieces = new PieceWriter(settings.writePieceBytes());
  }

  /** Goes on in a segment that recovery has cut and forced. */
  void resume(DiskFile active, SegmentHeader header, long end, long nextRecord) {
    file = active;
    segment = header;
    tail = end;
    fileBytes = end;
    highestNumber = header.number();
    nextRecordNumber = nextRecord;
    segments.setEnd(new LogPosition(segment.number(), tail));
  }

  /** Begins a new segment above all numbers that were ever seen. */
  void begin(long highestSeen, long nextRecord, LogPosition previousEnd) throws IOException {
    highestNumber = highestSeen;
    nextRecordNumber = nextRecord;
    create(previousEnd);
  }

  long activeNumber() {
    return segment.number();
  }

  /** Appends new entries; each gets the next record number. */
  Appended append(List<Entry> group) throws StoreException {
    List<LogRecord> records = new ArrayList<>(group.size());
    List<List<ByteBuffer>> contents = new ArrayList<>(group.size());
    for (Entry entry : group) {
      records.add(unplaced(entry, nextRecordNumber++));
      contents.add(entry instanceof Entry.Inline inline ? inline.content() : List.of());
    }
    return append(records, contents);
  }

  /** Appends records that have their numbers; their places are found here. */
  Appended append(List<LogRecord> records, List<List<ByteBuffer>> contents) throws StoreException {
    long length = 0;
    for (LogRecord record : records) {
      length += recordLength(record);
    }
    makeRoom(length);
    writeDigests();
    List<LogRecord> placed = new ArrayList<>(records.size());
    List<ByteBuffer> parts = lay(records, contents, placed);
    write(parts, length);
    Appended appended = new Appended(placed, new LogPosition(segment.number(), tail + length));
    force();
    tail += length;
    segments.setEnd(appended.end());
    return appended;
  }

  /**
   * Takes the digests of objects that were appended without. They are written with the next group
   * and durable with it.
   */
  void complete(List<LogRecord.Stored> records) {
    for (LogRecord.Stored record : records) {
      if (record.location().container().equals(file.name())) {
        digested.add(record);
      }
    }
  }

  /** What cannot be written is made from the content by whoever reads the record. */
  private void writeDigests() {
    try {
      for (LogRecord.Stored record : digested) {
        file.writeFully(RecordCodec.digest(record, segment), RecordCodec.digestOffset(record));
      }
    } catch (IOException e) {
      LOG.warn("{}: digests not written: {}", file.name(), e.getMessage());
    }
    digested.clear();
  }

  /** Closes the active segment and begins the next. */
  void roll() throws StoreException {
    rollFirst = true;
    forceDigests();
    try {
      cutIfPossible();
      create(new LogPosition(segment.number(), tail));
      rollFirst = false;
    } catch (IOException e) {
      throw Failures.of(e, "new segment", disk);
    }
  }

  private void forceDigests() {
    if (digested.isEmpty()) {
      return;
    }
    writeDigests();
    try {
      file.force(false);
    } catch (IOException e) {
      LOG.warn("{}: digests not forced: {}", file.name(), e.getMessage());
    }
  }

  void close() throws IOException {
    if (file != null) {
      forceDigests();
      file.close();
    }
  }

  private static long recordLength(LogRecord record) throws StoreException {
    long content =
        RecordCodec.isInline(record) ? ((LogRecord.Stored) record).location().length() : 0;
    return RecordCodec.align(RecordCodec.headerLength(record) + content);
  }

  private void makeRoom(long length) throws StoreException {
    boolean full = tail > SegmentHeader.BYTES && tail + length > settings.segmentBytes();
    if (rollFirst || full) {
      roll();
    }
  }

  private static LogRecord unplaced(Entry entry, long number) {
    if (entry instanceof Entry.Inline inline) {
      long length = 0;
      CRC32 crc = new CRC32();
      for (ByteBuffer part : inline.content()) {
        length += part.remaining();
        crc.update(part.duplicate());
      }
      ObjectLocation location = new ObjectLocation("", 0, length);
      return new LogRecord.Stored(number, inline.head(), location, (int) crc.getValue(), false);
    }
    if (entry instanceof Entry.Reference reference) {
      LargeObject.Content content = reference.content();
      return new LogRecord.Stored(
          number, reference.head(), content.location(), content.crc32(), false);
    }
    Entry.Deletion deletion = (Entry.Deletion) entry;
    return new LogRecord.Tombstone(
        number,
        deletion.organizationKey(),
        deletion.sopInstanceUid(),
        deletion.targetRecordNumber(),
        deletion.targetLocation(),
        deletion.deletedAt(),
        false);
  }

  /** Encodes the headers and lists what is to be written, record by record. */
  private List<ByteBuffer> lay(
      List<LogRecord> records, List<List<ByteBuffer>> contents, List<LogRecord> placed)
      throws StoreException {
    int headerBytes = 0;
    for (LogRecord record : records) {
      headerBytes += RecordCodec.headerLength(record);
    }
    if (headers.capacity() < headerBytes) {
      headers = ByteBuffer.allocateDirect(Math.max(headerBytes, 2 * headers.capacity()));
    }
    headers.clear();
    List<ByteBuffer> parts = new ArrayList<>();
    long at = tail;
    for (int i = 0; i < records.size(); i++) {
      int start = headers.position();
      RecordCodec.encode(records.get(i), tail, segment, headers);
      int headerLength = headers.position() - start;
      parts.add(headers.duplicate().flip().position(start));
      long length = headerLength;
      for (ByteBuffer part : contents.get(i)) {
        parts.add(part.duplicate());
        length += part.remaining();
      }
      placed.add(place(records.get(i), at + headerLength));
      int padding = (int) (RecordCodec.align(length) - length);
      if (padding > 0) {
        parts.add(ZEROS.duplicate().limit(padding));
      }
      at += length + padding;
    }
    return parts;
  }

  private LogRecord place(LogRecord record, long contentOffset) {
    if (!RecordCodec.isInline(record)) {
      return record;
    }
    LogRecord.Stored stored = (LogRecord.Stored) record;
    ObjectLocation location =
        new ObjectLocation(file.name(), contentOffset, stored.location().length());
    return new LogRecord.Stored(
        stored.recordNumber(), stored.head(), location, stored.crc32(), stored.relocated());
  }

  private void write(List<ByteBuffer> parts, long length) throws StoreException {
    try {
      long end = pieces.write(file, parts, tail);
      if (end != tail + length) {
        throw new IllegalStateException(
            "group: " + (end - tail) + " bytes (expected: " + length + ")");
      }
      fileBytes = Math.max(fileBytes, end);
      grow(end, length);
    } catch (IOException | RuntimeException e) {
      fileBytes = UNKNOWN;
      try {
        cutToTail();
      } catch (IOException cutting) {
        rollFirst = true;
        e.addSuppressed(cutting);
      }
      if (e instanceof RuntimeException unexpected) {
        throw unexpected;
      }
      throw Failures.of((IOException) e, "group of " + length + " bytes", disk);
    }
  }

  /** Lays zeros behind small groups, so that the next forces write no lengths. */
  private void grow(long end, long groupBytes) {
    long target = Math.min(settings.segmentBytes(), end + settings.growthBytes());
    if (end < fileBytes || groupBytes > settings.growthBytes() / GROWTH_SHARE || target <= end) {
      return;
    }
    List<ByteBuffer> zeros = new ArrayList<>();
    for (long at = end; at < target; at += ZEROS.capacity()) {
      zeros.add(ZEROS.duplicate().limit((int) Math.min(ZEROS.capacity(), target - at)));
    }
    try {
      pieces.write(file, zeros, end);
      fileBytes = target;
    } catch (IOException e) {
      // The group itself is written; whether it is safe the force will say.
      fileBytes = UNKNOWN;
    }
  }

  private void force() throws StoreException {
    try {
      file.force(false);
    } catch (IOException e) {
      StoreException failure =
          new StoreException(StoreError.FORCE_FAILED, file.name() + ": " + e.getMessage(), e);
      rollFirst = true;
      fileBytes = UNKNOWN;
      try {
        roll();
      } catch (StoreException again) {
        failure.addSuppressed(again);
      }
      throw failure;
    }
  }

  /** What stays behind the tail is harmless: the next segment's header says where this one ends. */
  private void cutIfPossible() {
    try {
      cutToTail();
    } catch (IOException e) {
      fileBytes = UNKNOWN;
    }
  }

  /** Cuts whatever lies behind the tail, durably. */
  private void cutToTail() throws IOException {
    if (fileBytes == tail) {
      return;
    }
    file.truncate(tail);
    file.force(true);
    fileBytes = tail;
  }

  /** A segment that could not be begun. Should it stay, its number is never used again. */
  private void abandon(DiskFile created) {
    try {
      created.close();
      disk.delete(created.name());
    } catch (IOException e) {
      rollFirst = true;
    }
  }

  private void create(LogPosition previousEnd) throws IOException {
    long number = ++highestNumber;
    String name = Layout.segment(number);
    SegmentHeader header =
        SegmentHeader.create(
            number, nextRecordNumber, sweptSegment.applyAsLong(number), previousEnd);
    DiskFile created = disk.open(name, Disk.Access.CREATE);
    try {
      created.writeFully(header.encode(), 0);
      created.force(true);
      disk.forceFolder(Layout.LOG);
    } catch (IOException e) {
      abandon(created);
      throw e;
    }
    DiskFile old = file;
    file = created;
    tail = SegmentHeader.BYTES;
    fileBytes = tail;
    if (previousEnd.segment() > 0) {
      segments.addClosed(previousEnd.segment(), previousEnd.offset());
    }
    segment = header;
    segments.setEnd(new LogPosition(number, tail));
    if (old != null) {
      old.close();
    }
  }
}
