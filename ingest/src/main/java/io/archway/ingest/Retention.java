package io.archway.ingest;

import io.archway.index.database.Database;
import io.archway.index.medium.MediumFile;
import io.archway.index.medium.MediumFileDao;
import io.archway.index.organization.Organization;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.store.ObjectStore;
import io.archway.index.study.RetentionDao;
import io.archway.index.study.RetentionDao.Candidate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes studies and files that have become old, and the oldest where room runs out; never one
 * that is held or whose report is asked for and not done. Then gives their space back. One thread
 * of its own.
 */
public final class Retention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int MAX_AT_ONCE = 100;

  /**
   * @param maxAge since the last arrival, from which a study goes
   * @param freeBytes below which the oldest go before that; 0 never
   * @param minAge that a study must have even then
   * @param reportRequired only studies whose report is done go
   * @param compactFromPercent dead part of a segment from which its space is given back
   */
  public record Rules(
      Duration maxAge,
      long freeBytes,
      Duration minAge,
      boolean reportRequired,
      int compactFromPercent) {}

  private final Rules rules;
  private final Eraser eraser;
  private final ObjectStore store;
  private final Database database;
  private final InstantSource clock;
  private final IntervalThread thread;

  public Retention(
      Rules rules,
      Eraser eraser,
      ObjectStore store,
      Database database,
      InstantSource clock,
      long intervalMillis) {
    this.rules = rules;
    this.eraser = eraser;
    this.store = store;
    this.database = database;
    this.clock = clock;
    this.thread = new IntervalThread("retention", intervalMillis, this::run);
  }

  /** Looks at once, then at every interval. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.close();
  }

  /**
   * Returns when the study that is being deleted is gone, or the segment that is being copied.
   *
   * @return false where that takes longer
   */
  public boolean close(long timeoutMillis) {
    return thread.close(timeoutMillis);
  }

  private void run() {
    do {
      try {
        look();
      } catch (IOException | RuntimeException e) {
        LOG.warn("retention goes on at the next look: {}", e.toString());
      }
    } while (thread.pause());
  }

  /**
   * One look.
   *
   * @return bytes of the studies that were deleted
   */
  long look() throws IOException {
    Instant now = clock.instant();
    long erased = eraseBefore(now.minus(rules.maxAge()), Long.MAX_VALUE);
    erased += eraseFilesBefore(now.minus(rules.maxAge()));
    long missing = rules.freeBytes() - store.freeBytes() - erased;
    if (missing > 0) {
      erased += eraseBefore(now.minus(rules.minAge()), missing);
    }
    if (!thread.isStopping()) {
      eraser.compact(rules.compactFromPercent());
    }
    return erased;
  }

  /** The oldest first, of all organizations, until so many bytes are deleted. */
  private long eraseBefore(Instant before, long enough) throws IOException {
    long erased = 0;
    List<Candidate> candidates;
    long progress;
    do {
      candidates = candidates(before);
      progress = erased;
      for (Candidate candidate : candidates) {
        if (erased >= enough || thread.isStopping()) {
          return erased;
        }
        erased += erase(candidate, before);
      }
    } while (!candidates.isEmpty() && erased > progress);
    return erased;
  }

  /** Files that are no DICOM objects have no holds, but orders to read them. */
  private long eraseFilesBefore(Instant before) throws IOException {
    long erased = 0;
    for (MediumFile file = oldestFile(before);
        file != null && !thread.isStopping();
        file = oldestFile(before)) {
      Eraser.Erased gone = eraser.eraseFile(file.organizationKey(), file.mediumKey(), before);
      if (gone.objects() == 0) {
        return erased;
      }
      LOG.info(
          "medium {} of {} deleted: {} bytes", file.mediumKey(), file.receivedAt(), gone.bytes());
      erased += gone.bytes();
    }
    return erased;
  }

  private MediumFile oldestFile(Instant before) {
    return database.read(
        handle ->
            handle.attach(OrganizationDao.class).list().stream()
                .flatMap(
                    organization ->
                        handle
                            .attach(MediumFileDao.class)
                            .before(organization.organizationKey(), before, 1)
                            .stream())
                .findFirst()
                .orElse(null));
  }

  private List<Candidate> candidates(Instant before) {
    return database.read(
        handle -> {
          RetentionDao retention = handle.attach(RetentionDao.class);
          return handle.attach(OrganizationDao.class).list().stream()
              .map(Organization::organizationKey)
              .flatMap(
                  key ->
                      retention
                          .candidates(key, before, rules.reportRequired(), MAX_AT_ONCE)
                          .stream())
              .sorted(Comparator.comparing(Candidate::lastReceivedAt))
              .limit(MAX_AT_ONCE)
              .toList();
        });
  }

  private long erase(Candidate candidate, Instant before) throws IOException {
    Eraser.Erased erased =
        eraser.erase(
            candidate.organizationKey(), candidate.studyKey(), before, rules.reportRequired());
    LOG.info(
        "study {} of {} deleted: {} objects, {} bytes",
        candidate.studyKey(),
        candidate.lastReceivedAt(),
        erased.objects(),
        erased.bytes());
    return erased.bytes();
  }
}
