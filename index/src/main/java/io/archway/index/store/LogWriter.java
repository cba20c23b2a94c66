package io.archway.index.store;

import io.archway.index.disk.Disk;
import io.archway.index.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongUnaryOperator;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log's tail. A group is written in pieces and forced once; the next may be written while it is
 * forced. Groups become durable in their order: none before all that lie in front of it. When a
 * write fails, the tail is cut back; when a force fails, all groups that wait fail with it and the
 * segment is never written again, because a later success of it would say nothing about the pages
 * that were lost. Guarded by the caller's lock.
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
  private ForceHandles handles;
  private SegmentHeader segment;
  private final Unsettled unsettled;

  /** Behind the last group that is written. What of it is durable the segments know. */
  private long end;

  private long fileBytes;
  private long highestNumber;
  private long nextRecordNumber;
  private boolean rollFirst;

  /** Objects whose digests were not known when they were written. Thread-safe. */
  private final Queue<LogRecord.Stored> digested = new ConcurrentLinkedQueue<>();

  /**
   * @param sweptSegment given the number of the next segment, the first one whose large files may
   *     be without a record
   */
  LogWriter(
      Disk disk,
      StoreSettings settings,
      Segments segments,
      LongUnaryOperator sweptSegment,
      Unsettled unsettled) {
    this.disk = disk;
    this.settings = settings;
    this.segments = segments;
    this.sweptSegment = sweptSegment;
    this.unsettled = unsettled;
    this.pieces = new PieceWriter(settings.writePieceBytes());
  }

  /** Goes on in a segment that recovery has cut and forced. */
  void resume(DiskFile active, SegmentHeader header, long endOffset, long nextRecord) {
    file = active;
    handles = new ForceHandles(disk, active.name());
    segment = header;
    end = endOffset;
    fileBytes = endOffset;
    highestNumber = header.number();
    nextRecordNumber = nextRecord;
    segments.setEnd(end());
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

  /** Behind the last group that is written. */
  LogPosition end() {
    return new LogPosition(segment.number(), end);
  }

  /** Writes new entries; each gets the next record number. */
  Written write(List<Entry> group) throws StoreException {
    List<LogRecord> records = new ArrayList<>(group.size());
    List<List<ByteBuffer>> contents = new ArrayList<>(group.size());
    for (Entry entry : group) {
      records.add(unplaced(entry, nextRecordNumber++));
      contents.add(entry instanceof Entry.Inline inline ? inline.content() : List.of());
    }
    return write(records, contents);
  }

  /** Writes records that have their numbers; their places are found here. */
  Written write(List<LogRecord> records, List<List<ByteBuffer>> contents) throws StoreException {
    long length = 0;
    for (LogRecord record : records) {
      length += recordLength(record);
    }
    makeRoom(length);
    writeDigests();
    List<LogRecord> placed = new ArrayList<>(records.size());
    List<ByteBuffer> parts = lay(records, contents, placed);
    DiskFile handle = takeHandle();
    try {
      write(parts, length);
      end += length;
      Written written = new Written(handles, handle, new Appended(placed, end()));
      unsettled.add(written);
      handle = null;
      return written;
    } finally {
      if (handle != null) {
        handles.giveBack(handle);
      }
    }
  }

  private DiskFile takeHandle() throws StoreException {
    try {
      return handles.take();
    } catch (IOException e) {
      throw Failures.of(e, file.name(), disk);
    }
  }

  /** All before it in the active segment is durable. */
  private long tail() {
    return segments.end().offset();
  }

  /**
   * Takes the digests of objects that were appended without. They are written with the next group
   * and durable with it. Any thread.
   */
  void complete(List<LogRecord.Stored> records) {
    digested.addAll(records);
  }

  /** What cannot be written is made from the content by whoever reads the record. */
  private void writeDigests() {
    LogRecord.Stored record;
    while ((record = digested.poll()) != null) {
      try {
        if (record.location().container().equals(file.name())) {
          file.writeFully(RecordCodec.digest(record, segment), RecordCodec.digestOffset(record));
        }
      } catch (IOException e) {
        LOG.warn("{}: a digest is not written: {}", file.name(), e.getMessage());
      }
    }
  }

  /** Closes the active segment, when all of it is settled, and begins the next. */
  void roll() throws StoreException {
    unsettled.awaitNone();
    if (unsettled.isBroken()) {
      end = tail();
      fileBytes = UNKNOWN;
    }
    rollFirst = true;
    forceDigests();
    try {
      cutIfPossible();
      create(new LogPosition(segment.number(), end));
      rollFirst = false;
      unsettled.mend();
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
    unsettled.awaitNone();
    if (file != null) {
      forceDigests();
      handles.close();
      file.close();
    }
  }

  private static long recordLength(LogRecord record) throws StoreException {
    long content =
        RecordCodec.isInline(record) ? ((LogRecord.Stored) record).location().length() : 0;
    return RecordCodec.align(RecordCodec.headerLength(record) + content);
  }

  private void makeRoom(long length) throws StoreException {
    boolean full = end > SegmentHeader.BYTES && end + length > settings.segmentBytes();
    if (rollFirst || full || unsettled.isBroken()) {
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
    long proven = tail();
    long at = end;
    for (int i = 0; i < records.size(); i++) {
      int start = headers.position();
      RecordCodec.encode(records.get(i), proven, segment, headers);
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
      long behind = pieces.write(file, parts, end);
      if (behind != end + length) {
        throw new IllegalStateException(
            "group: " + (behind - end) + " bytes (expected: " + length + ")");
      }
      fileBytes = Math.max(fileBytes, behind);
      grow(behind, length);
    } catch (IOException | RuntimeException e) {
      fileBytes = UNKNOWN;
      try {
        cutToEnd();
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
  private void grow(long from, long groupBytes) {
    long target = Math.min(settings.segmentBytes(), from + settings.growthBytes());
    if (from < fileBytes || groupBytes > settings.growthBytes() / GROWTH_SHARE || target <= from) {
      return;
    }
    List<ByteBuffer> zeros = new ArrayList<>();
    for (long at = from; at < target; at += ZEROS.capacity()) {
      zeros.add(ZEROS.duplicate().limit((int) Math.min(ZEROS.capacity(), target - at)));
    }
    try {
      pieces.write(file, zeros, from);
      fileBytes = target;
    } catch (IOException e) {
      // The group itself is written; whether it is safe the force will say.
      fileBytes = UNKNOWN;
    }
  }

  /** What stays behind the tail is harmless: the next segment's header says where this one ends. */
  private void cutIfPossible() {
    try {
      cutToEnd();
    } catch (IOException e) {
      fileBytes = UNKNOWN;
    }
  }

  /** Cuts whatever lies behind the last group, durably. */
  private void cutToEnd() throws IOException {
    if (fileBytes == end) {
      return;
    }
    file.truncate(end);
    file.force(true);
    fileBytes = end;
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
      pieces.write(created, List.of(header.encode()), 0);
      created.force(true);
      disk.forceFolder(Layout.LOG);
    } catch (IOException e) {
      abandon(created);
      throw e;
    }
    DiskFile old = file;
    if (old != null) {
      handles.close();
    }
    file = created;
    handles = new ForceHandles(disk, name);
    end = SegmentHeader.BYTES;
    fileBytes = end;
    if (previousEnd.segment() > 0) {
      segments.addClosed(previousEnd.segment(), previousEnd.offset());
    }
    segment = header;
    segments.setEnd(end());
    if (old != null) {
      old.close();
    }
  }
}
