package io.archway.index.store;

import io.archway.index.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * The log that is the truth: append-only segments of records, large objects in files beside them.
 * {@link #append} is serialised; everything else may run beside it from any thread.
 */
public final class ObjectStore implements Closeable {

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
    throw new UnsupportedOperationException();
  }

  /** Opens for reading only; changes nothing. */
  public static ObjectStore inspect(Disk disk, StoreSettings settings) throws StoreException {
    throw new UnsupportedOperationException();
  }

  public OpenReport openReport() {
    throw new UnsupportedOperationException();
  }

  /**
   * Appends a group and forces it once. When it returns, all of it survives a power cut; when it
   * throws, nothing of it is visible.
   */
  public Appended append(List<Entry> group) throws StoreException {
    throw new UnsupportedOperationException();
  }

  public LargeObject newLargeObject() throws StoreException {
    throw new UnsupportedOperationException();
  }

  public StoredObject read(ObjectLocation location) throws StoreException {
    throw new UnsupportedOperationException();
  }

  /** The position behind the last durable record. */
  public LogPosition end() {
    throw new UnsupportedOperationException();
  }

  /** Shows everything from a position to the end as it is now, in bounded memory. */
  public void replay(LogPosition from, ReplayVisitor visitor) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Deletes the file of a large object after its tombstone is durable; for others does nothing. */
  public void release(ObjectLocation location) throws StoreException {
    throw new UnsupportedOperationException();
  }

  public List<Segment> segments() {
    throw new UnsupportedOperationException();
  }

  /** Bytes of a closed segment that compaction would give back. */
  public long deadBytes(long segment, Liveness liveness) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Copies what is alive in a closed segment to the tail, then deletes the segment. */
  public Compaction compact(long segment, Liveness liveness, Relocation relocation)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Reads everything and compares it with its checksums and digests. */
  public Verification verify(Verification.Progress progress) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Moves aside (folder quarantine) what a verification found; destroys nothing. */
  public List<String> repair(Verification verification) throws IOException {
    throw new UnsupportedOperationException();
  }

  public Backup backup() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Free bytes of the disk, measured at most once in {@code freeBytesCacheMillis}. */
  public long freeBytes() throws StoreException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws StoreException {
    throw new UnsupportedOperationException();
  }
}
