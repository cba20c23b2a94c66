package io.archway.http.kernel;

import java.util.concurrent.TimeUnit;

/**
 * How long a client may let a body wait: never longer than the stall limit for the next byte, and
 * in all no slower than the minimum rate. Only time in which the kernel waits counts. Event loop
 * only.
 */
final class BodyClock {

  private final HttpLimits limits;
  private long receivedBytes;
  private long waitedNanos;
  private long waitingSince;

  BodyClock(HttpLimits limits) {
    this.limits = limits;
  }

  /** Begins to wait; the milliseconds until it is too long. */
  long startWaiting() {
    waitingSince = System.nanoTime();
    return remainingMillis();
  }

  void received(int bytes) {
    long now = System.nanoTime();
    waitedNanos += now - waitingSince;
    waitingSince = now;
    receivedBytes += bytes;
  }

  private long remainingMillis() {
    long earned = TimeUnit.SECONDS.toMillis(receivedBytes) / limits.bodyMinBytesPerSecond();
    long waited = TimeUnit.NANOSECONDS.toMillis(waitedNanos);
    long budget = limits.bodyStallMillis() + earned - waited;
    return Math.max(0, Math.min(limits.bodyStallMillis(), budget));
  }
}
