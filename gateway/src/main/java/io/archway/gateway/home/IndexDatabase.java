package io.archway.gateway.home;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.Explanation;
import io.archway.gateway.settings.Settings;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.IndexOpenException;
import io.archway.index.disk.Disk;
import io.archway.index.disk.H2FileSystem;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** The index, embedded on the home's disk or in PostgreSQL, as the settings say. */
public final class IndexDatabase implements AutoCloseable {
  /** Where the embedded index lies on the disk. */
  public static final String FOLDER = "index";

  private static final AtomicLong MOUNTS = new AtomicLong();

  private final String mountId = "home-" + MOUNTS.incrementAndGet();
  private Database database;

  private IndexDatabase() {}

  public static IndexDatabase open(Settings.Index settings, Disk disk) {
    return open(settings, disk, FOLDER);
  }

  /** With another folder for an embedded one. */
  public static IndexDatabase open(Settings.Index settings, Disk disk, String folder) {
    IndexDatabase index = new IndexDatabase();
    try {
      String url = settings.url().isEmpty() ? index.embedded(disk, folder) : settings.url();
      index.database = Database.open(databaseSettings(settings, url));
      return index;
    } catch (IndexOpenException e) {
      index.close();
      boolean embedded = settings.url().isEmpty();
      boolean unreadable = embedded && e.reason() == IndexOpenException.Reason.UNREACHABLE;
      String hint = unreadable ? "; archway reindex builds a new one from the log" : "";
      throw new CommandFailure(exitCode(e.reason()), e.getMessage() + hint, e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "index: cannot be created: " + Explanation.text(e), e);
    }
  }

  private String embedded(Disk disk, String folder) throws IOException {
    disk.createFolder(folder);
    return DatabaseSettings.h2(H2FileSystem.mount(mountId, disk) + folder + "/archway").url();
  }

  /** What no setting names keeps the index's own limits. */
  public static DatabaseSettings databaseSettings(Settings.Index settings, String url) {
    DatabaseSettings others = DatabaseSettings.of(url);
    return new DatabaseSettings(
        url,
        settings.user(),
        settings.password().value(),
        settings.poolSize(),
        settings.arrivalPoolSize(),
        others.connectionTimeoutMillis(),
        others.statementTimeoutMillis(),
        others.lockTimeoutMillis());
  }

  private static ExitCode exitCode(IndexOpenException.Reason reason) {
    return switch (reason) {
      case LOCKED_BY_ANOTHER_PROCESS -> ExitCode.IN_USE;
      case NEWER_THAN_PROGRAM, SCHEMA_CHANGED, UNREACHABLE -> ExitCode.FAILED;
    };
  }

  public Database database() {
    return database;
  }

  @Override
  public void close() {
    if (database != null) {
      database.close();
    }
    H2FileSystem.unmount(mountId);
  }
}
