package io.archway.index.database;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One force of the disk for everybody who waits: whoever finds none running leads, and all who came
 * before it started share it. A force that began before a waiter's commit does not count for it.
 * Thread-safe.
 */
final class Checkpoint {
  private final Runnable force;
  private final ReentrantLock running = new ReentrantLock();
  private final Object lock = new Object();
  private CompletableFuture<Void> next = new CompletableFuture<>();

  Checkpoint(Runnable force) {
    this.force = force;
  }

  /** Returns when a force that began after this call has ended. */
  void await() {
    CompletableFuture<Void> mine;
    synchronized (lock) {
      mine = next;
    }
    running.lock();
    try {
      if (!mine.isDone()) {
        lead(mine);
      }
    } finally {
      running.unlock();
    }
    join(mine);
  }

  /** Those who wait for their turn now. */
  int waiting() {
    return running.getQueueLength();
  }

  private void lead(CompletableFuture<Void> mine) {
    synchronized (lock) {
      next = new CompletableFuture<>();
    }
    try {
      force.run();
      mine.complete(null);
    } catch (RuntimeException e) {
      mine.completeExceptionally(e);
    }
  }

  private static void join(CompletableFuture<Void> mine) {
    try {
      mine.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
