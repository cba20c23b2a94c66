package io.archway.http.documents;

import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The time in which all of a body must come, however slowly each piece may. One thread a time. */
final class BodyTime {
  private final LongSupplier nanoTime;
  private final long endNanos;

  BodyTime(long millis, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.endNanos = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /**
   * @throws ProblemException 408 where the time is up
   */
  void check() {
    if (nanoTime.getAsLong() - endNanos > 0) {
      throw new ProblemException(
          ProblemType.REQUEST_TIMEOUT, ProblemType.REQUEST_TIMEOUT.message());
    }
  }
}
