package io.archway.gateway.operation;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.IndexDatabase;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.home.SealKey;
import io.archway.gateway.settings.Settings;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.store.Verification;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Makes a home of a backup: its files first under another name, then in one step. At last the home
 * is opened, which indexes what the index does not know, all of the log where there is none, and
 * everything is compared with its checksums and digests.
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
    boolean withIndex = isEmbedded() && !manifest.index().isEmpty();
    if (!isEmbedded()) {
      requireEmptyDatabase();
    }
    Home.create(home);
    Path part = home.resolve("store.part");
    copy(manifest, part, report);
    SealKey.copy(backup, home);
    if (withIndex) {
      unzip(backup.resolve(manifest.index()), Files.createDirectories(part.resolve("index")));
    }
    Files.move(part, store, StandardCopyOption.ATOMIC_MOVE);
    report.line("restored %d files to %s".formatted(manifest.files().size(), home));
    if (!withIndex) {
      report.line(
          "there is no copy of the index for %s: it is built from the log; organizations, users, holds"
                  .formatted(isEmbedded() ? "the embedded database" : "PostgreSQL")
              + " and decisions, which the log does not hold, are not restored");
    }
    return open(report, withIndex);
  }

  private boolean isEmbedded() {
    return settings.index().url().isEmpty();
  }

  /** It might be that of a running gateway, whose rows belong to another log. */
  private void requireEmptyDatabase() {
    try (IndexDatabase index = IndexDatabase.open(settings.index(), null)) {
      boolean used =
          index
              .database()
              .read(handle -> !handle.attach(OrganizationDao.class).firstTwoKeys().isEmpty());
      if (used) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "index.url: the database holds an index already (expected: an empty database, into which"
                + " the log is indexed)");
      }
    }
  }

  private ExitCode open(Report report, boolean withIndex) throws IOException {
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      open.passwordNotice().ifPresent(report::line);
      if (!withIndex) {
        open.intake().awaitIndexed();
        report.line("indexed: %d instances".formatted(Reindex.instances(open.database())));
      }
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
    } catch (ZipException | EOFException e) {
      throw new CommandFailure(
          ExitCode.FAILED, zip + ": damaged, the copy of the index cannot be read", e);
    }
  }
}
