package io.archway.http.download;

import io.archway.http.kernel.Problem;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds what all corrected copies that are being sent hold in memory, beside the files that they
 * are sent from. Thread-safe.
 */
public final class CopyRoom {
  private static final int UNIT_BYTES = 1 << 10;
  private static final int MAX_BYTES = 64 << 20;
  private static final int RETRY_AFTER_SECONDS = 10;

  private final Semaphore units = new Semaphore(MAX_BYTES / UNIT_BYTES);

  /** Takes so many bytes, or refuses with 503; run what is given to give them back, once. */
  Runnable hold(long bytes) {
    int needed = (int) Math.min(Integer.MAX_VALUE, (bytes + UNIT_BYTES - 1) / UNIT_BYTES);
    if (!units.tryAcquire(needed)) {
      throw Problem.unavailable("Too many corrected copies at once.", RETRY_AFTER_SECONDS)
          .toException();
    }
    AtomicBoolean held = new AtomicBoolean(true);
    return () -> {
      if (held.compareAndSet(true, false)) {
        units.release(needed);
      }
    };
  }
}
