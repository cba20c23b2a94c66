package io.archway.gateway.operation;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Apart;
import io.archway.gateway.home.OpenHome;
import io.archway.index.disk.FailureReason;
import io.archway.index.store.Sender;
import io.archway.ingest.file.FileIntake;
import io.archway.ingest.file.FileVerdict;
import io.archway.ingest.file.FolderImport;
import io.archway.ingest.file.MediumFiles;
import io.archway.ingest.header.HeaderReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes in files, folders with all below them, and media by their DICOMDIR, with a line for each
 * file and one that sums up.
 */
record ImportOperation(List<Path> paths) implements Operation {
  @Override
  public boolean makesHome() {
    return true;
  }

  @Override
  public ExitCode run(OpenHome home, Report report) throws InterruptedException {
    for (Path path : paths) {
      Apart.fromHome(home.folder(), path, ExitCode.USAGE, "import");
    }
    List<Path> roots = roots();
    AtomicLong total = new AtomicLong();
    for (Path root : roots) {
      FolderImport.walk(root, file -> total.incrementAndGet(), unreadable -> {});
    }
    ImportTally tally = new ImportTally(paths);
    AtomicLong done = new AtomicLong();
    new FolderImport(new FileIntake(home.intake(), HeaderReading.LIMITS))
        .run(
            roots,
            new Sender("import", "", "", ""),
            verdict -> {
              report.line(tally.count(verdict));
              if (verdict.word() != FileVerdict.Word.UNREADABLE) {
                report.progress("importing", done.incrementAndGet(), total.get());
              }
            });
    report.line(tally.summary());
    return tally.exitCode();
  }

  /** A named DICOMDIR stands for the files it names; a named link for what it leads to. */
  private List<Path> roots() {
    List<Path> roots = new ArrayList<>();
    for (Path path : paths) {
      try {
        Path real = Files.isSymbolicLink(path) ? path.toRealPath() : path;
        if (Files.isRegularFile(real) && MediumFiles.isDirectory(real)) {
          roots.addAll(MediumFiles.of(real));
        } else {
          roots.add(real);
        }
      } catch (IOException e) {
        throw new CommandFailure(
            ExitCode.FAILED, path + ": cannot be read: " + FailureReason.of(e), e);
      }
    }
    return roots;
  }
}
