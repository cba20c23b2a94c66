package io.archway.ingest;

import io.archway.index.database.IndexBehindException;
import io.archway.index.database.IndexUnavailableException;
import io.archway.index.store.LogPosition;
import io.archway.index.study.IndexedArrival;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the rows of objects that are durable in the log, on a thread of its own right behind the
 * Committer: one transaction for all that waited. It lets some gather, since a transaction costs as
 * much as many rows, unless somebody waits: whoever reads the index to show it asks {@link #await}
 * first, and so sees every object that was answered before.
 *
 * <p>How much may wait is bounded. While the index is away the rows wait here, the Committer takes
 * nothing new, and the log keeps what a stop would drop: the next start replays it. Thread-safe.
 */
final class IndexThread implements AutoCloseable {
  /** All that waits takes about so much memory at most. */
  private static final long MOST_WAITING_BYTES = 24 << 20;

  /** So many objects are written at once, and so long the first of them waits for others. */
  private static final int ENOUGH = 1024;

  private static final long GATHER_MILLIS = 200;
  private static final long RETRY_MILLIS = 200;
  private static final Logger LOG = LoggerFactory.getLogger(IndexThread.class);

  /**
   * @param looks has no rows of its own: what was there before is looked at, and restored
   */
  private record Group(List<IndexedArrival> rows, LogPosition end, long bytes, boolean looks) {}

  /** Writes again what the index has lost, up to a position of the log. */
  @FunctionalInterface
  interface Restoring {
    void restore(LogPosition known) throws IOException;
  }

  private final GroupIndexer indexer;
  private final Restoring restoring;
  private final Thread thread = new Thread(this::run, "index");

  // Guarded by this.
  private final ArrayDeque<Group> groups = new ArrayDeque<>();
  private final Set<String> sopInstanceUids = new HashSet<>();
  private int waiting;
  private long waitingBytes;
  private long added;
  private long indexed;
  private long wanted;

  /** Of the groups, so many are being written. */
  private int taken;

  /** When so many are indexed, nothing that was there before is missing. */
  private long lookedAt;

  /** Of the last group. */
  private LogPosition end;

  private RuntimeException failure;
  private boolean stopping;

  /** Up to where the index knew the log before it lost some of it. Of the thread. */
  private LogPosition lost;

  IndexThread(GroupIndexer indexer, Restoring restoring) {
    this.indexer = indexer;
    this.restoring = restoring;
  }

  /**
   * @param covered up to where the index knows the log already
   */
  synchronized void start(LogPosition covered) {
    end = covered;
    thread.start();
  }

  /**
   * The index may have lost what it knew: it is looked at, and what is lost is restored, before
   * anybody's wait for it ends. At once and never blocks.
   */
  synchronized void lookAgain() {
    if (end != null && groups.stream().skip(taken).noneMatch(Group::looks)) {
      groups.addLast(new Group(List.of(), end, 0, true));
      added++;
      wanted = added;
      lookedAt = added;
      notifyAll();
    }
  }

  /** Whether it is known to hold what it held before. */
  synchronized boolean isWhole() {
    return indexed >= lookedAt;
  }

  /** Rows of these are going to be added. */
  synchronized void expect(Collection<String> uids) {
    sopInstanceUids.addAll(uids);
  }

  /** They are not, after all. */
  synchronized void forget(Collection<String> uids) {
    sopInstanceUids.removeAll(uids);
  }

  /** Takes rows of objects that the log holds durably, in the log's order. Never blocks. */
  synchronized void add(List<IndexedArrival> rows, LogPosition end, long bytes) {
    groups.addLast(new Group(rows, end, bytes, false));
    this.end = end;
    waitingBytes += bytes;
    waiting += rows.size();
    added++;
    if (groups.size() == 1 || isEnough()) {
      notifyAll();
    }
  }

  /**
   * Returns when there is room for another group; at the limit the log waits for the index.
   *
   * @throws IndexUnavailableException while rows cannot be written
   */
  synchronized void awaitRoom() {
    while (waitingBytes >= MOST_WAITING_BYTES && failure == null) {
      waitHere(0);
    }
    throwFailure();
  }

  /** Whether one of these is on its way to the index. */
  synchronized boolean holdsAny(Collection<String> uids) {
    return !sopInstanceUids.isEmpty() && uids.stream().anyMatch(sopInstanceUids::contains);
  }

  /**
   * Returns when everything that was added before is in the index.
   *
   * @throws IndexUnavailableException when it cannot be written, or not within the time
   */
  synchronized void await(long timeoutMillis) {
    long target = added;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    if (indexed < target) {
      wanted = Math.max(wanted, target);
      notifyAll();
    }
    while (indexed < target) {
      throwFailure();
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new IndexUnavailableException(
            "index: objects wait to be indexed for more than " + timeoutMillis + " ms");
      }
      waitHere(left);
    }
  }

  private void throwFailure() {
    if (failure != null) {
      throw new IndexUnavailableException("index: " + failure.getMessage(), failure);
    }
  }

  /** The threads that come here are never interrupted while the program serves. */
  private void waitHere(long millis) {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IndexUnavailableException("index: interrupted while waiting for it", e);
    }
  }

  private void run() {
    List<Group> batch;
    while (!(batch = next()).isEmpty()) {
      try {
        restore();
        write(batch);
        done(batch);
      } catch (IndexBehindException e) {
        lost = furthest(e.known());
      } catch (IOException | RuntimeException | Error e) {
        if (!goesOnAfter(e)) {
          return;
        }
      }
    }
  }

  private boolean isEnough() {
    return waiting >= ENOUGH || waitingBytes >= MOST_WAITING_BYTES / 2;
  }

  /** What is to be written at once, or one look; empty when nothing more will come. */
  private synchronized List<Group> next() {
    while (groups.isEmpty() && !stopping) {
      waitHere(0);
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
    long left = GATHER_MILLIS;
    while (!isEnough() && wanted <= indexed && !stopping && left > 0) {
      waitHere(left);
      left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
    List<Group> batch = new ArrayList<>();
    int rows = 0;
    for (Group group : groups) {
      boolean looks = group.looks() || !batch.isEmpty() && batch.get(0).looks();
      if (!batch.isEmpty() && (looks || rows + group.rows().size() > ENOUGH)) {
        break;
      }
      batch.add(group);
      rows += group.rows().size();
    }
    taken = batch.size();
    return batch;
  }

  /** A restore may meet the next loss, and know less by then than what is to be restored. */
  private LogPosition furthest(LogPosition known) {
    return lost == null || known.compareTo(lost) > 0 ? known : lost;
  }

  private void restore() throws IOException {
    if (lost != null) {
      LOG.warn("the index has lost what it knew; the log up to {} is indexed again", lost);
      restoring.restore(lost);
      lost = null;
    }
  }

  /** A look never moves the position by itself: that would pass over rows that are missing. */
  private void write(List<Group> batch) throws IOException {
    if (batch.get(0).looks()) {
      restoring.restore(batch.get(0).end());
      return;
    }
    List<IndexedArrival> rows = new ArrayList<>();
    batch.forEach(group -> rows.addAll(group.rows()));
    indexer.index(rows, batch.get(batch.size() - 1).end());
  }

  private synchronized void done(List<Group> batch) {
    if (failure != null) {
      failure = null;
      LOG.info("the index can be written again");
    }
    for (Group group : batch) {
      groups.removeFirst();
      waiting -= group.rows().size();
      waitingBytes -= group.bytes();
      group.rows().forEach(row -> sopInstanceUids.remove(row.sopInstanceUid()));
    }
    indexed += batch.size();
    taken = 0;
    notifyAll();
  }

  /** The rows stay and are tried again; at a stop the log keeps them. */
  private synchronized boolean goesOnAfter(Throwable e) {
    if (failure == null) {
      LOG.warn("{} objects wait for the index: {}", waiting, e.toString());
    }
    failure =
        e instanceof RuntimeException exception ? exception : new IllegalStateException("index", e);
    notifyAll();
    if (!stopping) {
      waitHere(RETRY_MILLIS);
    }
    if (stopping) {
      LOG.warn("{} objects are indexed at the next start", waiting);
    }
    return !stopping;
  }

  /** Writes what waits, then ends the thread; gives up where the index is away. */
  @Override
  public void close() {
    synchronized (this) {
      stopping = true;
      notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
