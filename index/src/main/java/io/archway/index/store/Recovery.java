package io.archway.index.store;

import io.archway.index.disk.Disk;
import io.archway.index.disk.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Opening: finds where the log ends. Only what came after the last force can be torn; each record
 * says what had been forced before it, so damage to older records is told from a torn tail.
 */
final class Recovery {

  private static final long UNREADABLE_RECORDS = 1L << 32;

  private final Disk disk;
  private final Segments segments;
  private final LogPosition acknowledged;
  private final boolean writing;
  private final List<Damage> damage = new ArrayList<>();
  private final Set<String> namedFiles = new HashSet<>();
  private final Set<String> deletedFiles = new HashSet<>();
  private long highestSegment;
  private long highestRecord;
  private long cutBytes;
  private SegmentHeader last;
  private long tail;
  private boolean endsInDamage;
  private List<RecordCodec.Decoded> groupBefore = List.of();
  private final List<RecordCodec.Decoded> absent = new ArrayList<>();
  private final List<LogRecord.Stored> withoutDigest = new ArrayList<>();

  Recovery(Disk disk, Segments segments, LogPosition acknowledged, boolean writing) {
    this.disk = disk;
    this.segments = segments;
    this.acknowledged = acknowledged;
    this.writing = writing;
  }

  /** Finds the end, cuts what is torn and lets the writer go on there; null to inspect only. */
  OpenReport run(LogWriter writer, LargeFiles largeFiles) throws IOException {
    readSegments();
    if (last != null) {
      walkActive();
    } else if (acknowledged.compareTo(LogPosition.START) > 0) {
      missing(highestSegment, 0, 0);
    }
    if (!writing) {
      segments.setEnd(last == null ? LogPosition.START : new LogPosition(last.number(), tail));
      return new OpenReport(cutBytes, damage, List.of());
    }
    long firstUnswept = last == null ? 1 : last.sweptSegment();
    resume(writer);
    return new OpenReport(cutBytes, damage, sweep(largeFiles, firstUnswept));
  }

  private void readSegments() throws IOException {
    TreeMap<Long, Long> sizes = new TreeMap<>();
    for (String name : disk.list(Layout.LOG)) {
      long number = Layout.segmentNumber(name);
      if (number > 0) {
        sizes.put(number, disk.size(Layout.segment(number)));
      }
    }
    highestSegment = sizes.isEmpty() ? 0 : sizes.lastKey();
    List<SegmentHeader> headers = new ArrayList<>();
    for (Map.Entry<Long, Long> segment : sizes.entrySet()) {
      SegmentHeader header = segments.header(segment.getKey());
      if (header == null) {
        noHeader(segment.getKey(), segment.getValue());
      } else {
        headers.add(header);
        segments.addClosed(segment.getKey(), segment.getValue());
        last = header;
      }
    }
    headers.forEach(header -> endPrevious(header, sizes));
    if (last != null) {
      segments.remove(last.number());
    }
  }

  /** A segment whose beginning was cut by a crash holds nothing; any other is damage. */
  private void noHeader(long number, long size) throws IOException {
    if (size > SegmentHeader.BYTES) {
      damage.add(new Damage(number, 0, size, "segment header: unreadable"));
      segments.addClosed(number, size);
    } else if (writing) {
      disk.delete(Layout.segment(number));
      disk.forceFolder(Layout.LOG);
    }
  }

  /** What lies behind the end that a later segment names was given up after a failed force. */
  private void endPrevious(SegmentHeader header, Map<Long, Long> sizes) {
    Long size = sizes.get(header.previousSegment());
    if (size != null && segments.isClosed(header.previousSegment())) {
      segments.addClosed(header.previousSegment(), Math.min(size, header.previousEnd()));
    }
  }

  private void walkActive() throws IOException {
    highestRecord = last.nextRecordNumber() - 1;
    long size = disk.size(Layout.segment(last.number()));
    List<RecordCodec.Decoded> lastGroup = new ArrayList<>();
    List<Damage> suspects = new ArrayList<>();
    tail = SegmentHeader.BYTES;
    try (SegmentScanner scanner =
        segments.scan(last.number(), SegmentHeader.BYTES, Long.MAX_VALUE)) {
      long proven = SegmentHeader.BYTES;
      while (scanner.next()) {
        if (scanner.damage() != null) {
          suspects.add(scanner.damage());
          continue;
        }
        RecordCodec.Decoded record = scanner.current();
        if (record.groupOffset() > proven) {
          proven = record.groupOffset();
          groupBefore = settleBefore(proven, lastGroup);
        }
        lastGroup.add(record);
        if (record.digest() == RecordCodec.Digest.ABSENT) {
          absent.add(record);
        }
        tail = scanner.nextOffset();
      }
      settle(scanner, suspects, proven, lastGroup, size);
    }
  }

  /** Notes and gives what had been forced; groups behind it may have been written together. */
  private List<RecordCodec.Decoded> settleBefore(long proven, List<RecordCodec.Decoded> records) {
    List<RecordCodec.Decoded> forced = records.stream().filter(r -> r.offset() < proven).toList();
    forced.forEach(r -> note(r.record()));
    records.removeIf(r -> r.offset() < proven);
    return forced;
  }

  /** Everything before {@code proven} had been forced: damage there is damage, the rest is torn. */
  private void settle(
      SegmentScanner scanner,
      List<Damage> suspects,
      long proven,
      List<RecordCodec.Decoded> lastGroup,
      long size)
      throws IOException {
    long torn = tail;
    for (Damage suspect : suspects) {
      if (suspect.offset() < proven) {
        damage.add(suspect);
      } else {
        torn = Math.min(torn, suspect.offset());
      }
    }
    torn = Math.min(torn, firstTornContent(scanner.file(), lastGroup, torn));
    tail = torn;
    // A tombstone that is cut must not delete a file.
    lastGroup.stream().filter(r -> r.offset() < tail).forEach(r -> note(r.record()));
    findWithoutDigest(scanner.file(), lastGroup);
    boolean clean = scanner.isZeroFrom(tail);
    boolean known = acknowledged.compareTo(new LogPosition(last.number(), tail)) > 0;
    if (known) {
      tail = Math.max(size, tail);
      missing(last.number(), torn, tail - torn);
    } else if (!clean) {
      cutBytes = size - tail;
    }
  }

  /** The index holds more than the log has. Nothing of it is cut, no position comes twice. */
  private void missing(long segment, long offset, long length) {
    damage.add(
        new Damage(
            segment, offset, length, "end of log (expected: at least " + acknowledged + ")"));
    highestSegment = Math.max(highestSegment, acknowledged.segment());
    endsInDamage = true;
  }

  private static long firstTornContent(DiskFile file, List<RecordCodec.Decoded> group, long tail)
      throws IOException {
    ContentCheck check = new ContentCheck();
    for (RecordCodec.Decoded decoded : group) {
      if (decoded.offset() < tail
          && decoded.record() instanceof LogRecord.Stored stored
          && RecordCodec.isInline(stored)
          && !isWhole(check, file, stored)) {
        return decoded.offset();
      }
    }
    return tail;
  }

  private static boolean isWhole(ContentCheck check, DiskFile file, LogRecord.Stored stored)
      throws IOException {
    try {
      return check.hasCrc(file, stored);
    } catch (EOFException e) {
      return false;
    }
  }

  /** The digests of a group are forced with a later one, and may be torn with it. */
  private void findWithoutDigest(DiskFile file, List<RecordCodec.Decoded> lastGroup)
      throws IOException {
    List<RecordCodec.Decoded> recent = new ArrayList<>(groupBefore);
    recent.addAll(lastGroup);
    recent.removeIf(r -> r.digest() != RecordCodec.Digest.DAMAGED);
    recent.addAll(absent);
    ContentCheck check = new ContentCheck();
    for (RecordCodec.Decoded decoded : recent) {
      if (decoded.offset() < tail
          && decoded.record() instanceof LogRecord.Stored stored
          && isWhole(check, file, stored)) {
        withoutDigest.add(stored);
      }
    }
  }

  private void note(LogRecord record) {
    highestRecord = Math.max(highestRecord, record.recordNumber());
    if (record instanceof LogRecord.Stored stored && !RecordCodec.isInline(stored)) {
      namedFiles.add(stored.location().container());
    } else if (record instanceof LogRecord.Tombstone tombstone
        && Layout.isLarge(tombstone.targetLocation().container())) {
      deletedFiles.add(tombstone.targetLocation().container());
    }
  }

  private void resume(LogWriter writer) throws IOException {
    // Numbers of records that cannot be read must not be given again.
    long nextRecord = highestRecord + 1 + (damage.isEmpty() ? 0 : UNREADABLE_RECORDS);
    if (last == null) {
      writer.begin(highestSegment, nextRecord, LogPosition.START);
      return;
    }
    if (endsInDamage || highestSegment > last.number()) {
      forceLast();
      writer.begin(highestSegment, nextRecord, new LogPosition(last.number(), tail));
      return;
    }
    DiskFile file = disk.open(Layout.segment(last.number()), Disk.Access.WRITE);
    try {
      file.truncate(tail);
      writeDigests(file);
      file.force(true);
      disk.forceFolder(Layout.LOG);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    writer.resume(file, last, tail, nextRecord);
  }

  /**
   * A killed process leaves records that are in memory only; what is shown from now on must stay.
   */
  private void forceLast() throws IOException {
    try (DiskFile file = disk.open(Layout.segment(last.number()), Disk.Access.WRITE)) {
      writeDigests(file);
      file.force(true);
    }
  }

  private void writeDigests(DiskFile file) throws IOException {
    for (LogRecord.Stored stored : withoutDigest) {
      file.writeFully(RecordCodec.digest(stored, last), RecordCodec.digestOffset(stored));
    }
  }

  private List<String> sweep(LargeFiles largeFiles, long fromSegment) throws IOException {
    if (last == null || !damage.isEmpty()) {
      // A record that cannot be read, or a log that is not there, may name any of them.
      return List.of();
    }
    for (Segment segment : segments.list()) {
      if (segment.number() >= fromSegment && segment.number() != last.number()) {
        if (!noteAll(segment)) {
          return List.of();
        }
      }
    }
    return largeFiles.sweep(fromSegment, namedFiles, deletedFiles);
  }

  private boolean noteAll(Segment segment) throws IOException {
    try (SegmentScanner scanner = segments.scan(segment.number(), 0, segment.bytes())) {
      while (scanner.next()) {
        if (scanner.damage() != null) {
          return false;
        }
        note(scanner.current().record());
      }
    }
    return true;
  }
}
