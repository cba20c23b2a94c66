package io.archway.dicom.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * The waits of one association: ARTIM (PS3.8 9.1.5), and the limits on silence, on a PDU and on its
 * whole life, which one tick looks at. Event loop only.
 */
final class Deadlines {

  private static final long MIN_TICK_MILLIS = 10;
  private static final long MAX_TICK_MILLIS = 1000;
  private static final int TICKS_PER_TIMEOUT = 4;

  private final AssociationLimits limits;
  private final PduDecoder decoder;
  private final PduEncoder encoder;
  private final ReadGate gate;

  private ScheduledFuture<?> artim;
  private ScheduledFuture<?> tick;
  private ChannelHandlerContext ctx;
  private Consumer<String> onTimeout;
  private long startedNanos;
  private long notIdleNanos;
  private long bytesSentBefore;
  private boolean busy;

  Deadlines(AssociationLimits limits, PduDecoder decoder, PduEncoder encoder, ReadGate gate) {
    this.limits = limits;
    this.decoder = decoder;
    this.encoder = encoder;
    this.gate = gate;
  }

  void startArtim(ChannelHandlerContext context, Runnable onExpired) {
    stopArtim();
    artim =
        context.executor().schedule(onExpired, limits.artimTimeoutMillis(), TimeUnit.MILLISECONDS);
  }

  void stopArtim() {
    if (artim != null) {
      artim.cancel(false);
      artim = null;
    }
  }

  /** From establishment on. */
  void startAll(ChannelHandlerContext context, Consumer<String> timeout) {
    ctx = context;
    onTimeout = timeout;
    startedNanos = now();
    notIdleNanos = startedNanos;
    long shortest =
        LongStream.of(
                limits.pduTimeoutMillis(), limits.idleTimeoutMillis(), limits.totalTimeoutMillis())
            .filter(millis -> millis > 0)
            .min()
            .orElse(0);
    if (shortest > 0) {
      long period =
          Math.max(MIN_TICK_MILLIS, Math.min(MAX_TICK_MILLIS, shortest / TICKS_PER_TIMEOUT));
      tick = ctx.executor().scheduleAtFixedRate(this::check, period, period, TimeUnit.MILLISECONDS);
    }
  }

  void setBusy(boolean nowBusy) {
    busy = nowBusy;
    if (ctx != null) {
      notIdleNanos = now();
    }
  }

  void stop() {
    stopArtim();
    if (tick != null) {
      tick.cancel(false);
      tick = null;
    }
  }

  private void check() {
    String problem = problem();
    if (problem != null) {
      stop();
      onTimeout.accept(problem);
    }
  }

  private String problem() {
    long now = now();
    if (isOver(limits.totalTimeoutMillis(), startedNanos, now)) {
      return "longer than totalTimeoutMillis: " + limits.totalTimeoutMillis();
    }
    boolean paused = gate.isClosed();
    if (!paused
        && decoder.isInsidePdu()
        && isOver(limits.pduTimeoutMillis(), decoder.pduStartedNanos(), now)) {
      return "a PDU took longer than pduTimeoutMillis: " + limits.pduTimeoutMillis();
    }
    if (isExcused(paused)) {
      notIdleNanos = now;
    }
    long last = Math.max(notIdleNanos, decoder.lastReadNanos());
    if (isOver(limits.idleTimeoutMillis(), last, now)) {
      return "silent for idleTimeoutMillis: " + limits.idleTimeoutMillis();
    }
    return null;
  }

  /** What is being sent must move; else the peer may be silent while this side has work to do. */
  private boolean isExcused(boolean paused) {
    long sent = encoder.bytesSent();
    ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
    long pending = buffer == null ? 0 : buffer.totalPendingWriteBytes();
    boolean moved = sent - pending != bytesSentBefore;
    bytesSentBefore = sent - pending;
    return moved || (pending == 0 && (busy || paused));
  }

  private static boolean isOver(long timeoutMillis, long sinceNanos, long nowNanos) {
    return timeoutMillis > 0
        && nowNanos - sinceNanos >= TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
  }

  private long now() {
    return ctx.executor().ticker().nanoTime();
  }
}
