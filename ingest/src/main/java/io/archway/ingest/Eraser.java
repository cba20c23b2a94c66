package io.archway.ingest;

import io.archway.index.database.Database;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxLists;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.Quarantine;
import io.archway.index.medium.MediumFile;
import io.archway.index.medium.MediumFileDao;
import io.archway.index.store.Entry;
import io.archway.index.store.LogPosition;
import io.archway.index.store.LogRecord;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.Segment;
import io.archway.index.store.StoreError;
import io.archway.index.store.StoreException;
import io.archway.index.study.RetentionDao;
import io.archway.ingest.catalog.Catalog;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes for good: a tombstone in the log first, then the rows, then the bytes. A crash between
 * them leaves the tombstone, and the next start goes on from it, so that nothing comes back.
 *
 * <p>Thread-safe. What changes log and index together runs on the committer's thread in small
 * pieces; arrivals go on between them.
 */
public final class Eraser {
  private static final Logger LOG = LoggerFactory.getLogger(Eraser.class);
  private static final int MAX_AT_ONCE = 500;

  /** What was deleted. */
  public record Erased(long objects, long bytes) {}

  private final Intake intake;
  private final ObjectStore store;
  private final Catalog catalog;
  private final Database database;
  private final Consumer<String> onErased;
  private final ReentrantLock compacting = new ReentrantLock();

  public Eraser(Intake intake, Catalog catalog, Database database) {
    this(intake, catalog, database, sha256 -> {});
  }

  /**
   * @param onErased told the SHA-256 of what is deleted by now, so that what was made of it goes
   *     too
   */
  public Eraser(Intake intake, Catalog catalog, Database database, Consumer<String> onErased) {
    this.onErased = onErased;
    this.intake = intake;
    this.store = intake.store();
    this.catalog = catalog;
    this.database = database;
  }

  /**
   * Deletes a study with everything that is stored of it, unless it came lately, is held or waits
   * for its report; this is looked at again before each piece.
   *
   * @param before only if nothing of it arrived since
   * @param reportRequired only if its report is done
   */
  public Erased erase(long organizationKey, long studyKey, Instant before, boolean reportRequired)
      throws IOException {
    long objects = 0;
    long bytes = 0;
    List<RetentionDao.Stored> piece;
    do {
      piece =
          intake.betweenGroups(() -> erasePiece(organizationKey, studyKey, before, reportRequired));
      piece.forEach(each -> onErased.accept(each.sha256()));
      objects += piece.size();
      bytes += piece.stream().mapToLong(RetentionDao.Stored::byteLength).sum();
    } while (piece.size() == MAX_AT_ONCE);
    return new Erased(objects, bytes);
  }

  private List<RetentionDao.Stored> erasePiece(
      long organizationKey, long studyKey, Instant before, boolean reportRequired)
      throws IOException {
    List<RetentionDao.Stored> stored =
        database.read(
            handle -> {
              RetentionDao retention = handle.attach(RetentionDao.class);
              return retention.mayGo(organizationKey, studyKey, before, reportRequired) == 0
                  ? List.of()
                  : retention.stored(organizationKey, studyKey, MAX_AT_ONCE);
            });
    if (!stored.isEmpty()) {
      bury(organizationKey, stored);
    }
    return stored;
  }

  /**
   * Deletes a medium with everything that is stored of it, whatever its age, but only while it is a
   * deleted one that nothing keeps. This is looked at again before each piece.
   *
   * @param first done before anything is gone, if anything goes
   */
  public Erased purge(long organizationKey, long mediumKey, Runnable first) throws IOException {
    long objects = 0;
    long bytes = 0;
    List<RetentionDao.Stored> piece;
    do {
      Runnable told = objects == 0 ? first : () -> {};
      piece = intake.betweenGroups(() -> purgePiece(organizationKey, mediumKey, told));
      piece.forEach(each -> onErased.accept(each.sha256()));
      objects += piece.size();
      bytes += piece.stream().mapToLong(RetentionDao.Stored::byteLength).sum();
    } while (piece.size() == MAX_AT_ONCE);
    return new Erased(objects, bytes);
  }

  private List<RetentionDao.Stored> purgePiece(long organizationKey, long mediumKey, Runnable first)
      throws IOException {
    List<RetentionDao.Stored> stored =
        database.read(
            handle -> {
              MediumFileDao media = handle.attach(MediumFileDao.class);
              if (!media.isDeleted(organizationKey, mediumKey).orElse(false)
                  || media.kept(organizationKey, mediumKey) > 0) {
                return List.of();
              }
              Optional<MediumFile> file = media.find(organizationKey, mediumKey);
              return file.isPresent()
                  ? List.of(stored(file.get()))
                  : handle
                      .attach(RetentionDao.class)
                      .storedOfMedium(organizationKey, mediumKey, MAX_AT_ONCE);
            });
    if (!stored.isEmpty()) {
      first.run();
      bury(organizationKey, stored);
    }
    return stored;
  }

  /** Does something while nothing is being deleted and nothing arrives. */
  public <T> T undisturbed(Callable<T> work) throws IOException {
    return intake.betweenGroups(work);
  }

  /**
   * Deletes the file of a medium that is no study, and the medium, for good; nothing where it is
   * gone already or waits to be read.
   *
   * @param before only if it came before
   */
  public Erased eraseFile(long organizationKey, long mediumKey, Instant before) throws IOException {
    return intake.betweenGroups(
        () -> {
          Optional<MediumFile> file =
              database
                  .read(
                      handle -> {
                        MediumFileDao media = handle.attach(MediumFileDao.class);
                        return media.kept(organizationKey, mediumKey) > 0
                            ? Optional.<MediumFile>empty()
                            : media.find(organizationKey, mediumKey);
                      })
                  .filter(found -> found.receivedAt().isBefore(before));
          if (file.isEmpty()) {
            return new Erased(0, 0);
          }
          bury(organizationKey, List.of(stored(file.get())));
          onErased.accept(file.get().sha256());
          return new Erased(1, file.get().byteLength());
        });
  }

  private static RetentionDao.Stored stored(MediumFile file) {
    return new RetentionDao.Stored(
        file.recordNumber(),
        file.fileUid(),
        file.container(),
        file.byteOffset(),
        file.byteLength(),
        file.sha256());
  }

  /** Deletes the object of a quarantine entry for good; nothing where it is gone already. */
  public void discard(long organizationKey, long inboxKey) throws IOException {
    intake.betweenGroups(
        () -> {
          Optional<InboxEntry> entry =
              database
                  .readInConnection(
                      connection -> InboxLists.find(connection, organizationKey, inboxKey))
                  .filter(found -> found.reason().equals(InboxReason.QUARANTINED.name()))
                  .filter(found -> found.container() != null);
          if (entry.isPresent()) {
            bury(organizationKey, List.of(quarantined(entry.get())));
          }
          return null;
        });
  }

  private static RetentionDao.Stored quarantined(InboxEntry entry) {
    return new RetentionDao.Stored(
        entry.recordNumber(),
        Quarantine.uidOf(entry.subject()),
        entry.container(),
        entry.byteOffset(),
        entry.byteLength(),
        "");
  }

  private void bury(long organizationKey, List<RetentionDao.Stored> stored) throws IOException {
    Instant now = Instant.now();
    List<Entry> entries = new ArrayList<>();
    for (RetentionDao.Stored each : stored) {
      entries.add(
          new Entry.Deletion(
              organizationKey, each.sopInstanceUid(), each.recordNumber(), location(each), now));
    }
    var appended = store.append(entries);
    List<LogRecord.Tombstone> tombstones =
        appended.records().stream().map(LogRecord.Tombstone.class::cast).toList();
    catalog.forget(tombstones, appended.end());
    for (RetentionDao.Stored each : stored) {
      store.release(location(each));
    }
  }

  private static ObjectLocation location(RetentionDao.Stored stored) {
    return new ObjectLocation(stored.container(), stored.byteOffset(), stored.byteLength());
  }

  /**
   * Gives back the space of deleted objects: copies the living rest of closed segments of which at
   * least so much is dead.
   *
   * @return bytes given back
   */
  public long compact(int deadPercent) throws IOException {
    compacting.lock();
    try {
      // What the index does not know yet would look dead.
      intake.betweenGroups(() -> null);
      Tombstones tombstones = Tombstones.read(store, LogPosition.START);
      long freed = 0;
      for (Segment segment : store.segments()) {
        long dead = tombstones.deadBytes(segment.name());
        if (segment.closed() && dead > 0 && dead * 100 >= segment.bytes() * deadPercent) {
          intake.betweenGroups(() -> null); // rows still on their way would name the old place
          freed += compactUnlessDamaged(segment, tombstones);
        }
      }
      return freed;
    } finally {
      compacting.unlock();
    }
  }

  private long compactUnlessDamaged(Segment segment, Tombstones tombstones) throws IOException {
    try {
      return intake.isStopping() ? 0 : compact(segment, tombstones);
    } catch (StoreException e) {
      if (e.error() != StoreError.DAMAGED) {
        throw e;
      }
      LOG.error("segment {} keeps its space: {}", segment.number(), e.getMessage());
      return 0;
    }
  }

  private long compact(Segment segment, Tombstones tombstones) throws IOException {
    var done =
        store.compact(
            segment.number(),
            stored -> !tombstones.contains(stored.recordNumber()) && !liesElsewhere(stored),
            (moved, end) -> {
              if (intake.isStopping()) {
                throw new InterruptedIOException("stopping; the segment is kept");
              }
              // The position stays: arrivals before these copies may not be indexed yet.
              Set<Long> missing = Set.copyOf(catalog.relocate(moved, LogPosition.START));
              return deletedSince(missing);
            });
    LOG.info(
        "segment {} given back: {} of {} bytes were alive",
        segment.number(),
        done.copiedBytes(),
        done.freedBytes());
    return done.freedBytes() - done.copiedBytes();
  }

  /** Dead only what is deleted or copied: what no row names was never indexed, and stays. */
  private boolean liesElsewhere(LogRecord.Stored stored) {
    return !catalog.isAlive(stored) && catalog.isKnown(stored.recordNumber());
  }

  private Set<Long> deletedSince(Set<Long> missing) throws IOException {
    if (missing.isEmpty()) {
      return missing;
    }
    Tombstones now = Tombstones.read(store, LogPosition.START);
    return missing.stream().filter(now::contains).collect(Collectors.toUnmodifiableSet());
  }
}
