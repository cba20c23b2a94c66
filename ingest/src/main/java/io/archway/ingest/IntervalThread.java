package io.archway.ingest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread of somebody's own that works, pauses and works again until it is closed. It is never
 * interrupted, because its work may be inside H2. Thread-safe.
 */
public final class IntervalThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IntervalThread.class);
  private static final long CLOSE_MILLIS = 20_000;

  private final Thread thread;
  private final long intervalMillis;
  private boolean stopping;

  /**
   * @param body the whole loop: calls {@link #pause} between two turns and ends when that says so
   */
  public IntervalThread(String name, long intervalMillis, Runnable body) {
    this.thread = new Thread(body, name);
    this.intervalMillis = intervalMillis;
  }

  public void start() {
    thread.start();
  }

  /** Waits for the next turn; false when there is to be none. */
  public synchronized boolean pause() {
    try {
      if (!stopping) {
        wait(intervalMillis);
      }
    } catch (InterruptedException e) {
      return false;
    }
    return !stopping;
  }

  /** Asked between two steps of a turn. */
  public synchronized boolean isStopping() {
    return stopping;
  }

  /** There is to be no other turn. Returns at once. */
  public synchronized void stop() {
    stopping = true;
    notifyAll();
  }

  /**
   * Stops, and waits for the body to end.
   *
   * @return false where it has not ended within the time; it still will when its step is done
   */
  public boolean close(long timeoutMillis) {
    stop();
    try {
      thread.join(Math.max(1, timeoutMillis)); // 0 would be for ever
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  @Override
  public void close() {
    if (!close(CLOSE_MILLIS)) {
      LOG.warn("{} did not end in {} ms", thread.getName(), CLOSE_MILLIS);
    }
  }
}
