package io.archway.http.documents;

import io.archway.http.kernel.Problem;
import java.util.HashMap;
import java.util.Map;

/** Places of which one organization gets all but one, where there are several. Thread-safe. */
final class Shares {
  private static final int RETRY_AFTER_SECONDS = 10;

  private final int most;
  private final int mostOfOne;
  private final String busy;
  private final Map<Long, Integer> taken = new HashMap<>();
  private int all;

  /**
   * @param busy what is said to who gets none
   */
  Shares(int most, String busy) {
    this.most = most;
    this.mostOfOne = Math.max(1, most - 1);
    this.busy = busy;
  }

  /** Takes one, or says 503. */
  synchronized void take(long organizationKey) {
    int own = taken.getOrDefault(organizationKey, 0);
    if (all >= most || own >= mostOfOne) {
      throw Problem.unavailable(busy, RETRY_AFTER_SECONDS).toException();
    }
    all++;
    taken.put(organizationKey, own + 1);
  }

  /** Gives one back that was taken. */
  synchronized void give(long organizationKey) {
    all--;
    taken.computeIfPresent(organizationKey, (key, own) -> own == 1 ? null : own - 1);
  }
}
