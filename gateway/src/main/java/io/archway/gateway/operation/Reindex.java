package io.archway.gateway.operation;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.settings.Settings;
import io.archway.index.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Builds a new index from the log alone. What is not in the log, such as users, is not in the new
 * index; so the old one is kept aside, in {@code store/index.old}.
 */
public record Reindex(Path home, Settings settings) {
  private static final String INDEX = "index";
  private static final String OLD = "index.old";

  public ExitCode run(Report report) throws IOException {
    if (!settings.index().url().isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the index is in PostgreSQL: give index.url an empty database and start the gateway,"
              + " which then indexes the whole log");
    }
    try (Home open = Home.open(home)) {
      setAside(open.disk());
    }
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      open.passwordNotice().ifPresent(report::line);
      report.line("reindexed: " + instances(open) + " instances");
    }
    return ExitCode.OK;
  }

  private static void setAside(Disk disk) throws IOException {
    if (!disk.isFolder(INDEX)) {
      return;
    }
    for (String file : disk.list(OLD)) {
      disk.delete(OLD + "/" + file);
    }
    disk.createFolder(OLD);
    for (String file : disk.list(INDEX)) {
      disk.rename(INDEX + "/" + file, OLD + "/" + file);
    }
    disk.forceFolder(OLD);
    disk.forceFolder(INDEX);
  }

  private static long instances(OpenHome open) {
    return open.database()
        .read(
            handle -> handle.createQuery("SELECT count(*) FROM instance").mapTo(long.class).one());
  }
}
