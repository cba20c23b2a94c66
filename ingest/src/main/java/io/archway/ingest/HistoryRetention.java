package io.archway.ingest;

import io.archway.index.association.AssociationDao;
import io.archway.index.audit.AuditAging;
import io.archway.index.database.Database;
import io.archway.index.event.EventRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what tells of a time long past: associations that ended, events, entries of the audit. In
 * small transactions, so that nobody waits for them. One thread of its own.
 */
public final class HistoryRetention implements AutoCloseable {
  static final int MOST_AT_ONCE = 500;

  private static final Logger LOG = LoggerFactory.getLogger(HistoryRetention.class);

  /**
   * @param associations how long they are kept after their end
   * @param events how long they are kept
   * @param audit how long entries are kept, and with the first of them all before it
   */
  public record Rules(Duration associations, Duration events, Duration audit) {}

  private final Rules rules;
  private final Database database;
  private final InstantSource clock;
  private final IntervalThread thread;

  public HistoryRetention(
      Rules rules, Database database, InstantSource clock, long intervalMillis) {
    this.rules = rules;
    this.database = database;
    this.clock = clock;
    this.thread = new IntervalThread("history", intervalMillis, this::run);
  }

  /** Looks at once, then at every interval. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.close();
  }

  /**
   * Returns when the rows that are being deleted are gone.
   *
   * @return false where that takes longer
   */
  public boolean close(long timeoutMillis) {
    return thread.close(timeoutMillis);
  }

  private void run() {
    do {
      try {
        look();
      } catch (RuntimeException e) {
        LOG.warn("deleting what is long past goes on at the next look: {}", e.toString());
      }
    } while (thread.pause());
  }

  /**
   * One look.
   *
   * @return rows that were deleted
   */
  int look() {
    Instant now = clock.instant();
    return all(() -> associations(now.minus(rules.associations())))
        + all(() -> events(now.minus(rules.events())))
        + all(() -> audit(now.minus(rules.audit())));
  }

  private int all(IntSupplier some) {
    int all = 0;
    int deleted = MOST_AT_ONCE;
    while (deleted == MOST_AT_ONCE && !thread.isStopping()) {
      deleted = some.getAsInt();
      all += deleted;
    }
    return all;
  }

  private int associations(Instant before) {
    return database.inTransaction(
        handle -> handle.attach(AssociationDao.class).deleteEndedBefore(before, MOST_AT_ONCE));
  }

  private int audit(Instant before) {
    return database.inConnection(
        Database.ATTEMPTS, connection -> AuditAging.deleteBefore(connection, before, MOST_AT_ONCE));
  }

  private int events(Instant before) {
    return database.inConnection(
        Database.ATTEMPTS, connection -> EventRows.deleteBefore(connection, before, MOST_AT_ONCE));
  }
}
