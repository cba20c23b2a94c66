package io.archway.index.event;

import io.archway.index.database.Database;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Followers of events in this process: read after a number, or wait until there may be more. A
 * commit of this process wakes them at once; those of other gateways are seen when the wait ends.
 * Thread-safe.
 */
public final class Events {
  private final Database database;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition committed = lock.newCondition();
  private long commits;

  public Events(Database database) {
    this.database = database;
    database.onCommit(this::onCommit);
  }

  public List<Event> after(long number, int most) {
    return database.read(handle -> handle.attach(EventDao.class).after(number, most));
  }

  public long lastNumber() {
    return database.read(handle -> handle.attach(EventDao.class).lastNumber());
  }

  /**
   * Events after a number; where there are none, waits for a commit, at most so long, and gives
   * what there is then, perhaps nothing.
   */
  public List<Event> await(long number, int most, Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      long seen = commits();
      List<Event> events = after(number, most);
      if (!events.isEmpty() || !awaitCommitAfter(seen, deadline)) {
        return events.isEmpty() ? after(number, most) : events;
      }
    }
  }

  private void onCommit() {
    lock.lock();
    try {
      commits++;
      committed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long commits() {
    lock.lock();
    try {
      return commits;
    } finally {
      lock.unlock();
    }
  }

  /** Interruptible, because nothing of the database is held here. */
  private boolean awaitCommitAfter(long seen, long deadline) throws InterruptedException {
    lock.lock();
    try {
      while (commits == seen) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        committed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
