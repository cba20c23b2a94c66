package io.archway.index.store;

import io.archway.index.disk.Disk;
import io.archway.index.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The log that is the truth: append-only segments of records, large objects in files beside them.
 * Groups are written one after the other and forced beside each other. Thread-safe. Never interrupt
 * a thread inside.
 */
public final class ObjectStore implements Closeable {

  private final Disk disk;
  private final StoreSettings settings;
  private final boolean writing;
  private final Segments segments;
  private final LargeFiles largeFiles;
  private final Unsettled unsettled;
  private final LogWriter writer;
  private final FreeSpace freeSpace;
  private final Pins pins = new Pins();
  private final ReentrantLock tailLock = new ReentrantLock();
  private final ReentrantLock compactionLock = new ReentrantLock();
  private OpenReport openReport;
  private volatile boolean closed;

  private ObjectStore(Disk disk, StoreSettings settings, boolean writing) {
    this.disk = disk;
    this.settings = settings;
    this.writing = writing;
    segments = new Segments(disk);
    largeFiles = new LargeFiles(disk, settings);
    unsettled = new Unsettled(this::onDurable);
    writer = new LogWriter(disk, settings, segments, largeFiles::sweptSegment, unsettled);
    freeSpace = new FreeSpace(disk, settings.freeBytesCacheMillis());
  }

  /** Opens for reading and writing: cuts a torn tail, sweeps large files that no record names. */
  public static ObjectStore open(Disk disk, StoreSettings settings) throws StoreException {
    return open(disk, settings, LogPosition.START);
  }

  /**
   * As {@link #open(Disk, StoreSettings)}; an unreadable tail before {@code acknowledged}, the
   * position that the index holds, is damage and not torn: it is reported and kept.
   */
  public static ObjectStore open(Disk disk, StoreSettings settings, LogPosition acknowledged)
      throws StoreException {
    return new ObjectStore(disk, settings, true).recover(acknowledged);
  }

  /** Opens for reading only; changes nothing. A torn tail is reported and not read. */
  public static ObjectStore inspect(Disk disk, StoreSettings settings) throws StoreException {
    return new ObjectStore(disk, settings, false).recover(LogPosition.START);
  }

  private ObjectStore recover(LogPosition acknowledged) throws StoreException {
    try {
      if (writing) {
        disk.createFolder(Layout.LOG);
        disk.createFolder(Layout.LARGE);
      }
      Recovery recovery = new Recovery(disk, segments, acknowledged, writing);
      openReport = recovery.run(writer, largeFiles);
      return this;
    } catch (IOException e) {
      throw Failures.of(e, "opening the store", disk);
    }
  }

  /** What opening found and did. */
  public OpenReport openReport() {
    return openReport;
  }

  /**
   * Appends a group and forces it once. When it returns, all of it survives a power cut; when it
   * throws, nothing of it is visible. Large objects of a group that failed may be tried again.
   */
  public Appended append(List<Entry> group) throws StoreException {
    return group.isEmpty() ? new Appended(List.of(), end()) : begin(group).finish();
  }

  /**
   * Writes a group, and leaves it to {@link Appending#finish} to force it, which whoever called
   * this has to call in any case. Other groups may be begun meanwhile.
   */
  public Appending begin(List<Entry> group) throws StoreException {
    requireOpen();
    requireWriting();
    tailLock.lock();
    try {
      return new Appending(writer.write(group));
    } finally {
      tailLock.unlock();
    }
  }

  /** A group that is written. One thread. */
  public final class Appending {
    private final Written written;

    private Appending(Written written) {
      this.written = written;
    }

    /** The position behind it, once it is durable. */
    public LogPosition end() {
      return written.appended().end();
    }

    /**
     * Forces it. When this returns, it and all before it survive a power cut; when it throws,
     * nothing of it is visible, and nothing of what was begun after it.
     */
    public Appended finish() throws StoreException {
      IOException failure = null;
      try {
        written.force();
      } catch (IOException e) {
        failure = e;
      }
      return unsettled.settle(written, failure);
    }
  }

  /** The position behind the last record that is written, durable or not. */
  public LogPosition written() {
    tailLock.lock();
    try {
      return writer.end();
    } finally {
      tailLock.unlock();
    }
  }

  /**
   * Gives objects that were appended without their digest what they lack. It becomes durable with
   * the next group; until then a crash leaves it to be made from the content.
   */
  public void complete(List<LogRecord.Stored> records) {
    writer.complete(records);
  }

  private void onDurable(Appended appended) {
    segments.setEnd(appended.end());
    for (LogRecord record : appended.records()) {
      onAppended(record, appended.end().segment());
    }
  }

  private void onAppended(LogRecord record, long segment) {
    if (record instanceof LogRecord.Stored stored && !RecordCodec.isInline(stored)) {
      largeFiles.named(stored.location().container());
    } else if (record instanceof LogRecord.Tombstone tombstone) {
      segments.addDead(tombstone.targetLocation());
      if (Layout.isLarge(tombstone.targetLocation().container())) {
        largeFiles.doomed(tombstone.targetLocation().container(), segment);
      }
    }
  }

  /** Begins a file of its own for an object of any length. */
  public LargeObject newLargeObject() throws StoreException {
    requireOpen();
    requireWriting();
    tailLock.lock();
    try {
      if (largeFiles.isFull(writer.activeNumber())) {
        writer.roll();
      }
      return largeFiles.create(writer.activeNumber());
    } catch (IOException e) {
      throw Failures.of(e, "new large object", disk);
    } finally {
      tailLock.unlock();
    }
  }

  public StoredObject read(ObjectLocation location) throws StoreException {
    requireOpen();
    try {
      DiskFile file = disk.open(location.container(), Disk.Access.READ);
      return new StoredObject(location, file, disk.path(location.container()));
    } catch (IOException e) {
      throw Failures.of(e, location.container(), disk);
    }
  }

  /** The position behind the last durable record. */
  public LogPosition end() {
    return segments.end();
  }

  /**
   * Shows everything from a position to the end as it is now, in bounded memory. An object whose
   * tombstone was seen before is not shown again, also where compaction has copied it behind.
   */
  public void replay(LogPosition from, ReplayVisitor visitor) throws IOException {
    requireOpen();
    RecordNumbers deleted = new RecordNumbers();
    Pins.Pin pin = pins.pin();
    try {
      for (Segment segment : segments.list()) {
        if (segment.number() >= from.segment()) {
          long offset = segment.number() == from.segment() ? from.offset() : 0;
          replay(segment, offset, deleted, visitor);
        }
      }
    } finally {
      pin.close();
    }
  }

  private void replay(Segment segment, long from, RecordNumbers deleted, ReplayVisitor visitor)
      throws IOException {
    if (segments.header(segment.number()) == null) {
      visitor.onDamage(
          new Damage(segment.number(), 0, segment.bytes(), "segment header: unreadable"));
      return;
    }
    try (SegmentScanner scanner = segments.scan(segment.number(), from, segment.bytes())) {
      while (scanner.next()) {
        if (scanner.damage() != null) {
          visitor.onDamage(scanner.damage());
          continue;
        }
        LogRecord record = scanner.current().record();
        if (record instanceof LogRecord.Tombstone tombstone) {
          deleted.add(tombstone.targetRecordNumber());
        } else if (deleted.contains(record.recordNumber())) {
          continue;
        }
        visitor.onRecord(record, new LogPosition(segment.number(), scanner.nextOffset()));
      }
    }
  }

  /** Deletes the file of a large object after its tombstone is durable; for others does nothing. */
  public void release(ObjectLocation location) throws StoreException {
    requireOpen();
    requireWriting();
    if (Layout.isLarge(location.container())) {
      pins.delete(() -> largeFiles.deleteQuietly(location.container()));
    }
  }

  public List<Segment> segments() {
    return segments.list();
  }

  /** Bytes of a closed segment that compaction would give back. */
  public long deadBytes(long segment, Liveness liveness) throws IOException {
    requireOpen();
    Segment closedSegment = closedSegment(segment);
    long dead = 0;
    try (SegmentScanner scanner = segments.scan(segment, 0, closedSegment.bytes())) {
      while (scanner.next()) {
        if (scanner.damage() == null
            && scanner.current().record() instanceof LogRecord.Stored stored
            && !liveness.isAlive(stored)) {
          dead += scanner.current().recordLength();
        }
      }
    }
    return dead;
  }

  /**
   * Copies what is alive in a closed segment to the tail, then deletes the segment. One at a time;
   * arrivals go on between its groups. A damaged segment is kept and {@code DAMAGED} thrown.
   */
  public Compaction compact(long segment, Liveness liveness, Relocation relocation)
      throws IOException {
    requireOpen();
    requireWriting();
    compactionLock.lock();
    try {
      Segment closedSegment = closedSegment(segment);
      Compactor compactor = new Compactor(tail(), settings.maxGroupBytes(), liveness, relocation);
      try (SegmentScanner scanner = segments.scan(segment, 0, closedSegment.bytes())) {
        compactor.copy(scanner);
      }
      LogPosition previous = previousEnd(segment);
      Compactor.cut(disk, Layout.segment(previous.segment()), previous.offset());
      pins.delete(() -> deleteSegment(closedSegment));
      return new Compaction(
          segment, compactor.copiedRecords(), compactor.copiedBytes(), closedSegment.bytes());
    } catch (IOException e) {
      throw Failures.of(e, "compaction of segment " + segment, disk);
    } finally {
      compactionLock.unlock();
    }
  }

  private Compactor.Tail tail() {
    return new Compactor.Tail() {
      @Override
      public Appended append(List<LogRecord> records, List<List<ByteBuffer>> contents)
          throws StoreException {
        tailLock.lock();
        Appending appending;
        try {
          appending = new Appending(writer.write(records, contents));
        } finally {
          tailLock.unlock();
        }
        return appending.finish();
      }

      @Override
      public Appended append(List<Entry> entries) throws StoreException {
        return ObjectStore.this.append(entries);
      }
    };
  }

  private LogPosition previousEnd(long segment) throws IOException {
    SegmentHeader header = segments.header(segment);
    return new LogPosition(header.previousSegment(), header.previousEnd());
  }

  private void deleteSegment(Segment segment) {
    try {
      disk.delete(segment.name());
      segments.remove(segment.number());
      disk.forceFolder(Layout.LOG);
    } catch (IOException e) {
      // Nothing in it is alive; it can be compacted again.
      return;
    }
  }

  private Segment closedSegment(long number) throws StoreException {
    return segments.list().stream()
        .filter(s -> s.number() == number)
        .findFirst()
        .filter(Segment::closed)
        .orElseThrow(
            () ->
                new StoreException(
                    StoreError.NOT_ALLOWED, "segment " + number + ": not a closed segment"));
  }

  /** Reads everything up to the present end and compares it with its checksums and digests. */
  public Verification verify(Verification.Progress progress) throws IOException {
    requireOpen();
    Pins.Pin pin = pins.pin();
    try {
      return new Verifier(disk, segments, largeFiles, progress)
          .run(writing ? 0 : openReport.cutBytes());
    } catch (IOException e) {
      throw Failures.of(e, "verification", disk);
    } finally {
      pin.close();
    }
  }

  /**
   * Moves large files that no record names to the folder {@code quarantine}; destroys nothing and
   * leaves the log as it is.
   *
   * @return their new names
   */
  public List<String> repair(Verification verification) throws IOException {
    requireOpen();
    requireWriting();
    List<String> moved = new ArrayList<>();
    for (Finding finding : verification.findings()) {
      if (finding.kind() == Finding.Kind.LARGE_FILE_UNREFERENCED
          && !largeFiles.isUnnamed(finding.file())) {
        String target = Layout.QUARANTINE + "/" + finding.file().replace('/', '-');
        disk.createFolder(Layout.QUARANTINE);
        disk.rename(finding.file(), target);
        disk.forceFolder(Layout.QUARANTINE);
        disk.forceFolder(Disk.folderOf(finding.file()));
        moved.add(target);
      }
    }
    return moved;
  }

  /** A consistent list of files to copy; until it is closed none of them is deleted. */
  public Backup backup() throws IOException {
    requireOpen();
    Pins.Pin pin = pins.pin();
    try {
      List<Segment> all = segments.list();
      List<Backup.Item> items = new ArrayList<>();
      for (Segment segment : all) {
        items.add(new Backup.Item(segment.name(), segment.bytes(), segment.closed()));
      }
      for (String name : largeFiles.list(0)) {
        if (!largeFiles.isUnnamed(name) && disk.exists(name)) {
          items.add(new Backup.Item(name, disk.size(name), true));
        }
      }
      Segment last = all.get(all.size() - 1);
      return new Backup(items, new LogPosition(last.number(), last.bytes()), pin::close);
    } catch (IOException | RuntimeException e) {
      pin.close();
      throw e;
    }
  }

  /** Free bytes of the disk, measured at most once in {@code freeBytesCacheMillis}. */
  public long freeBytes() throws StoreException {
    try {
      return freeSpace.bytes();
    } catch (IOException e) {
      throw Failures.of(e, "free space", disk);
    }
  }

  /**
   * Closes the files; the disk stays open. Large objects that were not ended are swept next time.
   */
  @Override
  public void close() throws StoreException {
    tailLock.lock();
    try {
      closed = true;
      writer.close();
    } catch (IOException e) {
      throw Failures.of(e, "closing the store", disk);
    } finally {
      tailLock.unlock();
    }
  }

  private void requireOpen() throws StoreException {
    if (closed) {
      throw new StoreException(StoreError.NOT_ALLOWED, "store: closed");
    }
  }

  private void requireWriting() throws StoreException {
    if (!writing) {
      throw new StoreException(StoreError.NOT_ALLOWED, "store: opened for reading only");
    }
  }
}
