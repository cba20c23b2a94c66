package io.archway.gateway.operation;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.IndexDatabase;
import io.archway.gateway.home.ObjectIntake;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.settings.Settings;
import io.archway.index.audit.AuditSealer;
import io.archway.index.audit.AuditWriter;
import io.archway.index.database.CarriedRows;
import io.archway.index.database.Database;
import io.archway.index.disk.Disk;
import io.archway.index.store.LogPosition;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.Segment;
import io.archway.index.worklist.CarriedOrders;
import io.archway.ingest.Replayer;
import io.archway.ingest.catalog.Catalog;
import io.archway.ingest.header.HeaderReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Builds a new index from the log beside the old one, which takes its place in one step at the end.
 * What the log does not hold, such as users, comes from the old index if that can be read; it is
 * kept aside in {@code store/index.old-…} in any case.
 */
public record Reindex(Path home, Settings settings) {
  private static final String FILE = "/archway.mv.db";
  private static final String NEW = "index.new";
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");

  public ExitCode run(Report report) throws IOException {
    if (!settings.index().url().isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the index is in PostgreSQL: give index.url an empty database and start the gateway,"
              + " which then indexes the whole log");
    }
    Home.requireMade(home);
    try (Home open = Home.open(home)) {
      discard(open.disk());
      long damaged = build(open.disk(), report);
      replace(open.disk(), report);
      if (damaged > 0) {
        report.line(damaged + " stretches or objects of the log could not be read; see check");
      }
      return damaged == 0 ? ExitCode.OK : ExitCode.DAMAGED;
    }
  }

  private static void discard(Disk disk) throws IOException {
    for (String file : disk.list(NEW)) {
      disk.delete(NEW + "/" + file);
    }
  }

  private long build(Disk disk, Report report) throws IOException {
    try (IndexDatabase fresh = IndexDatabase.open(settings.index(), disk, NEW);
        IndexDatabase old = old(disk, report)) {
      Database made = fresh.database();
      CarriedRows carried = carried(old, made, report);
      if (carried == null) {
        OpenHome.firstStart(settings, made).ifPresent(report::line);
        return index(disk, made, made, report);
      }
      sealAll(old.database(), disk);
      long damaged = index(disk, old.database(), made, report);
      long before = made.setbacks();
      carried.after();
      new CarriedOrders(old.database(), made).carry();
      made.force(before);
      return damaged;
    }
  }

  /** What a crash left of the audit names records by the keys that they have in the old index. */
  private static void sealAll(Database old, Disk disk) {
    try (AuditWriter audit = AuditWriter.open(old, disk)) {
      new AuditSealer(old, audit).seal();
    }
  }

  /** Null where nothing can be taken over. */
  private static CarriedRows carried(IndexDatabase old, Database made, Report report) {
    if (old == null) {
      return null;
    }
    try {
      CarriedRows carried = new CarriedRows(old.database(), made);
      carried.before();
      return carried;
    } catch (RuntimeException e) {
      tellUnreadable(report, e);
      return null;
    }
  }

  private static void tellUnreadable(Report report, RuntimeException e) {
    report.line(
        "the old index cannot be read: organizations, users, holds and reports are not taken over"
            + " from it ("
            + e.getMessage()
            + ")");
  }

  /** Null where there is none that can be opened. */
  private IndexDatabase old(Disk disk, Report report) {
    if (!disk.exists(IndexDatabase.FOLDER + FILE)) {
      return null;
    }
    try {
      return IndexDatabase.open(settings.index(), disk, IndexDatabase.FOLDER);
    } catch (RuntimeException e) {
      tellUnreadable(report, e);
      return null;
    }
  }

  /** The old index knows how far the log was whole. */
  private long index(Disk disk, Database old, Database made, Report report) throws IOException {
    Catalog catalog = ObjectIntake.catalog(made);
    long before = made.setbacks();
    try (ObjectStore store =
        ObjectIntake.openStore(settings.store(), disk, ObjectIntake.catalog(old))) {
      List<Segment> segments = store.segments();
      long total = segments.stream().mapToLong(Segment::bytes).sum();
      Replayer replayer = new Replayer(store, catalog, HeaderReading.LIMITS);
      replayer.replay(
          LogPosition.START,
          next -> report.progress("indexing", CheckOperation.done(segments, next), total));
      made.force(before);
      report.line("reindexed: %d instances".formatted(instances(made)));
      return replayer.damaged();
    }
  }

  /** Under the index's name there is always either the old one or the new one, whole. */
  private static void replace(Disk disk, Report report) throws IOException {
    if (disk.exists(IndexDatabase.FOLDER + FILE)) {
      String aside = "index.old-" + STAMP.format(LocalDateTime.now(ZoneOffset.UTC));
      disk.createFolder(aside);
      Path from = disk.path(IndexDatabase.FOLDER + FILE).orElseThrow();
      FileCopy.copy(from, 0, Files.size(from), disk.path(aside + FILE).orElseThrow(), bytes -> {});
      disk.forceFolder(aside);
      report.line("the old index is kept in store/" + aside);
    } else {
      disk.createFolder(IndexDatabase.FOLDER);
    }
    disk.rename(NEW + FILE, IndexDatabase.FOLDER + FILE);
    disk.forceFolder(IndexDatabase.FOLDER);
    disk.forceFolder(NEW);
  }

  static long instances(Database database) {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM instance").mapTo(long.class).one());
  }
}
