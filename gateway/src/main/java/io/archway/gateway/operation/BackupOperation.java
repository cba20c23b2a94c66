package io.archway.gateway.operation;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Apart;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.home.SealKey;
import io.archway.gateway.operation.BackupManifest.Item;
import io.archway.index.database.Dialect;
import io.archway.index.database.IndexUnavailableException;
import io.archway.index.store.Backup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Copies the log and the index while everything goes on. The log only grows: a backup to the same
 * folder takes what was added since, and leaves what is there already. The index is copied first:
 * what arrives after that is in the log's copy, and is indexed again when the backup is restored.
 */
record BackupOperation(Path target) implements Operation {
  static final String STORE = "store";

  /** A segment begins with a number that no other has. */
  private static final long HEADER_BYTES = 8 << 10;

  private static final long COMPARED_BYTES = 64 << 10;

  /** What is to be copied of a file: from where on. */
  private record Missing(Backup.Item item, long kept) {
    long bytes() {
      return item.length() - kept;
    }
  }

  @Override
  public ExitCode run(OpenHome home, Report report) throws IOException {
    Apart.outsideHome(home.folder(), target, "backup");
    Files.createDirectories(target);
    // Held from here on: what the index's copy names is still there when the files are copied.
    Backup held = home.store().backup();
    try {
      report.progress("index", 0, 1);
      String index = copyIndex(home, report);
      report.progress("index", 1, 1);
      SealKey.copy(home.folder(), target);
      copyStore(home, index, report);
      return ExitCode.OK;
    } finally {
      held.close();
    }
  }

  private void copyStore(OpenHome home, String index, Report report) throws IOException {
    try (Backup backup = home.store().backup()) {
      long copied = copyFiles(home, missing(home, backup.items()), report);
      BackupManifest manifest = new BackupManifest(index, itemsOf(backup));
      manifest.write(target);
      removeOthers(manifest);
      report.line(
          "%d files, %d bytes copied anew to %s".formatted(backup.items().size(), copied, target));
    }
  }

  /** Under a new name each time, so that the copy before stays until the manifest names this. */
  private String copyIndex(OpenHome home, Report report) throws IOException {
    if (home.database().dialect() != Dialect.H2) {
      report.line(
          "the index is in PostgreSQL and not part of the backup: a restore builds it from the log,"
              + " without users, holds and decisions; back it up with pg_dump too");
      return "";
    }
    String name = "index-%d.zip".formatted(System.currentTimeMillis());
    Path part = target.resolve(name + ".part");
    Files.write(part, new byte[0]); // says why, where it cannot
    try {
      home.database()
          .read(handle -> handle.execute("BACKUP TO ?", part.toAbsolutePath().toString()));
    } catch (IndexUnavailableException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          part + ": the index cannot be copied there (expected: room, and an index that answers)",
          e);
    }
    FileCopy.forceAndRename(part, target.resolve(name));
    return name;
  }

  private List<Missing> missing(OpenHome home, List<Backup.Item> items) throws IOException {
    Map<String, Long> recorded =
        BackupManifest.find(target).map(BackupManifest::files).orElse(List.of()).stream()
            .collect(Collectors.toMap(Item::name, Item::length));
    List<Missing> missing = new ArrayList<>();
    for (Backup.Item item : items) {
      long kept = kept(home, item, recorded.getOrDefault(item.name(), 0L));
      if (kept < item.length() || kept == 0) {
        missing.add(new Missing(item, kept));
      }
    }
    return missing;
  }

  /**
   * How much of an earlier copy stays: what the last backup counted of it. A segment grows; that
   * what was counted is still what stands there is seen from its last record.
   */
  private long kept(OpenHome home, Backup.Item item, long recorded) throws IOException {
    Path copy = copyOf(item);
    if (recorded == 0 || !Files.exists(copy) || Files.size(copy) < recorded) {
      return 0;
    }
    if (!isSegment(item)) {
      return recorded == item.length() && Files.size(copy) == recorded ? recorded : 0;
    }
    Path from = home.disk().path(item.name()).orElseThrow();
    if (!FileCopy.areAlike(from, copy, 0, HEADER_BYTES)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          target
              + ": holds a backup of another data folder (expected: an empty folder, or one with"
              + " backups of this data folder)");
    }
    long last = Math.min(recorded, COMPARED_BYTES);
    return recorded <= item.length() && FileCopy.areAlike(from, copy, recorded - last, last)
        ? recorded
        : 0;
  }

  private static boolean isSegment(Backup.Item item) {
    return item.name().startsWith("log/");
  }

  private Path copyOf(Backup.Item item) {
    return target.resolve(STORE).resolve(item.name());
  }

  private long copyFiles(OpenHome home, List<Missing> missing, Report report) throws IOException {
    long total = missing.stream().mapToLong(Missing::bytes).sum();
    AtomicLong done = new AtomicLong();
    for (Missing each : missing) {
      Path from = home.disk().path(each.item().name()).orElseThrow();
      Path copy = copyOf(each.item());
      LongConsumer onBytes = bytes -> report.progress("copying", done.addAndGet(bytes), total);
      if (each.kept() == 0) {
        FileCopy.copy(from, 0, each.item().length(), copy, onBytes);
      } else {
        FileCopy.extend(from, each.kept(), each.item().length(), copy, onBytes);
      }
    }
    return total;
  }

  private static List<Item> itemsOf(Backup backup) {
    return backup.items().stream().map(item -> new Item(item.name(), item.length())).toList();
  }

  /** What an earlier backup had and this one has not: compacted segments, older indexes. */
  private void removeOthers(BackupManifest manifest) throws IOException {
    Set<Path> kept = new HashSet<>();
    manifest.files().forEach(item -> kept.add(target.resolve(STORE).resolve(item.name())));
    List<Path> others = new ArrayList<>();
    try (Stream<Path> files = Files.walk(target.resolve(STORE))) {
      files.filter(Files::isRegularFile).filter(file -> !kept.contains(file)).forEach(others::add);
    }
    try (Stream<Path> files = Files.list(target)) {
      files
          .filter(file -> file.getFileName().toString().matches("index-\\d+\\.zip(\\.part)?"))
          .filter(file -> !file.getFileName().toString().equals(manifest.index()))
          .forEach(others::add);
    }
    for (Path other : others) {
      Files.delete(other);
    }
  }
}
