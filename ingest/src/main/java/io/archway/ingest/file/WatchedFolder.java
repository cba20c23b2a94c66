package io.archway.ingest.file;

import io.archway.index.store.Sender;
import io.archway.ingest.IntervalThread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder into which vendor software exports. A file is taken once it has kept its size and time
 * between two looks; then it moves below {@code .archway/} in the same folder, into {@code done} or
 * {@code refused}, with a text file beside it that says why. One that failed only for now stays
 * where it is. One that cannot be moved stays too, and is left alone until it changes.
 *
 * <p>Looks by listing, because folders on a network drive send no notices. One thread of its own.
 */
public final class WatchedFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFolder.class);
  private static final String OWN_FOLDER = ".archway";

  private final Path folder;
  private final FileIntake files;
  private final Consumer<FileVerdict> verdicts;
  private final IntervalThread thread;
  private Map<Path, Seen> seenBefore = new HashMap<>();

  /** Those that cannot be moved, as they were when that was tried. */
  private final Map<Path, Seen> stuck = new HashMap<>();

  /** Why others wait, as it was told last. */
  private final Map<Path, String> waiting = new HashMap<>();

  private record Seen(long bytes, long modifiedMillis) {}

  /**
   * @param intervalMillis between two looks; a file is taken no sooner than this after its last
   *     change
   * @param verdicts told of each file that was tried, on this folder's thread
   */
  public WatchedFolder(
      Path folder, FileIntake files, long intervalMillis, Consumer<FileVerdict> verdicts) {
    this.folder = folder;
    this.files = files;
    this.verdicts = verdicts;
    this.thread = new IntervalThread("watched-folder", intervalMillis, this::run);
  }

  public void start() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("watched folder: " + folder + " (expected: a folder)");
    }
    thread.start();
  }

  @Override
  public void close() {
    thread.close();
  }

  /**
   * Returns when the file that is being taken has its verdict.
   *
   * @return false where that takes longer
   */
  public boolean close(long timeoutMillis) {
    return thread.close(timeoutMillis);
  }

  private void run() {
    String trouble = "";
    while (thread.pause()) {
      String before = trouble;
      trouble = lookForTrouble();
      if (!trouble.equals(before)) {
        LOG.warn(
            "watched folder {} {}",
            folder,
            trouble.isEmpty() ? "can be read again" : "cannot be read: " + trouble);
      }
    }
  }

  /** One look; what went wrong with the whole folder, or nothing. */
  private String lookForTrouble() {
    try {
      look();
      return "";
    } catch (IOException | RuntimeException e) {
      return e.getClass().getSimpleName();
    }
  }

  /** One look: takes what has come to rest, remembers the rest. */
  void look() throws IOException {
    Map<Path, Seen> seenNow = new HashMap<>();
    List<Path> settled = new ArrayList<>();
    for (Map.Entry<Path, Seen> file : list().entrySet()) {
      seenNow.put(file.getKey(), file.getValue());
      if (file.getValue().equals(seenBefore.get(file.getKey()))) {
        settled.add(file.getKey());
      }
    }
    seenBefore = seenNow;
    stuck.entrySet().removeIf(each -> !each.getValue().equals(seenNow.get(each.getKey())));
    waiting.keySet().retainAll(seenNow.keySet());
    settled.removeAll(stuck.keySet());
    settled.sort(null);
    for (Path file : settled) {
      if (thread.isStopping()) {
        return;
      }
      take(file, seenNow.get(file));
    }
  }

  private Map<Path, Seen> list() throws IOException {
    Map<Path, Seen> found = new HashMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            return each.equals(folder.resolve(OWN_FOLDER))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              found.put(
                  file, new Seen(attributes.size(), attributes.lastModifiedTime().toMillis()));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, IOException e) throws IOException {
            return e == null ? FileVisitResult.CONTINUE : visitFileFailed(each, e);
          }

          /** Vanished between listing and looking, or a folder whose trouble hides no other. */
          @Override
          public FileVisitResult visitFileFailed(Path each, IOException e) throws IOException {
            if (each.equals(folder)) {
              throw e;
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  /** What goes wrong with one file is said of it, and is nothing to the others. */
  private void take(Path file, Seen seen) {
    FileVerdict verdict = null;
    try {
      verdict = files.take(file, new Sender("watch", "", "", folder.getFileName().toString()));
      verdicts.accept(verdict);
      if (verdict.isTransient()) {
        tellWaiting(file, verdict);
      } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        moveAside(file, verdict);
      }
    } catch (IOException | RuntimeException e) {
      leave(file, seen, verdict, e);
    }
  }

  private void tellWaiting(Path file, FileVerdict verdict) {
    if (!verdict.reason().equals(waiting.put(file, verdict.reason()))) {
      LOG.info("watched folder: a file waits: {}", verdict.reason());
    }
  }

  private void moveAside(Path file, FileVerdict verdict) throws IOException {
    boolean kept = verdict.verdict() != null && verdict.verdict().isKept();
    Path target = free(aside(file, kept ? "done" : "refused"));
    Files.createDirectories(target.getParent());
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    seenBefore.remove(file);
    LOG.info("watched folder: {} {}", verdict.word(), verdict.reason());
    writeVerdict(target, text(verdict));
  }

  private Path aside(Path file, String what) {
    return folder
        .resolve(OWN_FOLDER)
        .resolve(what)
        .resolve(LocalDate.now(ZoneOffset.UTC).toString())
        .resolve(folder.relativize(file));
  }

  private static String text(FileVerdict verdict) {
    return verdict.word() + (verdict.reason().isEmpty() ? "" : ": " + verdict.reason()) + "\n";
  }

  /** The log names no file: people call them by patients' names. */
  private void leave(Path file, Seen seen, FileVerdict verdict, Exception failure) {
    stuck.put(file, seen);
    LOG.warn(
        "watched folder {}: {}, but the file stays where it is: {}",
        folder,
        verdict == null ? "FAILED" : verdict.word(),
        failure.getClass().getSimpleName());
    writeVerdict(
        aside(file, "left"),
        (verdict == null ? "FAILED\n" : text(verdict))
            + ("The file was left where it is, until it changes: " + failure + "\n"));
  }

  private void writeVerdict(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file.resolveSibling(file.getFileName() + ".verdict.txt"), text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      LOG.warn(
          "watched folder {}: a verdict cannot be written: {}",
          folder,
          e.getClass().getSimpleName());
    }
  }

  /** The path itself, or the first numbered one beside it that is free. */
  private static Path free(Path wanted) {
    Path target = wanted;
    for (int i = 1; Files.exists(target, LinkOption.NOFOLLOW_LINKS); i++) {
      target = wanted.resolveSibling(wanted.getFileName() + "." + i);
    }
    return target;
  }
}
