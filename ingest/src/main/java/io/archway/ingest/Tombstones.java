package io.archway.ingest;

import io.archway.index.store.Damage;
import io.archway.index.store.LogPosition;
import io.archway.index.store.LogRecord;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.RecordNumbers;
import io.archway.index.store.ReplayVisitor;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What the log says is deleted, read before anything is done with the objects themselves: the bytes
 * of a deleted object may be gone already. Immutable once read.
 */
final class Tombstones {
  private final RecordNumbers deleted = new RecordNumbers();
  private final Map<String, Long> deadBytes = new HashMap<>();

  private Tombstones() {}

  static Tombstones read(ObjectStore store, LogPosition from) throws IOException {
    Tombstones tombstones = new Tombstones();
    store.replay(
        from,
        new ReplayVisitor() {
          @Override
          public void onRecord(LogRecord record, LogPosition next) {
            if (record instanceof LogRecord.Tombstone tombstone) {
              tombstones.add(tombstone);
            }
          }

          @Override
          public void onDamage(Damage damage) {
            // Told by whoever reads the objects.
          }
        });
    return tombstones;
  }

  private void add(LogRecord.Tombstone tombstone) {
    if (!deleted.contains(tombstone.targetRecordNumber())) {
      deadBytes.merge(
          tombstone.targetLocation().container(), tombstone.targetLocation().length(), Long::sum);
    }
    deleted.add(tombstone.targetRecordNumber());
  }

  boolean contains(long recordNumber) {
    return deleted.contains(recordNumber);
  }

  /** Bytes of deleted objects in a segment, whether or not they were given back already. */
  long deadBytes(String container) {
    return deadBytes.getOrDefault(container, 0L);
  }
}
