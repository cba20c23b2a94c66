package io.archway.worklist;

import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The organizations that called AE titles lead to. Remembers those that there are for a short
 * while, since each query asks. Blocks; thread-safe.
 */
final class CalledOrganizations {
  private static final long REMEMBER_NANOS = 5_000_000_000L;
  private static final int MAX_REMEMBERED = 10_000;

  private record Remembered(long organizationKey, long untilNanos) {}

  private final Function<String, OptionalLong> source;
  private final ConcurrentMap<String, Remembered> known = new ConcurrentHashMap<>();

  CalledOrganizations(Function<String, OptionalLong> source) {
    this.source = source;
  }

  /** Empty where the title leads to none. */
  OptionalLong of(String calledAeTitle) {
    Remembered remembered = known.get(calledAeTitle);
    if (remembered != null && System.nanoTime() - remembered.untilNanos < 0) {
      return OptionalLong.of(remembered.organizationKey);
    }
    OptionalLong found = source.apply(calledAeTitle);
    if (known.size() >= MAX_REMEMBERED) {
      known.clear();
    }
    found.ifPresent(
        key -> known.put(calledAeTitle, new Remembered(key, System.nanoTime() + REMEMBER_NANOS)));
    return found;
  }
}
