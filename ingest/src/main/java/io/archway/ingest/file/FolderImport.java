package io.archway.ingest.file;

import io.archway.index.disk.FailureReason;
import io.archway.index.store.Sender;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes in files and whole folder trees, several files at a time so that they share the forces of
 * the disk. The files of DICOM media are found by walking, with or without their DICOMDIR. Links
 * are not followed below a folder.
 */
public final class FolderImport {
  private static final int AT_ONE_TIME = 8;

  private final FileIntake files;

  public FolderImport(FileIntake files) {
    this.files = files;
  }

  /**
   * Blocks until every file has its verdict.
   *
   * @param roots files, and folders with all below them
   * @param verdicts told of each file as it ends, and of each folder that cannot be read, by one
   *     thread at a time, in no particular order
   */
  public void run(List<Path> roots, Sender sender, Consumer<FileVerdict> verdicts)
      throws InterruptedException {
    ExecutorService takers = Executors.newFixedThreadPool(AT_ONE_TIME);
    Semaphore ahead = new Semaphore(2 * AT_ONE_TIME);
    try {
      for (Path root : roots) {
        walk(
            root,
            file -> {
              ahead.acquireUninterruptibly();
              takers.execute(() -> take(file, sender, verdicts, ahead));
            },
            verdict -> tell(verdict, verdicts));
      }
    } finally {
      takers.shutdown();
      takers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }
  }

  private void take(Path file, Sender sender, Consumer<FileVerdict> verdicts, Semaphore ahead) {
    try {
      tell(files.take(file, sender), verdicts);
    } finally {
      ahead.release();
    }
  }

  private synchronized void tell(FileVerdict verdict, Consumer<FileVerdict> verdicts) {
    verdicts.accept(verdict);
  }

  /**
   * Shows every regular file below a folder, or the file itself, in the file system's order.
   *
   * @param unreadable told of what cannot be looked into; the rest is shown all the same
   */
  public static void walk(Path root, Consumer<Path> visitor, Consumer<FileVerdict> unreadable) {
    try {
      Files.walkFileTree(root, new Visitor(visitor, unreadable));
    } catch (IOException e) {
      unreadable.accept(FileVerdict.unreadable(root, FailureReason.of(e)));
    }
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Consumer<Path> visitor;
    private final Consumer<FileVerdict> unreadable;

    Visitor(Consumer<Path> visitor, Consumer<FileVerdict> unreadable) {
      this.visitor = visitor;
      this.unreadable = unreadable;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        visitor.accept(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
      return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, failure);
    }

    @Override
    public FileVisitResult visitFileFailed(Path each, IOException failure) {
      unreadable.accept(FileVerdict.unreadable(each, FailureReason.of(failure)));
      return FileVisitResult.CONTINUE;
    }
  }
}
