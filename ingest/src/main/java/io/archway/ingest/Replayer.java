package io.archway.ingest;

import io.archway.dicom.data.ParseLimits;
import io.archway.index.audit.Auditor;
import io.archway.index.database.IndexUnavailableException;
import io.archway.index.store.Damage;
import io.archway.index.store.LogPosition;
import io.archway.index.store.LogRecord;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.Relocation;
import io.archway.index.store.ReplayVisitor;
import io.archway.index.store.StoreError;
import io.archway.index.store.StoreException;
import io.archway.index.study.IndexedArrival;
import io.archway.ingest.catalog.Catalog;
import io.archway.ingest.header.HeaderReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes what the log holds from a position to its end, in groups. Repeating it changes nothing,
 * so that it serves recovery at start, catching up after the index was away, and building a new
 * index.
 *
 * <p>A deletion counts from the start, since the bytes of what it deleted may be gone. A copy that
 * compaction made only moves a row, unless the log is read from its beginning, where it may be the
 * only one left.
 *
 * <p>One thread at a time.
 */
public final class Replayer {
  private static final Logger LOG = LoggerFactory.getLogger(Replayer.class);
  private static final int GROUP = 128;

  /** Told after each record, for a progress bar. */
  @FunctionalInterface
  public interface Progress {
    void onRecord(LogPosition next);
  }

  private final ObjectStore store;
  private final Catalog catalog;
  private final GroupIndexer indexer;
  private final StoredHead storedHead;
  private final boolean auditing;
  private long records;
  private long damaged;

  /** Of a new index: what it holds was told to the audit when it came. */
  public Replayer(ObjectStore store, Catalog catalog, ParseLimits limits) {
    this(store, catalog, limits, false);
  }

  private Replayer(ObjectStore store, Catalog catalog, ParseLimits limits, boolean auditing) {
    this.auditing = auditing;
    this.store = store;
    this.catalog = catalog;
    this.indexer = new GroupIndexer(catalog);
    this.storedHead = new StoredHead(store, limits);
  }

  /** Of the same index: what it does not know yet nobody has told to the audit either. */
  static Replayer recovering(ObjectStore store, Catalog catalog, ParseLimits limits) {
    return new Replayer(store, catalog, limits, true);
  }

  /**
   * @return the log's end, up to which the index now knows everything
   * @throws IndexUnavailableException when the index is away; a later call goes on
   */
  public LogPosition replay(LogPosition from) throws IOException {
    return replay(from, next -> {});
  }

  /** As {@link #replay(LogPosition)}, and tells how far it is. */
  public LogPosition replay(LogPosition from, Progress progress) throws IOException {
    return replay(from, null, progress);
  }

  /** As {@link #replay(LogPosition)}, but only what ends there or before. */
  void replay(LogPosition from, LogPosition until) throws IOException {
    replay(from, until, next -> {});
  }

  private LogPosition replay(LogPosition from, LogPosition until, Progress progress)
      throws IOException {
    long before = records;
    Run run = new Run(from, Tombstones.read(store, from), number -> true, true, progress);
    run.until = until;
    store.replay(from, run);
    run.flush();
    if (records > before) {
      LOG.info("indexed {} records of the log from {} to {}", records - before, from, run.reached);
    }
    return run.reached;
  }

  /** Indexes single records again, wherever in the log they are; deletions stay as they are. */
  public void repair(LongPredicate recordNumbers) throws IOException {
    Tombstones tombstones = Tombstones.read(store, LogPosition.START);
    Run run = new Run(LogPosition.START, tombstones, recordNumbers, false, next -> {});
    store.replay(LogPosition.START, run);
    run.flush();
  }

  /** Records seen by all replays. */
  public long records() {
    return records;
  }

  /** Stretches of the log, and objects, that no replay could read. */
  public long damaged() {
    return damaged;
  }

  /** One pass. Only one of its lists holds something at a time, so that the log's order is kept. */
  private final class Run implements ReplayVisitor {
    private final boolean fromStart;
    private final Tombstones tombstones;
    private final LongPredicate wanted;
    private final boolean advancing;
    private final Progress progress;
    private final List<IndexedArrival> arrivals = new ArrayList<>();
    private final List<Relocation.Moved> moved = new ArrayList<>();
    private final List<LogRecord.Tombstone> deletions = new ArrayList<>();
    private LogPosition until;
    private LogPosition reached;

    Run(
        LogPosition from,
        Tombstones tombstones,
        LongPredicate wanted,
        boolean advancing,
        Progress progress) {
      this.fromStart = from.equals(LogPosition.START);
      this.tombstones = tombstones;
      this.wanted = wanted;
      this.advancing = advancing;
      this.progress = progress;
      this.reached = from;
    }

    @Override
    public void onRecord(LogRecord record, LogPosition next) throws IOException {
      if (until != null && next.compareTo(until) > 0) {
        return;
      }
      records++;
      if (record instanceof LogRecord.Stored stored) {
        if (!tombstones.contains(stored.recordNumber()) && wanted.test(stored.recordNumber())) {
          stored(stored);
        }
      } else if (advancing && record instanceof LogRecord.Tombstone tombstone) {
        flushUnless(deletions);
        deletions.add(tombstone);
      }
      reached = next;
      progress.onRecord(next);
      if (arrivals.size() + moved.size() + deletions.size() >= GROUP) {
        flush();
      }
    }

    private void stored(LogRecord.Stored stored) throws IOException {
      if (fromStart || !stored.relocated()) {
        flushUnless(arrivals);
        arrival(stored); // moves a row that is there already
      } else {
        flushUnless(moved);
        moved.add(new Relocation.Moved(stored.recordNumber(), null, stored.location()));
      }
    }

    /** What cannot be read now waits for a person, and holds up nothing. */
    private void arrival(LogRecord.Stored stored) throws IOException {
      try {
        arrivals.add(
            stored.head().description() == null
                ? Rows.of(stored, storedHead.read(stored), null, null)
                : Rows.ofFile(stored, by(stored)));
      } catch (IllegalArgumentException e) {
        damaged++;
        LOG.error("record {} is left out: {}", stored.recordNumber(), e.getMessage());
      } catch (IOException e) {
        if (e instanceof StoreException store && store.error() == StoreError.NOT_ALLOWED) {
          throw e;
        }
        damaged++;
        LOG.error("record {} cannot be read: {}", stored.recordNumber(), e.getMessage());
        arrivals.add(
            Rows.of(stored, new HeaderReading.Result(null, "cannot be read", 0), null, null));
      }
    }

    private Auditor by(LogRecord.Stored stored) {
      return auditing
          ? Auditor.gateway(stored.head().organizationKey(), "recovery", "recoverUpload")
          : null;
    }

    @Override
    public void onDamage(Damage damage) {
      damaged++;
      LOG.error("the log is damaged: {}", damage);
    }

    private void flushUnless(List<?> current) {
      if (arrivals != current && !arrivals.isEmpty()
          || moved != current && !moved.isEmpty()
          || deletions != current && !deletions.isEmpty()) {
        flush();
      }
    }

    void flush() {
      LogPosition end = advancing ? reached : LogPosition.START;
      if (!arrivals.isEmpty()) {
        indexer.index(arrivals, end);
      } else if (!moved.isEmpty()) {
        catalog.relocate(moved, end);
      } else if (!deletions.isEmpty()) {
        catalog.forget(deletions, end);
      }
      arrivals.clear();
      moved.clear();
      deletions.clear();
    }
  }
}
