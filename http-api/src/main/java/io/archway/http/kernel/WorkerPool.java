package io.archway.http.kernel;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that handlers run on. New requests are refused when too many wait; the next step of a
 * request that was let in always queues (there is at most one a connection, so that is bounded
 * too). Threads are never interrupted: one may be inside the database. Thread-safe.
 */
final class WorkerPool {

  private static final long KEEP_ALIVE_SECONDS = 30;

  private final int maxWaiting;
  private final ThreadPoolExecutor threads;
  private final AtomicInteger names = new AtomicInteger();

  WorkerPool(int threadCount, int maxWaiting) {
    this.maxWaiting = maxWaiting;
    this.threads =
        new ThreadPoolExecutor(
            threadCount,
            threadCount,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            this::newThread);
    threads.allowCoreThreadTimeOut(true);
  }

  private Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "http-worker-" + names.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Runs the first step of a request; false if the pool is full. */
  boolean tryBegin(Runnable task) {
    if (threads.getQueue().size() >= maxWaiting
        && threads.getActiveCount() >= threads.getMaximumPoolSize()) {
      return false;
    }
    threads.execute(task);
    return true;
  }

  /** Runs the next step of a request that was let in. */
  void proceed(Runnable task) {
    threads.execute(task);
  }

  int waiting() {
    return threads.getQueue().size();
  }

  int active() {
    return threads.getActiveCount();
  }

  /**
   * Takes nothing new; what runs, runs to its end.
   *
   * @return false where that takes longer
   */
  boolean close(long timeoutMillis) {
    threads.shutdown();
    try {
      return threads.awaitTermination(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
