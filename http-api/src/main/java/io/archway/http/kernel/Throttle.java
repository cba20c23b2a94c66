package io.archway.http.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets each key through so many times a minute (a token bucket that refills evenly). Thread-safe;
 * remembers a bounded number of keys and forgets the one that was longest unused.
 */
public final class Throttle {

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final int perMinute;
  private final LongSupplier nanoClock;
  private final Map<String, Bucket> buckets;

  public Throttle(int perMinute, int maxKeys) {
    this(perMinute, maxKeys, System::nanoTime);
  }

  public Throttle(int perMinute, int maxKeys, LongSupplier nanoClock) {
    this.perMinute = perMinute;
    this.nanoClock = nanoClock;
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > maxKeys;
          }
        };
  }

  /** Counts one try of this key; throws 429 with Retry-After if it has had too many. */
  public void pass(String key) {
    long waitNanos = tryPass(key);
    if (waitNanos > 0) {
      throw Problem.tooManyRequests(1 + TimeUnit.NANOSECONDS.toSeconds(waitNanos)).toException();
    }
  }

  /** 0 if the key may pass (counted), else the nanoseconds until it may. */
  public synchronized long tryPass(String key) {
    long now = nanoClock.getAsLong();
    Bucket bucket = buckets.computeIfAbsent(key, k -> new Bucket(now));
    return bucket.take(now);
  }

  /** Forgets the tries of this key, as after a successful login. */
  public synchronized void forgive(String key) {
    buckets.remove(key);
  }

  /** Tokens are kept as the time for which they last, so that no rounding is lost. */
  private final class Bucket {
    private long creditNanos = MINUTE_NANOS;
    private long updatedNanos;

    Bucket(long now) {
      updatedNanos = now;
    }

    long take(long now) {
      creditNanos = Math.min(MINUTE_NANOS, creditNanos + Math.max(0, now - updatedNanos));
      updatedNanos = now;
      long costNanos = MINUTE_NANOS / perMinute;
      if (creditNanos < costNanos) {
        return costNanos - creditNanos;
      }
      creditNanos -= costNanos;
      return 0;
    }
  }
}
