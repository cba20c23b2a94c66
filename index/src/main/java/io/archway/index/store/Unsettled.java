package io.archway.index.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The groups at the log's tail that are written and wait for their force. They are forced beside
 * each other and become durable in their order: none before all that lie in front of it. When one
 * fails, all behind it fail with it, and nothing more is taken until the writer has begun another
 * segment. Thread-safe.
 */
final class Unsettled {
  private final Consumer<Appended> onDurable;
  private final ArrayDeque<Written> waiting = new ArrayDeque<>();
  private boolean broken;

  /**
   * @param onDurable told in the order of the groups, before anybody else knows
   */
  Unsettled(Consumer<Appended> onDurable) {
    this.onDurable = onDurable;
  }

  synchronized void add(Written written) throws StoreException {
    if (broken) {
      throw behindFailure(written);
    }
    waiting.addLast(written);
  }

  /**
   * A group's force has ended: waits for those in front of it.
   *
   * @param failure why its force failed, or null
   */
  synchronized Appended settle(Written written, IOException failure) throws StoreException {
    awaitThat(() -> waiting.peekFirst() == written || written.failed);
    if (written.failed) {
      throw behindFailure(written);
    }
    notifyAll();
    if (failure != null) {
      broken = true;
      waiting.forEach(each -> each.failed = true);
      waiting.clear();
      throw new StoreException(
          StoreError.FORCE_FAILED, written.fileName() + ": " + failure.getMessage(), failure);
    }
    onDurable.accept(written.appended());
    waiting.removeFirst();
    return written.appended();
  }

  private static StoreException behindFailure(Written written) {
    return new StoreException(
        StoreError.FORCE_FAILED, written.fileName() + ": a group in front of this one failed");
  }

  /** Returns when no group waits. */
  synchronized void awaitNone() {
    awaitThat(waiting::isEmpty);
  }

  /** An interruption is kept for the caller: what is on its way to the disk is waited for. */
  private synchronized void awaitThat(BooleanSupplier condition) {
    boolean interrupted = false;
    while (!condition.getAsBoolean()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the active segment must not be written any more. */
  synchronized boolean isBroken() {
    return broken;
  }

  /** Another segment was begun. */
  synchronized void mend() {
    broken = false;
  }
}
