package io.archway.ingest;

import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoreError;
import io.archway.index.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the disk has room for what arrives. A thread of its own asks the disk, which may take its
 * time; who wants to know, event loops among them, gets what was found last.
 */
final class FreeSpaceWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FreeSpaceWatch.class);
  private static final long INTERVAL_MILLIS = 500;
  private static final long CLOSE_MILLIS = 1_000;

  private final ObjectStore store;
  private final long reserveBytes;
  private final IntervalThread thread =
      new IntervalThread("free-space", INTERVAL_MILLIS, this::run);
  private volatile Verdict.Refused refusal;

  FreeSpaceWatch(ObjectStore store, long reserveBytes) {
    this.store = store;
    this.reserveBytes = reserveBytes;
  }

  /** Returns when it was measured once. */
  void start() {
    look();
    thread.start();
  }

  /** Why nothing can be taken, or null. Never waits. */
  Verdict.Refused refusal() {
    return refusal;
  }

  private void run() {
    while (thread.pause()) {
      look();
    }
  }

  private void look() {
    Verdict.Refused before = refusal;
    Verdict.Refused now = measure();
    refusal = now;
    if (now == null && before != null) {
      LOG.info("arrivals are taken again");
    } else if (now != null && (before == null || before.reason() != now.reason())) {
      LOG.warn("arrivals are refused: {}", now.detail());
    }
  }

  private Verdict.Refused measure() {
    try {
      long free = store.freeBytes();
      return free >= reserveBytes
          ? null
          : new Verdict.Refused(
              Refusal.OUT_OF_SPACE,
              "free space: %d MiB (expected: >= %d MiB)".formatted(free >> 20, reserveBytes >> 20));
    } catch (StoreException e) {
      return new Verdict.Refused(
          e.error() == StoreError.OUT_OF_SPACE ? Refusal.OUT_OF_SPACE : Refusal.STORE_FAILED);
    }
  }

  /** A disk that does not answer is not waited for: the answer changes nothing any more. */
  @Override
  public void close() {
    thread.close(CLOSE_MILLIS);
  }
}
