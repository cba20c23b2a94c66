package io.archway.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets so many lines of each peer, and of all peers together, pass in a minute, and counts the
 * others. What it remembers is bounded by the second number. Thread-safe.
 */
final class LineLimit {
  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final int mostOfPeer;
  private final int mostOfAll;
  private final LongSupplier nanos;
  private final Map<String, Integer> passed = new HashMap<>();
  private long windowBegan;
  private int passedOfAll;
  private long held;

  /**
   * @param nanos the time, of which only differences count
   */
  LineLimit(int mostOfPeer, int mostOfAll, LongSupplier nanos) {
    this.mostOfPeer = mostOfPeer;
    this.mostOfAll = mostOfAll;
    this.nanos = nanos;
    this.windowBegan = nanos.getAsLong();
  }

  /**
   * What a line may do.
   *
   * @param passes whether it may be written
   * @param heldBefore lines of the minute before that were not; told once
   */
  record Pass(boolean passes, long heldBefore) {}

  synchronized Pass ask(String peer) {
    long heldBefore = 0;
    long now = nanos.getAsLong();
    if (now - windowBegan >= WINDOW_NANOS) {
      heldBefore = held;
      windowBegan = now;
      passedOfAll = 0;
      held = 0;
      passed.clear();
    }
    boolean passes = passedOfAll < mostOfAll && passed.getOrDefault(peer, 0) < mostOfPeer;
    if (passes) {
      passedOfAll++;
      passed.merge(peer, 1, Integer::sum);
    } else {
      held++;
    }
    return new Pass(passes, heldBefore);
  }
}
