package io.archway.storage;

import static org.awaitility.Awaitility.await;

import io.archway.index.database.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A PostgreSQL server of one test, which can go away and come back on its port with what it
 * committed. One thread.
 */
final class OwnPostgres implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** How it goes away. */
  enum Ending {
    /** As an operator stops it; its clients are told. */
    STOPPED,
    /** Its processes are gone from one moment to the next. */
    KILLED
  }

  private final Path folder;
  private final int port;
  private EmbeddedPostgres server;

  private OwnPostgres(Path folder) throws IOException {
    this.folder = folder;
    this.server = builder().start();
    this.port = server.getPort();
  }

  /** On any free port, with its data in that folder. */
  static OwnPostgres start(Path folder) throws IOException {
    return new OwnPostgres(folder);
  }

  private EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder)
        .setCleanDataDirectory(false)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on");
  }

  /** Of its one database; who finds it away waits half a second. */
  DatabaseSettings settings() {
    return new DatabaseSettings(
        server.getJdbcUrl("postgres", "postgres"), "postgres", "", 10, 6, 500, 10_000, 5_000);
  }

  /** Returns when it is gone. */
  void end(Ending how) throws IOException {
    if (how == Ending.KILLED) {
      ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
      postmaster.destroyForcibly();
      postmaster.onExit().join();
    }
    server.close();
  }

  private long pid() throws IOException {
    return Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).get(0).strip());
  }

  /** On the same port. Processes of one that was killed may still be ending. */
  void startAgain() {
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(
            () -> {
              server = builder().setPort(port).start();
              return true;
            });
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
