package io.archway.http.kernel;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/** An open-ended answer: a bounded number of bytes waits for the client. Thread-safe. */
final class StreamSink implements OpenStream.Sink {

  private final ChannelHandlerContext context;
  private final long maxWaitingBytes;
  private final ResponseWriter.Progress progress;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final List<Runnable> onClosed = new ArrayList<>();
  private boolean closed;
  private volatile Runnable onDrained = () -> {};
  private volatile long sent;

  StreamSink(
      ChannelHandlerContext context, long maxWaitingBytes, ResponseWriter.Progress progress) {
    this.context = context;
    this.maxWaitingBytes = maxWaitingBytes;
    this.progress = progress;
  }

  long sent() {
    return sent;
  }

  @Override
  public boolean offer(byte[] bytes) {
    if (bytes.length == 0 || !isOpen()) {
      return isOpen();
    }
    if (waitingBytes.addAndGet(bytes.length) > maxWaitingBytes) {
      waitingBytes.addAndGet(-bytes.length);
      return false;
    }
    return onLoop(() -> write(bytes));
  }

  private void write(byte[] bytes) {
    progress.waitsForClient();
    context
        .writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)))
        .addListener(
            future -> {
              sent += bytes.length;
              if (waitingBytes.addAndGet(-bytes.length) == 0 && isOpen()) {
                progress.waitsForDisk();
                onDrained.run();
              }
              if (!future.isSuccess()) {
                ended();
                progress.ended(future.cause());
              }
            });
  }

  @Override
  public long waitingBytes() {
    return waitingBytes.get();
  }

  @Override
  public void onDrained(Runnable action) {
    onDrained = action;
  }

  @Override
  public synchronized boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    if (markClosed()) {
      onLoop(
          () -> {
            progress.waitsForClient();
            context
                .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                .addListener(future -> progress.ended(future.cause()));
          });
      runOnClosed();
    }
  }

  /** The connection is gone. */
  void ended() {
    if (markClosed()) {
      runOnClosed();
    }
  }

  private synchronized boolean markClosed() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  @Override
  public void onClosed(Runnable action) {
    synchronized (this) {
      if (!closed) {
        onClosed.add(action);
        return;
      }
    }
    action.run();
  }

  private void runOnClosed() {
    List<Runnable> actions;
    synchronized (this) {
      actions = List.copyOf(onClosed);
      onClosed.clear();
    }
    actions.forEach(Runnable::run);
  }

  private boolean onLoop(Runnable task) {
    try {
      context.executor().execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      ended();
      return false;
    }
  }
}
