package io.archway.ingest;

/**
 * A thread of somebody's own that works, pauses and works again until it is closed. It is never
 * interrupted, because its work may be inside H2. Thread-safe.
 */
public final class IntervalThread implements AutoCloseable {
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

  /** Returns when the body has ended. */
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
