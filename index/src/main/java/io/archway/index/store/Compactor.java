package io.archway.index.store;

import io.archway.index.disk.Disk;
import io.archway.index.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Copies what is alive in a closed segment to the log's tail. Until the index knows the new places
 * both copies are there; a tombstone is copied too, unless its object was in this same segment and
 * is no copy itself: then there may be others. Objects deleted while they are copied get another
 * tombstone behind the copy. One thread.
 */
final class Compactor {

  private static final int MAX_RECORDS = 1000;

  /** The log's tail under its lock. */
  interface Tail {
    Appended append(List<LogRecord> records, List<List<ByteBuffer>> contents) throws StoreException;

    Appended append(List<Entry> entries) throws StoreException;
  }

  private final Tail tail;
  private final int maxBytes;
  private final Liveness liveness;
  private final Relocation relocation;
  private final RecordNumbers originals = new RecordNumbers();
  private final List<LogRecord> records = new ArrayList<>();
  private final List<List<ByteBuffer>> contents = new ArrayList<>();
  private final List<ObjectLocation> from = new ArrayList<>();
  private long batchBytes;
  private long copiedRecords;
  private long copiedBytes;

  Compactor(Tail tail, int maxBytes, Liveness liveness, Relocation relocation) {
    this.tail = tail;
    this.maxBytes = maxBytes;
    this.liveness = liveness;
    this.relocation = relocation;
  }

  long copiedRecords() {
    return copiedRecords;
  }

  long copiedBytes() {
    return copiedBytes;
  }

  /** Copies everything; afterwards nothing in the segment is needed any more. */
  void copy(SegmentScanner scanner) throws IOException {
    while (scanner.next()) {
      if (scanner.damage() != null) {
        throw new StoreException(StoreError.DAMAGED, scanner.damage() + "; segment kept");
      }
      LogRecord record = scanner.current().record();
      if (record instanceof LogRecord.Stored stored) {
        if (!stored.relocated()) {
          originals.add(stored.recordNumber());
        }
        if (liveness.isAlive(stored)) {
          add(relocated(stored), stored.location(), content(scanner.file(), stored));
        }
      } else if (record instanceof LogRecord.Tombstone tombstone
          && !originals.contains(tombstone.targetRecordNumber())) {
        add(relocated(tombstone), null, List.of());
      }
      if (batchBytes >= maxBytes || records.size() >= MAX_RECORDS) {
        flush();
      }
    }
    flush();
  }

  private void add(LogRecord record, ObjectLocation old, List<ByteBuffer> content) {
    records.add(record);
    from.add(old);
    contents.add(content);
    batchBytes += content.stream().mapToLong(ByteBuffer::remaining).sum();
  }

  private void flush() throws IOException {
    if (records.isEmpty()) {
      return;
    }
    Appended appended = tail.append(records, contents);
    copiedRecords += records.size();
    copiedBytes += batchBytes;
    List<Relocation.Moved> moved = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      if (appended.records().get(i) instanceof LogRecord.Stored stored) {
        moved.add(new Relocation.Moved(stored.recordNumber(), from.get(i), stored.location()));
      }
    }
    if (!moved.isEmpty()) {
      bury(relocation.onMoved(List.copyOf(moved), appended.end()), appended.records());
    }
    records.clear();
    contents.clear();
    from.clear();
    batchBytes = 0;
  }

  private void bury(Collection<Long> dead, List<LogRecord> copies) throws StoreException {
    List<Entry> tombstones = new ArrayList<>();
    for (LogRecord copy : copies) {
      if (copy instanceof LogRecord.Stored stored && dead.contains(stored.recordNumber())) {
        tombstones.add(
            new Entry.Deletion(
                stored.head().organizationKey(),
                stored.head().sopInstanceUid(),
                stored.recordNumber(),
                stored.location(),
                java.time.Instant.now()));
      }
    }
    if (!tombstones.isEmpty()) {
      tail.append(tombstones);
    }
  }

  private static List<ByteBuffer> content(DiskFile file, LogRecord.Stored stored)
      throws IOException {
    if (!RecordCodec.isInline(stored)) {
      return List.of();
    }
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(stored.location().length()));
    file.readFully(content, stored.location().offset());
    CRC32 crc = new CRC32();
    crc.update(content.flip().duplicate());
    if ((int) crc.getValue() != stored.crc32()) {
      throw new StoreException(
          StoreError.DAMAGED,
          file.name()
              + " at "
              + stored.location().offset()
              + ": CRC-32 of the Part 10 file does not match; segment kept");
    }
    return List.of(content);
  }

  private static LogRecord relocated(LogRecord.Stored s) {
    return new LogRecord.Stored(s.recordNumber(), s.head(), s.location(), s.crc32(), true);
  }

  private static LogRecord relocated(LogRecord.Tombstone t) {
    return new LogRecord.Tombstone(
        t.recordNumber(),
        t.organizationKey(),
        t.sopInstanceUid(),
        t.targetRecordNumber(),
        t.targetLocation(),
        t.deletedAt(),
        true);
  }

  /**
   * Cuts what a failed force left behind the end of a segment; only its successor knew that end.
   */
  static void cut(Disk disk, String name, long end) throws IOException {
    if (disk.exists(name) && disk.size(name) > end) {
      try (DiskFile file = disk.open(name, Disk.Access.WRITE)) {
        file.truncate(end);
        file.force(true);
      }
    }
  }
}
