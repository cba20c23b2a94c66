package io.archway.index.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The databases that every test of SQL runs on. Each {@link #open} gives a new, migrated, empty
 * one; PostgreSQL is started once per JVM and databases are copied from a migrated template.
 */
public enum TestDatabase {
  H2,
  POSTGRESQL;

  private static final AtomicInteger COUNT = new AtomicInteger();

  public Database open() {
    return Database.open(settings());
  }

  /** Settings of a new database. */
  public DatabaseSettings settings() {
    return this == H2 ? newH2() : newPostgres();
  }

  private static DatabaseSettings newH2() {
    try {
      Path folder = Files.createTempDirectory("archway-index");
      folder.toFile().deleteOnExit();
      return DatabaseSettings.h2("async:" + folder.resolve("index"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DatabaseSettings newPostgres() {
    String name = "t" + COUNT.incrementAndGet();
    Server.execute("CREATE DATABASE " + name + " TEMPLATE migrated");
    return Server.settings(name);
  }

  /** The server, started by the first who asks. */
  static final class Server {
    private static final EmbeddedPostgres POSTGRES = start();

    static {
      execute("CREATE DATABASE migrated");
      Database.open(settings("migrated")).close();
    }

    private Server() {}

    static DatabaseSettings settings(String name) {
      return DatabaseSettings.of(POSTGRES.getJdbcUrl("postgres", name), "postgres", "");
    }

    static void execute(String sql) {
      try (Connection connection = POSTGRES.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void close(EmbeddedPostgres server) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
