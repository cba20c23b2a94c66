package io.archway.index.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** Builds the pools, checks who else has the database, migrates, and sets up Jdbi. */
final class DatabaseOpening {
  private static final int H2_LOCKED = 90020;

  private DatabaseOpening() {}

  static Database open(DatabaseSettings settings) {
    Dialect dialect = Dialect.ofUrl(settings.url());
    EmbeddedConnections embedded =
        dialect == Dialect.H2 ? new EmbeddedConnections(h2Url(settings), settings) : null;
    HikariDataSource pool = pool("index", settings.maxConnections(), settings, embedded);
    try {
      Schema.bringUpToDate(pool, settings, dialect);
      HikariDataSource arrivals =
          pool("arrivals", settings.arrivalConnections(), settings, embedded);
      return new Database(
          new ConnectionPool(pool, jdbi(pool)),
          new ConnectionPool(arrivals, jdbi(arrivals)),
          dialect,
          embedded);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static HikariDataSource pool(
      String name, int connections, DatabaseSettings settings, EmbeddedConnections embedded) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(settings.connectionTimeoutMillis());
    config.setValidationTimeout(Math.min(1_000, settings.connectionTimeoutMillis()));
    config.setInitializationFailTimeout(1);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    if (embedded != null) {
      config.setDataSource(embedded);
      config.setConnectionInitSql("SET QUERY_TIMEOUT " + settings.statementTimeoutMillis());
    } else {
      config.setJdbcUrl(settings.url());
      config.setUsername(settings.user());
      config.setPassword(settings.password());
      config.setConnectionInitSql(
          "SET statement_timeout = %d; SET lock_timeout = %d; SET TIME ZONE 'UTC'"
              .formatted(settings.statementTimeoutMillis(), settings.lockTimeoutMillis()));
      config.addDataSourceProperty("ApplicationName", "archway");
      config.addDataSourceProperty("loginTimeout", seconds(settings.connectionTimeoutMillis()));
      config.addDataSourceProperty("connectTimeout", seconds(settings.connectionTimeoutMillis()));
      config.addDataSourceProperty(
          "socketTimeout", seconds(settings.statementTimeoutMillis() + 5_000));
      config.addDataSourceProperty("tcpKeepAlive", "true");
    }
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw explain(settings, e);
    }
  }

  private static String h2Url(DatabaseSettings settings) {
    return settings.url().contains(";LOCK_TIMEOUT=")
        ? settings.url()
        : settings.url() + ";LOCK_TIMEOUT=" + settings.lockTimeoutMillis();
  }

  private static String seconds(int millis) {
    return String.valueOf(Math.max(1, (millis + 999) / 1_000));
  }

  private static IndexOpenException explain(
      DatabaseSettings settings, PoolInitializationException e) {
    SQLException failure = null;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      failure = cause instanceof SQLException sql ? sql : failure;
    }
    if (failure != null && failure.getErrorCode() == H2_LOCKED) {
      return new IndexOpenException(
          IndexOpenException.Reason.LOCKED_BY_ANOTHER_PROCESS,
          "index: in use by another process (expected: one gateway for an embedded index)",
          e);
    }
    return new IndexOpenException(
        IndexOpenException.Reason.UNREACHABLE,
        Dialect.ofUrl(settings.url()) == Dialect.H2 ? unreadable(failure) : unreachable(failure),
        e);
  }

  /** H2's text names classes; its code tells whoever looks it up as much. */
  private static String unreadable(SQLException failure) {
    String code = failure == null ? "" : ", H2 says " + failure.getErrorCode();
    return "index: cannot be read (expected: as this program wrote it%s)".formatted(code);
  }

  /** The driver's text says what the server said, or that there is none; it holds no password. */
  private static String unreachable(SQLException failure) {
    String text =
        failure == null || failure.getMessage() == null ? "no connection" : failure.getMessage();
    return "index: PostgreSQL cannot be used (index.url): " + text;
  }

  static Jdbi jdbi(HikariDataSource pool) {
    Jdbi jdbi = Jdbi.create(pool);
    return jdbi.installPlugin(new SqlObjectPlugin())
        .registerArrayType(Long.class, "bigint")
        .registerArrayType(String.class, "varchar")
        .registerArgument(new Times.InstantArgumentFactory())
        .registerColumnMapper(new Times.InstantMapper())
        .registerRowMapper(RecordRowMapper.factory())
        .registerExtension(new LazyDaos(jdbi));
  }
}
