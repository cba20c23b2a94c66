package io.archway.http.download;

import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import java.util.concurrent.Semaphore;

/**
 * Bounds what all corrected copies that are being sent hold in memory, beside the files that they
 * are sent from. Thread-safe.
 */
public final class CopyRoom {
  private static final int UNIT_BYTES = 1 << 10;
  private static final int MAX_BYTES = 64 << 20;
  private static final int RETRY_AFTER_SECONDS = 10;

  private final int mostUnits;
  private final Semaphore units;

  public CopyRoom() {
    this(MAX_BYTES);
  }

  CopyRoom(int maxBytes) {
    mostUnits = maxBytes / UNIT_BYTES;
    units = new Semaphore(mostUnits);
  }

  /** What one answer holds; given back when it was sent or given up. */
  Held open() {
    return new Held();
  }

  /** Grows while an answer is put together. */
  final class Held {
    private int taken;

    /** Takes so many bytes, or refuses with 503; with 409 what would never fit. */
    synchronized void take(long bytes) {
      int needed = (int) Math.min(Integer.MAX_VALUE, (bytes + UNIT_BYTES - 1) / UNIT_BYTES);
      if (needed > mostUnits - taken) {
        throw new ProblemException(
            ProblemType.CONFLICT,
            "corrected copies: too large for one answer (expected: one instance, or raw=true)");
      }
      if (!units.tryAcquire(needed)) {
        throw Problem.unavailable("Too many corrected copies at once.", RETRY_AFTER_SECONDS)
            .toException();
      }
      taken += needed;
    }

    synchronized void release() {
      units.release(taken);
      taken = 0;
    }
  }
}
