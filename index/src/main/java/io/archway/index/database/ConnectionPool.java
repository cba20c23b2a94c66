package io.archway.index.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Jdbi;

/** A bounded number of connections, and Jdbi upon them. Thread-safe. */
record ConnectionPool(HikariDataSource source, Jdbi jdbi) {

  /** For plain JDBC, which needs nothing of Jdbi's. */
  Connection connect() {
    try {
      return source.getConnection();
    } catch (SQLException e) {
      throw new ConnectionException(e);
    }
  }

  /** Closes those that are free now, and the others when they are given back. */
  void evict() {
    if (source.isRunning()) {
      source.getHikariPoolMXBean().softEvictConnections();
    }
  }

  /** Closes one that is in use. */
  void drop(Connection connection) {
    source.evictConnection(connection);
  }

  void close() {
    source.close();
  }
}
