package io.archway.ingest;

import io.archway.index.database.Database;
import io.archway.index.database.IndexBehindException;
import io.archway.index.database.IndexUnavailableException;
import io.archway.index.store.Appended;
import io.archway.index.store.Entry;
import io.archway.index.store.LogPosition;
import io.archway.index.store.LogRecord;
import io.archway.index.study.IndexedArrival;
import io.archway.ingest.catalog.Catalog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes finished arrivals durable, all that queued meanwhile at once: one append to the log, one
 * force, then the verdicts. The rows follow at once on the {@link IndexThread}. It never lingers
 * for more.
 *
 * <p>Some threads of its own: one at a time judges and writes a group, all may wait for the disk
 * beside each other, and the groups end in the log's order. {@link #submit} may be called from any
 * thread. The queue holds at most the running arrivals, whose number associations and requests
 * bound.
 */
final class Committer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  private final Intake intake;
  private final Catalog catalog;
  private final IndexThread index;

  /** One thread at a time; locked from the look at the position on, and while tasks write. */
  private final Replayer replayer;

  private final EarlyLookup lookup;
  private final Judge judge;
  private final CommitQueue queue;
  private final List<Thread> threads = new ArrayList<>();

  /** Whoever has it judges and writes. */
  private final ReentrantLock turn = new ReentrantLock();

  /** Up to where the log is in the index or on its way there. Of whoever has the turn. */
  private LogPosition covered;

  /** Of the index, when all of the log was in it. Of whoever has the turn. */
  private long setbacks;

  /** What the log and the index know has to be looked at. Of whoever has the turn. */
  private boolean uncertain = true;

  /** The rows of a flight, durable or not, are not on their way to the index. */
  private volatile boolean broken;

  Committer(Intake intake, Catalog catalog) {
    this.intake = intake;
    this.catalog = catalog;
    this.queue = new CommitQueue(intake.settings().maxGroupObjects());
    this.index = new IndexThread(new GroupIndexer(catalog), this::restore);
    this.lookup = new EarlyLookup(catalog, index);
    this.judge = new Judge(intake, catalog, lookup);
    this.replayer = Replayer.recovering(intake.store(), catalog, intake.parseLimits());
    for (int i = 1; i <= CommitQueue.MOST_FLIGHTS; i++) {
      threads.add(new Thread(this::run, "committer-" + i));
    }
  }

  EarlyLookup lookup() {
    return lookup;
  }

  /** Brings the index up to the log's end first: what a crash took from it comes back here. */
  void start() throws IOException {
    catalog.onSetback(index::lookAgain);
    replay();
    index.start(covered);
    if (setbacks != catalog.setbacks()) {
      index.lookAgain();
    }
    threads.forEach(Thread::start);
  }

  void submit(Arrival arrival) {
    if (!queue.add(arrival)) {
      arrival.end(new Verdict.Refused(Refusal.STOPPING));
    }
  }

  /**
   * Has a committer's thread do something between two groups, when the index knows the whole log.
   * Whatever else than arrivals changes log and index together is done this way, and is short.
   */
  <T> FutureTask<T> submit(Callable<T> work) {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              catchUp();
              awaitIndexed();
              return whileNothingIsRestored(work);
            });
    if (!queue.add(task)) {
      throw new IllegalStateException("the gateway is stopping");
    }
    return task;
  }

  /** Returns when the index shows everything that was answered before this call. */
  void awaitIndexed() {
    index.await(intake.settings().indexTimeoutMillis());
  }

  /** Commits what is queued, then ends the threads. */
  @Override
  public void close() {
    queue.stop();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    index.close();
  }

  private void run() {
    try {
      while (true) {
        Flight flight;
        turn.lock();
        try {
          if (!queue.await()) {
            return;
          }
          runTask();
          flight = begin(queue.nextGroup());
        } finally {
          turn.unlock();
        }
        if (flight != null) {
          end(flight);
        }
      }
    } catch (InterruptedException e) {
      LOG.error("a committer was interrupted; the others go on");
    }
  }

  private void runTask() throws InterruptedException {
    FutureTask<?> task = queue.nextTask();
    if (task != null) {
      queue.awaitNoFlight();
      task.run();
    }
  }

  /** Judges a group and writes what is to be kept; null when nothing of it is left. */
  private Flight begin(List<Arrival> group) throws InterruptedException {
    Flight flight = new Flight(group);
    try {
      index.awaitRoom();
      catchUp();
      judge.judge(flight, this::settleBefore);
      refuseAfterSetback();
      if (flight.accepted.isEmpty()) {
        return null;
      }
      index.expect(flight.sopInstanceUids());
      write(flight);
      return flight;
    } catch (IOException | RuntimeException | Error e) {
      uncertain = true;
      index.forget(flight.sopInstanceUids());
      flight.refuseRest(intake.refusalOf(e));
      return null;
    }
  }

  /** What the index had lost when it was asked would be in the log twice. */
  private void refuseAfterSetback() {
    if (setbacks != catalog.setbacks()) {
      throw new IndexUnavailableException("index: what it knew is looked for again");
    }
  }

  private void write(Flight flight) throws IOException {
    List<Entry> entries = new ArrayList<>(flight.accepted.size());
    for (Flight.Accepted each : flight.accepted) {
      entries.add(each.arrival().entry());
    }
    flight.appending = intake.store().begin(entries);
    covered = flight.appending.end();
    queue.begin(flight);
  }

  /** Waits for the disk and for those that were begun before; then the index and the senders. */
  private void end(Flight flight) throws InterruptedException {
    try {
      Appended appended = flight.appending.finish();
      List<IndexedArrival> rows = rows(flight, appended);
      queue.awaitTurn(flight);
      if (broken) {
        throw new IllegalStateException("a group in front of this one failed");
      }
      index.add(rows, appended.end(), flight.rowBytes());
      flight.open.clear();
    } catch (IOException | RuntimeException | Error e) {
      broken = true;
      index.forget(flight.sopInstanceUids());
      flight.refuseRest(intake.refusalOf(e));
      return;
    } finally {
      queue.end(flight);
    }
    for (Flight.Accepted each : flight.accepted) {
      each.arrival().end(each.verdict());
    }
  }

  /** Indexes what others appended, or a flight of which nobody heard, before anything newer. */
  private void catchUp() throws IOException, InterruptedException {
    if (uncertain
        || broken
        || setbacks != catalog.setbacks()
        || !covered.equals(intake.store().written())) {
      queue.awaitNoFlight();
      awaitIndexed();
      broken = false;
      replay();
    }
  }

  /** Begins anew where the index was set back meanwhile. */
  private void replay() throws IOException {
    uncertain = true;
    for (int attempt = 1; uncertain; attempt++) {
      setbacks = catalog.setbacks();
      try {
        synchronized (replayer) {
          covered = replayer.replay(catalog.resume());
        }
        uncertain = false;
      } catch (IndexBehindException e) {
        if (attempt >= Database.ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Indexes what the index knew before; what came behind that still waits for its thread. */
  private void restore(LogPosition known) throws IOException {
    synchronized (replayer) {
      replayer.replay(catalog.resume(), known);
    }
  }

  /** What a task writes is refused where the index was set back since it caught up. */
  private <T> T whileNothingIsRestored(Callable<T> work) throws Exception {
    synchronized (replayer) {
      if (setbacks != catalog.setbacks()) {
        throw new IndexUnavailableException("index: what it has lost is being indexed again");
      }
      return work.call();
    }
  }

  /** Returns when the index knows these, where they are on their way. */
  private void settleBefore(Collection<String> sopInstanceUids) throws InterruptedException {
    if (index.holdsAny(sopInstanceUids)) {
      queue.awaitNoFlight();
      awaitIndexed();
    }
  }

  /** Waits for digests that were made meanwhile, or makes them. */
  private List<IndexedArrival> rows(Flight flight, Appended appended) {
    List<IndexedArrival> rows = new ArrayList<>(flight.accepted.size());
    List<LogRecord.Stored> completed = new ArrayList<>();
    for (int i = 0; i < flight.accepted.size(); i++) {
      Arrival arrival = flight.accepted.get(i).arrival();
      LogRecord.Stored record = (LogRecord.Stored) appended.records().get(i);
      if (record.head().sha256() == null) {
        record = record.withSha256(arrival.sha256());
        completed.add(record);
      }
      rows.add(arrival.row(record));
    }
    if (!completed.isEmpty()) {
      intake.store().complete(completed);
    }
    return rows;
  }
}
