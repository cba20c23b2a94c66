package io.archway.gateway.home;

import java.time.Duration;

/** When something must be over, shared by all who take part in it. Immutable. */
public record Deadline(long nanos) {

  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** Never negative. */
  public long leftMillis() {
    return Math.max(0, (nanos - System.nanoTime()) / 1_000_000);
  }
}
