package io.archway.ingest.file;

import io.archway.index.store.Sender;
import io.archway.ingest.IntervalThread;
import io.archway.ingest.file.FileTaker.Fate;
import io.archway.ingest.file.FileTaker.Taken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder into which other software writes. A file is taken once it has kept its size and time
 * between two looks, the oldest first; then it moves below {@code .archway/} in the same folder,
 * into {@code done} or {@code refused}, with a text file beside it that says why. One that failed
 * only for now stays where it is. One that cannot be moved stays too, and is left alone until it
 * changes.
 *
 * <p>Looks by listing, because folders on a network drive send no notices. One thread of its own.
 */
public final class WatchedFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFolder.class);
  private static final String OWN_FOLDER = ".archway";

  /** Seen in one look; more wait until those are gone. */
  private static final int MOST_FILES = 100_000;

  private final Path folder;
  private final FileTaker taker;
  private final int mostFiles;
  private final IntervalThread thread;
  private Map<Path, Seen> seenBefore = new HashMap<>();

  /** Those that cannot be moved, as they were when that was tried. */
  private final Map<Path, Seen> stuck = new HashMap<>();

  /** Why others wait, as it was told last. */
  private final Map<Path, String> waiting = new HashMap<>();

  private record Seen(long bytes, long modifiedMillis) {
    static Seen of(BasicFileAttributes attributes) {
      return new Seen(attributes.size(), attributes.lastModifiedTime().toMillis());
    }
  }

  /**
   * @param intervalMillis between two looks; a file is taken no sooner than this after its last
   *     change
   */
  public WatchedFolder(Path folder, FileTaker taker, long intervalMillis) {
    this(folder, taker, intervalMillis, MOST_FILES);
  }

  WatchedFolder(Path folder, FileTaker taker, long intervalMillis, int mostFiles) {
    this.folder = folder;
    this.taker = taker;
    this.mostFiles = mostFiles;
    this.thread = new IntervalThread("watched-folder", intervalMillis, this::run);
  }

  /**
   * A folder of images.
   *
   * @param verdicts told of each file that was tried, on this folder's thread
   */
  public WatchedFolder(
      Path folder, FileIntake files, long intervalMillis, Consumer<FileVerdict> verdicts) {
    this(folder, imagesOf(folder, files, verdicts), intervalMillis);
  }

  private static FileTaker imagesOf(Path folder, FileIntake files, Consumer<FileVerdict> verdicts) {
    Sender sender = new Sender("watch", "", "", folder.getFileName().toString());
    return (file, stopping) -> {
      FileVerdict verdict = files.take(file, sender);
      verdicts.accept(verdict);
      boolean kept = verdict.verdict() != null && verdict.verdict().isKept();
      Fate fate = verdict.isTransient() ? Fate.WAITS : kept ? Fate.DONE : Fate.REFUSED;
      String text = verdict.word() + (verdict.reason().isEmpty() ? "" : ": " + verdict.reason());
      return new Taken(fate, text, text + "\n");
    };
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
    settled.sort(
        Comparator.comparing((Path file) -> seenNow.get(file).modifiedMillis())
            .thenComparing(Comparator.naturalOrder()));
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
              found.put(file, Seen.of(attributes));
            }
            return found.size() < mostFiles ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
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
    Taken taken = null;
    try {
      if (!rests(file, seen)) {
        seenBefore.remove(file);
        return;
      }
      taken = taker.take(file, thread::isStopping);
      switch (taken.fate()) {
        case DONE -> moveAside(file, seen, taken, "done");
        case REFUSED -> moveAside(file, seen, taken, "refused");
        case WAITS -> tellWaiting(file, taken);
        case LEFT -> waiting.remove(file);
      }
    } catch (IOException | RuntimeException e) {
      leave(file, seen, taken, e);
    }
  }

  /** Many may have been taken since it was looked at, and it written anew or gone meanwhile. */
  private static boolean rests(Path file, Seen seen) throws IOException {
    try {
      return seen.equals(seen(file));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void tellWaiting(Path file, Taken taken) {
    if (!taken.summary().equals(waiting.put(file, taken.summary()))) {
      LOG.info("watched folder: a file waits: {}", taken.summary());
    }
  }

  /** What was written anew while it was taken stays, to be taken again. */
  private void moveAside(Path file, Seen seen, Taken taken, String what) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!seen.equals(seen(file))) {
      seenBefore.remove(file);
      return;
    }
    Path target = free(aside(file, what));
    Files.createDirectories(target.getParent());
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    seenBefore.remove(file);
    if (!seen.equals(seen(target)) && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(target, file, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    LOG.info("watched folder: {}", taken.summary());
    writeVerdict(target, taken.verdict());
  }

  private static Seen seen(Path file) throws IOException {
    return Seen.of(
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
  }

  private Path aside(Path file, String what) {
    return folder
        .resolve(OWN_FOLDER)
        .resolve(what)
        .resolve(LocalDate.now(ZoneOffset.UTC).toString())
        .resolve(folder.relativize(file));
  }

  /** The log names no file: people call them by patients' names. */
  private void leave(Path file, Seen seen, Taken taken, Exception failure) {
    stuck.put(file, seen);
    LOG.warn(
        "watched folder {}: {}, but the file stays where it is: {}",
        folder,
        taken == null ? "FAILED" : taken.summary(),
        failure.getClass().getSimpleName());
    writeVerdict(
        aside(file, "left"),
        (taken == null ? "FAILED\n" : taken.verdict())
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
