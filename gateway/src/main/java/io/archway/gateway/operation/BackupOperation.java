package io.archway.gateway.operation;

import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Apart;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.operation.BackupManifest.Item;
import io.archway.index.database.Dialect;
import io.archway.index.store.Backup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Copies the log and the index while everything goes on. What never changes is copied once, so that
 * a backup to the same folder takes only what is new. The index is copied first: what arrives after
 * that is in the log's copy, and is indexed again when the backup is restored.
 */
record BackupOperation(Path target) implements Operation {
  static final String STORE = "store";

  @Override
  public ExitCode run(OpenHome home, Report report) throws IOException {
    Apart.outsideHome(home.folder(), target, "backup");
    Files.createDirectories(target);
    // Held from here on: what the index's copy names is still there when the files are copied.
    Backup held = home.store().backup();
    try {
      report.progress("index", 0, 1);
      String index = copyIndex(home);
      report.progress("index", 1, 1);
      copyStore(home, index, report);
      return ExitCode.OK;
    } finally {
      held.close();
    }
  }

  private void copyStore(OpenHome home, String index, Report report) throws IOException {
    try (Backup backup = home.store().backup()) {
      long copied = copyFiles(home, backup.items(), report);
      BackupManifest manifest = new BackupManifest(index, itemsOf(backup));
      manifest.write(target);
      removeOthers(manifest);
      report.line(
          "%d files, %d bytes copied anew to %s".formatted(backup.items().size(), copied, target));
    }
  }

  /** Under a new name each time, so that the copy before stays until the manifest names this. */
  private String copyIndex(OpenHome home) throws IOException {
    if (home.database().dialect() != Dialect.H2) {
      return "";
    }
    String name = "index-%d.zip".formatted(System.currentTimeMillis());
    Path part = target.resolve(name + ".part");
    home.database().read(handle -> handle.execute("BACKUP TO ?", part.toAbsolutePath().toString()));
    FileCopy.forceAndRename(part, target.resolve(name));
    return name;
  }

  private long copyFiles(OpenHome home, List<Backup.Item> items, Report report) throws IOException {
    List<Backup.Item> missing = new ArrayList<>();
    for (Backup.Item item : items) {
      Path copy = target.resolve(STORE).resolve(item.name());
      if (!(item.immutable() && Files.exists(copy) && Files.size(copy) == item.length())) {
        missing.add(item);
      }
    }
    long total = missing.stream().mapToLong(Backup.Item::length).sum();
    AtomicLong done = new AtomicLong();
    for (Backup.Item item : missing) {
      Path from = home.disk().path(item.name()).orElseThrow();
      FileCopy.copy(
          from,
          0,
          item.length(),
          target.resolve(STORE).resolve(item.name()),
          bytes -> report.progress("copying", done.addAndGet(bytes), total));
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
