package io.archway.ingest;

import io.archway.dicom.data.ParseLimits;
import io.archway.index.database.Database;
import io.archway.index.inbox.Quarantine;
import io.archway.index.store.Damage;
import io.archway.index.store.LogPosition;
import io.archway.index.store.LogRecord;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.RecordNumbers;
import io.archway.index.store.ReplayVisitor;
import io.archway.index.store.Segment;
import io.archway.index.study.RecordRows;
import io.archway.ingest.catalog.Catalog;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the index with the log: every living record has its row, every row's place is a record's
 * place, series count what they have. Arrivals, deletions and compaction may go on meanwhile. One
 * use, one thread; memory is some bits a record.
 */
public final class IndexCheck {
  private static final int BATCH = 256;

  /** Most findings that are told one by one. */
  public static final int MOST_TOLD = 100;

  /**
   * @param findings the first of them, in words; UIDs and keys only
   * @param wrong how many there are in all
   */
  public record Result(long records, long rows, long wrong, List<String> findings) {}

  private final Intake intake;
  private final ObjectStore store;
  private final Catalog catalog;
  private final Database database;
  private final Replayer.Progress progress;
  private final RecordNumbers seen = new RecordNumbers();
  private final RecordNumbers placed = new RecordNumbers();
  private final RecordNumbers indexed = new RecordNumbers();
  private final RecordNumbers reparable = new RecordNumbers();
  private final List<String> findings = new ArrayList<>();
  private long wrong;
  private long records;
  private long rows;
  private long lastNumber;
  private LogPosition end;

  public IndexCheck(Intake intake, Catalog catalog, Database database, Replayer.Progress progress) {
    this.intake = intake;
    this.store = intake.store();
    this.catalog = catalog;
    this.database = database;
    this.progress = progress;
  }

  public Result run() throws IOException {
    end = intake.betweenGroups(store::end);
    Tombstones tombstones = Tombstones.read(store, LogPosition.START);
    readRecords(tombstones);
    readRows(RecordRows::instancesAfter);
    readRows(RecordRows::quarantinedAfter);
    readRows(RecordRows::filesAfter);
    readMissing();
    database
        .readInConnection(RecordRows::wrongSeriesCounts)
        .forEach(key -> found("series " + key + ": counts other instances than it has"));
    return new Result(records, rows, wrong, List.copyOf(findings));
  }

  /**
   * Makes the rows that were missing and moves those that named another place. Call it after {@link
   * #run}; it deletes nothing.
   */
  public void repair(ParseLimits limits) throws IOException {
    long before = database.setbacks();
    Replayer replayer = new Replayer(store, catalog, limits);
    intake.betweenGroups(
        () -> {
          replayer.repair(reparable::contains);
          return null;
        });
    database.force(before);
  }

  private void found(String finding) {
    wrong++;
    if (findings.size() < MOST_TOLD) {
      findings.add(finding);
    }
  }

  private void readRecords(Tombstones tombstones) throws IOException {
    List<LogRecord.Stored> batch = new ArrayList<>();
    replayToEnd(
        (stored, next) -> {
          if (!tombstones.contains(stored.recordNumber())) {
            if (!seen.contains(stored.recordNumber())) {
              records++;
            }
            seen.add(stored.recordNumber());
            lastNumber = Math.max(lastNumber, stored.recordNumber());
            batch.add(stored);
          }
          if (batch.size() >= BATCH) {
            place(batch);
          }
          progress.onRecord(next);
        });
    place(batch);
  }

  private void place(List<LogRecord.Stored> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<Long> numbers = batch.stream().map(LogRecord.Stored::recordNumber).distinct().toList();
    Map<Long, ObjectLocation> places = new HashMap<>();
    database
        .readInConnection(connection -> RecordRows.find(connection, numbers))
        .forEach(row -> places.put(row.recordNumber(), row.location()));
    for (LogRecord.Stored stored : batch) {
      if (stored.location().equals(places.get(stored.recordNumber()))) {
        placed.add(stored.recordNumber());
      }
    }
    batch.clear();
  }

  /** One of the lists of rows by record number. */
  private interface Rows {
    List<RecordRows.Row> after(Connection connection, long number) throws SQLException;
  }

  private void readRows(Rows table) throws IOException {
    List<RecordRows.Row> page;
    long[] after = {0};
    do {
      page = database.readInConnection(connection -> table.after(connection, after[0]));
      for (RecordRows.Row row : page) {
        after[0] = row.recordNumber();
        if (row.recordNumber() <= lastNumber) {
          row(row);
        }
      }
    } while (!page.isEmpty());
  }

  private void row(RecordRows.Row row) {
    rows++;
    indexed.add(row.recordNumber());
    if (placed.contains(row.recordNumber()) || isNew(row.location())) {
      return;
    }
    if (seen.contains(row.recordNumber())) {
      reparable.add(row.recordNumber());
      found("record " + row.recordNumber() + ": its row names another place, " + row.location());
    } else {
      found("record " + row.recordNumber() + ": has a row but is not in the log");
    }
  }

  /** Written after this check began. */
  private boolean isNew(ObjectLocation location) {
    String last =
        store.segments().stream()
            .filter(segment -> segment.number() == end.segment())
            .map(Segment::name)
            .findFirst()
            .orElse("");
    int order = location.container().compareTo(last);
    return location.container().startsWith("log/")
        && (order > 0 || order == 0 && location.offset() >= end.offset());
  }

  /** Of what has no row, what was neither deleted meanwhile nor is a copy of what has one. */
  private void readMissing() throws IOException {
    if (rows == records) {
      return;
    }
    Tombstones now = Tombstones.read(store, LogPosition.START);
    RecordNumbers told = new RecordNumbers();
    replayToEnd(
        (stored, next) -> {
          long number = stored.recordNumber();
          if (seen.contains(number)
              && !indexed.contains(number)
              && !told.contains(number)
              && !now.contains(number)
              && !isSpare(stored)) {
            told.add(number);
            reparable.add(number);
            found("record " + number + ", " + stored.head().sopInstanceUid() + ": has no row");
          }
        });
  }

  private boolean isSpare(LogRecord.Stored stored) {
    return catalog.isKnown(stored.recordNumber())
        || catalog.isQuarantined(
            stored.head().organizationKey(),
            Quarantine.subject(stored.head().sopInstanceUid(), stored.head().sha256().hex()))
        || catalog
            .known(stored.head().organizationKey(), List.of(stored.head().sopInstanceUid()))
            .stream()
            .anyMatch(
                version ->
                    version.hasSameDataSet(
                        stored.head().transferSyntaxUid(), stored.head().sha256().hex(), null));
  }

  private interface StoredVisitor {
    void onStored(LogRecord.Stored stored, LogPosition next) throws IOException;
  }

  private void replayToEnd(StoredVisitor visitor) throws IOException {
    store.replay(
        LogPosition.START,
        new ReplayVisitor() {
          @Override
          public void onRecord(LogRecord record, LogPosition next) throws IOException {
            if (record instanceof LogRecord.Stored stored && next.compareTo(end) <= 0) {
              visitor.onStored(stored, next);
            }
          }

          @Override
          public void onDamage(Damage damage) {
            // The check of the store tells it.
          }
        });
  }
}
