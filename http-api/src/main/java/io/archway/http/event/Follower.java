package io.archway.http.event;

import io.archway.http.kernel.OpenStream;
import io.archway.index.access.Visibility;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One stream of an organization's events: how far its client got. Takes nothing while its client
 * lags behind. Poller's thread only, but for {@link #open} before the poller knows it.
 */
final class Follower {

  private final FollowerLimits limits;
  private final OpenStream.Sink sink;
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
      OpenStream.Sink sink,
      long organizationKey,
      long position,
      Supplier<Visibility> asked,
      Runnable wake) {
    this.limits = limits;
    this.sink = sink;
    this.organizationKey = organizationKey;
    this.position = position;
    this.asked = asked;
    this.wake = wake;
  }

  /** Sends the first words. */
  void open(byte[] words) {
    sink.onDrained(
        () -> {
          if (lagging) {
            wake.run();
          }
        });
    sink.offer(words);
    lastSentNanos = System.nanoTime();
    lastCheckNanos = lastSentNanos;
  }

  /** All events up to this number were sent, or were none of this organization's. */
  long position() {
    return position;
  }

  boolean isOpen() {
    return sink.isOpen();
  }

  /** Whether it may be given more: not until a client that lagged has taken all. */
  boolean canTake() {
    lagging = lagging && sink.waitingBytes() > 0;
    return !lagging && sink.isOpen();
  }

  /** Sends an event, or nothing where the client lags. */
  boolean offer(long number, byte[] text) {
    long waiting = sink.waitingBytes();
    if (waiting > 0 && waiting + text.length > limits.maxWaitingBytes() || !sink.offer(text)) {
      lag();
      return false;
    }
    position = number;
    lastSentNanos = System.nanoTime();
    return true;
  }

  /** Tells it to load anew what it shows: something that it has not seen is gone. */
  void reset(long last) {
    offer(last, EventText.reset(last));
  }

  private void lag() {
    lagging = true;
    if (sink.waitingBytes() == 0) { // drained before it was known to lag
      wake.run();
    }
  }

  /** There is nothing for it up to this number that was not sent. */
  void reached(long number) {
    position = Math.max(position, number);
  }

  void beat() {
    long silence = System.nanoTime() - lastSentNanos;
    if (silence >= TimeUnit.MILLISECONDS.toNanos(limits.heartbeatMillis())
        && sink.waitingBytes() == 0
        && sink.offer(EventText.HEARTBEAT)) {
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
        sink.close();
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
    sink.close();
  }
}
