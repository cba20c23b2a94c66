package io.archway.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets so many lines of the log of each subject, and of all together, pass in a minute, and counts
 * the others, so that a flood fills no disk. What it remembers is bounded by the second number.
 * Thread-safe.
 */
public final class LineLimit {
  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final int mostOfOne;
  private final int mostOfAll;
  private final LongSupplier nanos;
  private final Map<String, Integer> passed = new HashMap<>();
  private long windowBegan;
  private int passedOfAll;
  private long held;

  /**
   * @param mostOfOne lines of one subject a minute
   * @param mostOfAll lines a minute
   * @param nanos the time, of which only differences count
   */
  public LineLimit(int mostOfOne, int mostOfAll, LongSupplier nanos) {
    this.mostOfOne = mostOfOne;
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
  public record Pass(boolean passes, long heldBefore) {}

  /**
   * @param subject what the line is about: a peer, a kind of failure
   */
  public synchronized Pass ask(String subject) {
    long heldBefore = 0;
    long now = nanos.getAsLong();
    if (now - windowBegan >= WINDOW_NANOS) {
      heldBefore = held;
      windowBegan = now;
      passedOfAll = 0;
      held = 0;
      passed.clear();
    }
    boolean passes = passedOfAll < mostOfAll && passed.getOrDefault(subject, 0) < mostOfOne;
    if (passes) {
      passedOfAll++;
      passed.merge(subject, 1, Integer::sum);
    } else {
      held++;
    }
    return new Pass(passes, heldBefore);
  }
}
