package io.archway.ingest.file;

import io.archway.index.store.Sender;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes in a file or a whole folder tree, several files at a time so that they share the forces of
 * the disk. The files of DICOM media are found by walking, with or without their DICOMDIR. Links
 * are not followed.
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
   * @param verdicts told of each file as it ends, by one thread at a time, in no particular order
   * @throws IOException where a folder cannot be read; files before it have been taken
   */
  public void run(Path root, Sender sender, Consumer<FileVerdict> verdicts)
      throws IOException, InterruptedException {
    ExecutorService takers = Executors.newFixedThreadPool(AT_ONE_TIME);
    Semaphore ahead = new Semaphore(2 * AT_ONE_TIME);
    try {
      walk(
          root,
          file -> {
            ahead.acquireUninterruptibly();
            takers.execute(() -> take(file, sender, verdicts, ahead));
          });
    } finally {
      takers.shutdown();
      takers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }
  }

  private void take(Path file, Sender sender, Consumer<FileVerdict> verdicts, Semaphore ahead) {
    try {
      FileVerdict verdict = files.take(file, sender);
      synchronized (this) {
        verdicts.accept(verdict);
      }
    } finally {
      ahead.release();
    }
  }

  /** Shows every regular file below a folder, or the file itself, in the file system's order. */
  public static void walk(Path root, Consumer<Path> visitor) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
              visitor.accept(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
