package io.archway.ingest;

import io.archway.dicom.data.ParseLimits;
import io.archway.index.database.IndexUnavailableException;
import io.archway.index.store.Damage;
import io.archway.index.store.LogPosition;
import io.archway.index.store.LogRecord;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.Relocation;
import io.archway.index.store.ReplayVisitor;
import io.archway.index.study.IndexedArrival;
import io.archway.ingest.catalog.Catalog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes what the log holds from a position to its end, in groups. Repeating it changes nothing,
 * so that it serves recovery at start, catching up after the index was away, and building a new
 * index.
 *
 * <p>One thread at a time.
 */
public final class Replayer implements ReplayVisitor {
  private static final Logger LOG = LoggerFactory.getLogger(Replayer.class);
  private static final int GROUP = 128;

  private final ObjectStore store;
  private final Catalog catalog;
  private final GroupIndexer indexer;
  private final StoredHead storedHead;
  private final List<IndexedArrival> group = new ArrayList<>();
  private LogPosition reached;
  private boolean fromStart;
  private long records;
  private long damaged;

  public Replayer(ObjectStore store, Catalog catalog, ParseLimits limits) {
    this.store = store;
    this.catalog = catalog;
    this.indexer = new GroupIndexer(catalog);
    this.storedHead = new StoredHead(store, limits);
  }

  /**
   * @return the log's end, up to which the index now knows everything
   * @throws IndexUnavailableException when the index is away; a later call goes on
   */
  public LogPosition replay(LogPosition from) throws IOException {
    reached = from;
    fromStart = from.equals(LogPosition.START);
    group.clear();
    long before = records;
    store.replay(from, this);
    flush();
    if (records > before) {
      LOG.info("indexed {} records of the log from {} to {}", records - before, from, reached);
    }
    return reached;
  }

  /** Records seen by all replays. */
  public long records() {
    return records;
  }

  /** Stretches of the log that no replay could read. */
  public long damaged() {
    return damaged;
  }

  @Override
  public void onRecord(LogRecord record, LogPosition next) throws IOException {
    records++;
    if (record instanceof LogRecord.Stored stored && (fromStart || !stored.relocated())) {
      group.add(Rows.of(stored, storedHead.read(stored), null, null));
      reached = next;
    } else {
      flush();
      reached = next;
      applyAlone(record);
    }
    if (group.size() >= GROUP) {
      flush();
    }
  }

  private void applyAlone(LogRecord record) {
    if (record instanceof LogRecord.Tombstone tombstone) {
      catalog.forget(List.of(tombstone), reached);
    } else if (record instanceof LogRecord.Stored moved) {
      catalog.relocate(
          List.of(new Relocation.Moved(moved.recordNumber(), moved.location(), moved.location())),
          reached);
    }
  }

  @Override
  public void onDamage(Damage damage) {
    damaged++;
    LOG.error("the log is damaged: {}", damage);
  }

  private void flush() {
    if (!group.isEmpty()) {
      indexer.index(group, reached, () -> {});
      group.clear();
    }
  }
}
