package io.archway.http.event;

import io.archway.index.access.Visibility;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One stream of an organization's events: how far its client got. Takes nothing while its client
 * lags behind. Poller's thread only.
 */
final class Follower {

  /** The position of one that begins where the poller is when it first sees it. */
  static final long NOW = -1;

  private final FollowerLimits limits;
  private final Outlet outlet;
  private final Supplier<Visibility> asked;
  private final Runnable wake;
  final long organizationKey;

  private Visibility visible;
  private long position;
  private volatile boolean lagging;
  private long lastSentNanos;
  private long lastCheckNanos;

  Follower(
      FollowerLimits limits,
      Outlet outlet,
      long organizationKey,
      long position,
      Supplier<Visibility> asked,
      Runnable wake) {
    this.limits = limits;
    this.outlet = outlet;
    this.organizationKey = organizationKey;
    this.position = position;
    this.asked = asked;
    this.wake = wake;
    this.lastSentNanos = System.nanoTime();
    this.lastCheckNanos = lastSentNanos;
  }

  /** Its client has taken all. Any thread. */
  void drained() {
    if (lagging) {
      wake.run();
    }
  }

  /** Where it begins, for one that begins now; all before was committed before. */
  void begin(long last) {
    if (position == NOW && visible != null && outlet.isOpen()) {
      position = last;
      outlet.began(last);
    }
  }

  /** All events up to this number were sent, or were none of this organization's. */
  long position() {
    return position;
  }

  boolean isOpen() {
    return outlet.isOpen();
  }

  /** Whether it may be given more: not until a client that lagged has taken all. */
  boolean canTake() {
    lagging = lagging && outlet.waitingBytes() > 0;
    return !lagging && outlet.isOpen();
  }

  /** Sends an event, or nothing where the client lags. */
  boolean offer(Told told) {
    return sent(told.number(), outlet.offer(told, limits.maxWaitingBytes()));
  }

  /** Tells it to load anew what it shows: something that it has not seen is gone. */
  void reset(long last) {
    sent(last, outlet.reset(last));
  }

  private boolean sent(long number, boolean well) {
    if (!well) {
      lag();
      return false;
    }
    position = number;
    lastSentNanos = System.nanoTime();
    return true;
  }

  private void lag() {
    lagging = true;
    if (outlet.waitingBytes() == 0) { // drained before it was known to lag
      wake.run();
    }
  }

  /** There is nothing for it up to this number that was not sent. */
  void reached(long number) {
    position = Math.max(position, number);
  }

  void beat() {
    long silence = System.nanoTime() - lastSentNanos;
    if (silence >= TimeUnit.MILLISECONDS.toNanos(limits.heartbeatMillis()) && outlet.beat()) {
      lastSentNanos = System.nanoTime();
    }
  }

  /** Looks what it may be told now and then; ends the stream of whoever may follow no longer. */
  void check() {
    long now = System.nanoTime();
    if (visible == null
        || now - lastCheckNanos >= TimeUnit.MILLISECONDS.toNanos(limits.recheckMillis())) {
      lastCheckNanos = now;
      visible = asked.get();
      if (visible == null) {
        outlet.close();
      }
    }
  }

  /**
   * What it is to be told of, as it was when last looked at; null when it is to be told nothing.
   */
  Visibility visible() {
    return visible;
  }

  void close() {
    outlet.close();
  }
}
