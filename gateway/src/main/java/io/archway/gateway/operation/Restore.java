package io.archway.gateway.operation;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.settings.Settings;
import io.archway.index.store.Verification;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Makes a home of a backup: its files first under another name, then in one step. At last the home
 * is opened, which indexes what arrived while the backup was made, and all of it is compared with
 * its checksums and digests.
 */
public record Restore(Path backup, Path home, Settings settings) {

  public ExitCode run(Report report) throws IOException {
    BackupManifest manifest =
        BackupManifest.find(backup)
            .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, backup + ": holds no backup"));
    Path store = home.resolve("store");
    if (Files.exists(store)) {
      throw new CommandFailure(
          ExitCode.FAILED, home + ": holds data already (expected: a new or empty folder)");
    }
    Home.create(home);
    Path part = home.resolve("store.part");
    copy(manifest, part, report);
    Files.move(part, store, StandardCopyOption.ATOMIC_MOVE);
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      open.passwordNotice().ifPresent(report::line);
      report.line("restored %d files to %s".formatted(manifest.files().size(), home));
      Verification verification =
          open.store().verify((done, total) -> report.progress("reading", done, total));
      verification.findings().forEach(finding -> report.line("wrong: " + finding));
      return verification.findings().isEmpty() ? ExitCode.OK : ExitCode.DAMAGED;
    }
  }

  private void copy(BackupManifest manifest, Path part, Report report) throws IOException {
    long total = manifest.files().stream().mapToLong(BackupManifest.Item::length).sum();
    AtomicLong done = new AtomicLong();
    for (BackupManifest.Item item : manifest.files()) {
      FileCopy.copy(
          backup.resolve(BackupOperation.STORE).resolve(item.name()),
          0,
          item.length(),
          part.resolve(item.name()),
          bytes -> report.progress("restoring", done.addAndGet(bytes), total));
    }
    if (!manifest.index().isEmpty()) {
      unzip(backup.resolve(manifest.index()), Files.createDirectories(part.resolve("index")));
    }
  }

  private static void unzip(Path zip, Path folder) throws IOException {
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream in = new ZipInputStream(file)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path name = Path.of(entry.getName()).getFileName();
        Path written = folder.resolve(name + ".part");
        Files.copy(in, written, StandardCopyOption.REPLACE_EXISTING);
        FileCopy.forceAndRename(written, folder.resolve(name));
      }
    }
  }
}
