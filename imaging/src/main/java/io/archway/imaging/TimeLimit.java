package io.archway.imaging;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The processor time of one picture: what the thread that began it has computed since, so that a
 * busy machine makes no picture fail. Whoever reads asks it, so that no decoder that reads runs for
 * ever. Of one thread.
 */
public final class TimeLimit {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean MEASURED = THREADS.isCurrentThreadCpuTimeSupported();
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long maxMillis;
  private final long began = now();

  private TimeLimit(long maxMillis) {
    this.maxMillis = maxMillis;
  }

  /** Begins now, in this thread. */
  public static TimeLimit of(PictureLimits limits) {
    return new TimeLimit(limits.maxMillis());
  }

  /**
   * @throws PictureException TIME once the time is up
   */
  public void check() throws PictureException {
    if (now() - began > maxMillis * NANOS_PER_MILLI) {
      throw new PictureException(
          PictureFault.TIME, "time to decode: more than %d ms".formatted(maxMillis));
    }
  }

  private static long now() {
    return MEASURED ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
  }
}
