package io.archway.index.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables to the version this program knows, forward only. A current schema costs one
 * query: Flyway itself, which takes longer than the rest of a start, runs only when there is
 * something to do.
 */
final class Schema {
  /** The highest version in db/migration. */
  static final int VERSION = 27;

  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
  private static final String HISTORY = "flyway_schema_history";

  private Schema() {}

  static void bringUpToDate(DataSource pool, DatabaseSettings settings, Dialect dialect) {
    Optional<Integer> found = installedVersion(pool);
    if (found.isPresent() && found.get() > VERSION) {
      throw new IndexOpenException(
          IndexOpenException.Reason.NEWER_THAN_PROGRAM,
          "index: schema version %d (expected: <= %d; made by a newer program)"
              .formatted(found.get(), VERSION),
          null);
    }
    if (found.isEmpty() || found.get() < VERSION) {
      found.ifPresent(
          version ->
              LOG.info(
                  "The index is brought from version {} to {}; the gateway starts when that is done.",
                  version,
                  VERSION));
      migrate(settings, dialect);
    }
  }

  /** On a connection of its own, without the pool's limit on a statement's time. */
  private static void migrate(DatabaseSettings settings, Dialect dialect) {
    try {
      Flyway.configure()
          .dataSource(settings.url(), settings.user(), settings.password())
          .locations("classpath:db/migration")
          .table(HISTORY)
          .placeholders(Map.of("collate", dialect == Dialect.POSTGRESQL ? "COLLATE \"C\"" : ""))
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new IndexOpenException(
          IndexOpenException.Reason.SCHEMA_CHANGED,
          "index: schema cannot be brought to version " + VERSION + ": " + e.getMessage(),
          e);
    }
  }

  private static Optional<Integer> installedVersion(DataSource pool) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      if (!hasHistory(connection)) {
        return Optional.empty();
      }
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT max(CAST(version AS integer)) FROM "
                  + HISTORY
                  + " WHERE success AND version IS NOT NULL")) {
        return rows.next() && rows.getObject(1) != null
            ? Optional.of(rows.getInt(1))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw new IndexOpenException(
          IndexOpenException.Reason.UNREACHABLE, "index: cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean hasHistory(Connection connection) throws SQLException {
    try (ResultSet tables =
        connection
            .getMetaData()
            .getTables(
                null, connection.getSchema(), HISTORY, new String[] {"TABLE", "BASE TABLE"})) {
      return tables.next();
    }
  }
}
