package io.archway.index.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

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
      Path folder = newFolder();
      Files.copy(Template.FILE, folder.resolve("index.mv.db"));
      return DatabaseSettings.h2("async:" + folder.resolve("index"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path newFolder() throws IOException {
    Path folder = Files.createTempDirectory("archway-index");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    return folder;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A migrated H2 file, made by the first who asks: migrating takes longer than most tests. */
  static final class Template {
    static final Path FILE = make();

    private Template() {}

    private static Path make() {
      try {
        Path folder = newFolder();
        Database.open(DatabaseSettings.h2("async:" + folder.resolve("index"))).close();
        return folder.resolve("index.mv.db");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Lets a database on PostgreSQL go away, and come back. */
  public static void allowConnections(DatabaseSettings settings, boolean allowed) {
    String name = settings.url().replaceAll(".*/([^/?]+).*", "$1");
    Server.execute("ALTER DATABASE " + name + " WITH ALLOW_CONNECTIONS " + allowed);
    if (!allowed) {
      Server.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
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
