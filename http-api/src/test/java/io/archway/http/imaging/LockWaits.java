package io.archway.http.imaging;

import io.archway.index.database.Database;
import io.archway.index.database.Dialect;

/**
 * Whether anybody waits for a lock of a database. Asked by a connection of its own: PostgreSQL
 * shows a transaction only those who were there when it first asked.
 */
final class LockWaits {
  private LockWaits() {}

  static boolean areThereAny(Database database) {
    String sql =
        database.dialect() == Dialect.H2
            ? "SELECT count(*) FROM information_schema.sessions WHERE blocker_id IS NOT NULL"
            : """
              SELECT count(*) FROM pg_stat_activity
              WHERE datname = current_database() AND wait_event_type = 'Lock'
              """;
    return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one()) > 0;
  }
}
