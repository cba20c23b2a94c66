package io.archway.index.database;

import com.zaxxer.hikari.HikariDataSource;
import org.jdbi.v3.core.Jdbi;

/** A bounded number of connections, and Jdbi upon them. Thread-safe. */
record ConnectionPool(HikariDataSource source, Jdbi jdbi) {

  /** Closes those that are free now, and the others when they are given back. */
  void evict() {
    if (source.isRunning()) {
      source.getHikariPoolMXBean().softEvictConnections();
    }
  }

  void close() {
    source.close();
  }
}
