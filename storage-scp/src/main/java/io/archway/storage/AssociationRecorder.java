package io.archway.storage;

import io.archway.dicom.net.Association;
import io.archway.dicom.net.AssociationListener;
import io.archway.dicom.net.AssociationSummary;
import io.archway.index.association.AssociationDao;
import io.archway.index.database.Database;
import io.archway.index.database.KeySequence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a row of every association: who, what was proposed and accepted, what came, how it ended
 * and why.
 *
 * <p>Told on event loops, writes on a thread of its own, all that queued meanwhile in one
 * transaction. While the index is away rows wait; beyond a limit the newest news are lost, and
 * counted in the log.
 */
public final class AssociationRecorder implements AssociationListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AssociationRecorder.class);
  private static final int MOST_WAITING = 20_000;
  private static final int MOST_AT_ONCE = 500;
  private static final int SPARE_KEYS = 256;
  private static final long RETRY_MILLIS = 500;
  private static final long CLOSE_MILLIS = 20_000;

  private final Database database;
  private final String storeName;
  private final Function<String, OptionalLong> organizations;
  private final BlockingQueue<News> queue = new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final ConcurrentLinkedQueue<Long> spareKeys = new ConcurrentLinkedQueue<>();
  private final Map<Long, Row> running = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::run, "association-recorder");
  private volatile boolean stopping;

  /** The thread's own: the last row could not be written. */
  private boolean failing;

  /** The row of an association; its key is null while the spare ones had run out. */
  private static final class Row {
    private volatile Long key;

    Long key() {
      return key;
    }
  }

  /** Something to be written. */
  private sealed interface News {
    record Started(Association association, Row row, Instant at) implements News {}

    record Ended(AssociationSummary summary, Row row) implements News {}

    record Rejected(AssociationSummary summary, Row row) implements News {}

    /** Wakes the thread to stop. */
    record Stop() implements News {}
  }

  /**
   * @param storeName tells this gateway's rows from those of others that share the database
   * @param organizations the organization of a called AE title; may look into the index
   */
  public AssociationRecorder(
      Database database, String storeName, Function<String, OptionalLong> organizations) {
    this.database = database.forArrivals();
    this.storeName = storeName;
    this.organizations = organizations;
  }

  /** Ends the rows that a crash of this gateway left running, then records. */
  public void start() {
    database.inTransaction(
        handle -> handle.attach(AssociationDao.class).endAllOpen(storeName, Instant.now()));
    refillKeys();
    thread.start();
  }

  /**
   * The key of a running association's row, to be asked for when it is needed, also after the end:
   * null where there is none yet.
   */
  public Supplier<Long> keyOf(long associationId) {
    Row row = running.get(associationId);
    return row == null ? () -> null : row::key;
  }

  /** Associations whose end was not told yet. */
  int running() {
    return running.size();
  }

  @Override
  public void onEstablished(Association association) {
    Row row = new Row();
    row.key = spareKeys.poll();
    running.put(association.id(), row);
    offer(new News.Started(association, row, Instant.now()));
  }

  @Override
  public void onRejected(AssociationSummary summary) {
    offer(new News.Rejected(summary, new Row()));
  }

  @Override
  public void onEnded(AssociationSummary summary) {
    Row row = running.remove(summary.id());
    if (row != null) {
      offer(new News.Ended(summary, row));
    }
  }

  private void offer(News news) {
    if (!queue.offer(news) && lost.getAndIncrement() == 0) {
      LOG.warn("associations leave no rows: {} wait already", MOST_WAITING);
    }
  }

  @Override
  public void close() {
    if (!close(CLOSE_MILLIS)) {
      LOG.warn("associations leave no rows: writing did not end in {} ms", CLOSE_MILLIS);
    }
  }

  /**
   * Writes what waits, then ends the thread.
   *
   * @return false where that takes longer; it may still end
   */
  public boolean close(long timeoutMillis) {
    stopping = true;
    queue.offer(new News.Stop());
    synchronized (this) {
      notifyAll();
    }
    try {
      thread.join(Math.max(1, timeoutMillis)); // 0 would be for ever
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private void run() {
    List<News> group = new ArrayList<>();
    try {
      while (!(stopping && queue.isEmpty())) {
        group.add(queue.take());
        queue.drainTo(group, MOST_AT_ONCE);
        write(group);
        group.clear();
        tellLost();
      }
    } catch (InterruptedException e) {
      LOG.error("the association recorder was interrupted; associations leave no rows");
    }
  }

  private void tellLost() {
    long count = failing ? 0 : lost.getAndSet(0);
    if (count > 0) {
      LOG.warn("{} news of associations were lost", count);
    }
  }

  /** Tries until it is written, or cannot be; if a group cannot, its members alone. */
  private void write(List<News> group) throws InterruptedException {
    while (true) {
      try {
        refillKeys();
        List<Consumer<AssociationDao>> statements = group.stream().map(this::statement).toList();
        database.inTransaction(
            handle -> {
              AssociationDao dao = handle.attach(AssociationDao.class);
              statements.forEach(statement -> statement.accept(dao));
              return null;
            });
        failing = false;
        return;
      } catch (RuntimeException e) {
        if (!Database.isPassing(e)) {
          writeAlone(group, e);
          return;
        }
        if (stopping) {
          LOG.warn(
              "{} news of associations are lost: {}", group.size() + queue.size(), e.toString());
          queue.clear();
          return;
        }
        awaitRetry();
      }
    }
  }

  private void writeAlone(List<News> group, RuntimeException failure) throws InterruptedException {
    if (group.size() == 1) {
      tellOnce(failure);
      return;
    }
    for (News news : group) {
      write(List.of(news));
    }
  }

  /** Counts those that follow, until a row is written again. */
  private void tellOnce(RuntimeException failure) {
    if (!failing) {
      failing = true;
      LOG.error("an association leaves no row", failure);
    } else {
      lost.incrementAndGet();
    }
  }

  private synchronized void awaitRetry() throws InterruptedException {
    if (!stopping) {
      wait(RETRY_MILLIS);
    }
  }

  private void refillKeys() {
    int missing = SPARE_KEYS - spareKeys.size();
    if (missing >= SPARE_KEYS / 2) {
      spareKeys.addAll(
          database.inConnection(
              connection -> {
                List<Long> keys = new ArrayList<>();
                for (int i = 0; i < missing; i++) {
                  keys.add(database.keys().next(connection, KeySequence.ASSOCIATION));
                }
                return keys;
              }));
    }
  }

  /** Looks up what it needs now, before the transaction: each takes a connection of its own. */
  private Consumer<AssociationDao> statement(News news) {
    if (news instanceof News.Started started) {
      var start =
          AssociationRows.start(
              key(started.row()),
              organization(started.association().calledAeTitle()),
              started.association(),
              started.at());
      return dao -> dao.start(storeName, start);
    }
    if (news instanceof News.Rejected rejected) {
      AssociationSummary summary = rejected.summary();
      long key = key(rejected.row());
      String called = summary.calledAeTitle() == null ? "" : summary.calledAeTitle();
      var start = AssociationRows.start(key, organization(called), summary);
      return dao -> {
        dao.start(storeName, start);
        dao.end(AssociationRows.end(key, summary));
      };
    }
    if (news instanceof News.Ended ended) {
      Long key = ended.row().key();
      if (key != null) {
        return dao -> dao.end(AssociationRows.end(key, ended.summary()));
      }
    }
    return dao -> {};
  }

  private long key(Row row) {
    if (row.key == null) {
      row.key = database.nextKey(KeySequence.ASSOCIATION);
    }
    return row.key;
  }

  private Long organization(String calledAeTitle) {
    OptionalLong key = organizations.apply(calledAeTitle);
    return key.isPresent() ? (Long) key.getAsLong() : null;
  }
}
