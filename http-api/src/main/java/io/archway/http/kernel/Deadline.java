package io.archway.http.kernel;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The one thing a connection waits for, with its limit. Moving it later costs nothing: the timer
 * looks again when it fires. Event loop only.
 */
final class Deadline {

  private final EventExecutor loop;
  private final Runnable onExpired;
  private ScheduledFuture<?> timer;
  private long timerNanos;
  private long dueNanos;
  private boolean set;

  Deadline(EventExecutor loop, Runnable onExpired) {
    this.loop = loop;
    this.onExpired = onExpired;
  }

  void setMillis(long millis) {
    long now = System.nanoTime();
    dueNanos = now + TimeUnit.MILLISECONDS.toNanos(millis);
    set = true;
    if (timer == null || timerNanos - dueNanos > 0) {
      schedule(now);
    }
  }

  void clear() {
    set = false;
  }

  void cancel() {
    set = false;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void schedule(long now) {
    if (timer != null) {
      timer.cancel(false);
    }
    timerNanos = dueNanos;
    timer = loop.schedule(this::look, Math.max(0, dueNanos - now), TimeUnit.NANOSECONDS);
  }

  private void look() {
    timer = null;
    if (!set) {
      return;
    }
    long now = System.nanoTime();
    if (dueNanos - now > 0) {
      schedule(now);
    } else {
      set = false;
      onExpired.run();
    }
  }
}
