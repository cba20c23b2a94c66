package io.archway.index.matching;

import io.archway.index.database.Database;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that brings arrivals and orders together: woken by commits of this process, and
 * looking by itself now and then, for quiet items and for what other gateways did. It is never
 * interrupted, since it may be inside the database.
 */
public final class MatchingThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MatchingThread.class);

  /** What arrives within this time is dealt with together. */
  private static final Duration GATHER = Duration.ofMillis(200);

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final long CLOSE_MILLIS = 20_000;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final Matching matching;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean committed;
  private boolean stopping;

  public MatchingThread(Database database, Matching matching) {
    this.matching = matching;
    this.thread = new Thread(this::run, "matching");
    database.onCommit(this::onCommit);
  }

  public void start() {
    thread.start();
  }

  /** Returns when the pass that is under way is over; it is a short transaction. */
  @Override
  public void close() {
    if (!close(CLOSE_MILLIS)) {
      LOG.warn("{} did not end in {} ms", thread.getName(), CLOSE_MILLIS);
    }
  }

  /**
   * @return false where that takes longer
   */
  public boolean close(long timeoutMillis) {
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(Math.max(1, timeoutMillis)); // 0 would be for ever
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private void run() {
    while (!isStopping()) {
      Duration rest = LOOK;
      try {
        while (!isStopping() && matching.pass()) {
          pause(GATHER, false);
        }
      } catch (RuntimeException e) {
        LOG.warn("matching goes on at the next look: {}", e.toString());
        rest = AFTER_FAILURE;
      }
      pause(rest, rest.equals(LOOK));
      pause(GATHER, false);
    }
  }

  private void onCommit() {
    lock.lock();
    try {
      committed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  /** Until the time is over, the thread is to stop or, where that counts, somebody committed. */
  private void pause(Duration time, boolean untilCommit) {
    long left = time.toNanos();
    lock.lock();
    try {
      while (left > 0 && !stopping && !(untilCommit && committed)) {
        left = changed.awaitNanos(left);
      }
      if (untilCommit) {
        committed = false;
      }
    } catch (InterruptedException e) {
      stopping = true; // nobody here interrupts: the process ends
    } finally {
      lock.unlock();
    }
  }
}
