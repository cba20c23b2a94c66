package io.archway.dicom.dimse;

import io.archway.dicom.net.UpperLayerService;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/**
 * Sends a data set from a channel, a PDV at a time, a few of them on their way at once. Used by one
 * blocking thread, which waits for the peer to take them.
 */
final class DataSetSender {

  private static final int FRAGMENTS_UNDER_WAY = 4;

  private final DimseSession session;
  private final int contextId;
  private final long timeoutMillis;
  private final Deque<CompletableFuture<Void>> underWay = new ArrayDeque<>();

  DataSetSender(DimseSession session, int contextId, long timeoutMillis) {
    this.session = session;
    this.contextId = contextId;
    this.timeoutMillis = timeoutMillis;
  }

  void send(ReadableByteChannel dataSet, LongConsumer onProgress) throws IOException {
    ByteBuf next = readFirst(dataSet);
    long sent = 0;
    boolean last = false;
    while (!last) {
      ByteBuf current = next;
      // One is read ahead, so that the last is known to be the last.
      try {
        next = current.isWritable() ? null : read(dataSet);
      } catch (IOException | RuntimeException e) {
        current.release();
        abort();
        throw e;
      }
      if (next != null && !next.isReadable()) {
        next.release();
        next = null;
      }
      last = next == null;
      sent += current.readableBytes();
      send(current, last);
      try {
        awaitRoom(last ? 0 : FRAGMENTS_UNDER_WAY - 1);
      } catch (IOException e) {
        if (next != null) {
          next.release();
        }
        throw e;
      }
      onProgress.accept(sent);
    }
  }

  private ByteBuf readFirst(ReadableByteChannel dataSet) throws IOException {
    try {
      return read(dataSet);
    } catch (IOException | RuntimeException e) {
      abort(); // the command is on its way and promised a data set
      throw e;
    }
  }

  /** A full fragment; less only at the end. */
  private ByteBuf read(ReadableByteChannel dataSet) throws IOException {
    UpperLayerService service = session.service();
    int length = service.maxSentPduLengthBytes() - MessageWriter.PDV_OVERHEAD;
    ByteBuf buffer = service.allocator().buffer(length, length);
    try {
      ByteBuffer target = buffer.nioBuffer(0, length);
      while (target.hasRemaining() && dataSet.read(target) >= 0) {}
      return buffer.writerIndex(target.position());
    } catch (IOException | RuntimeException e) {
      buffer.release();
      throw e;
    }
  }

  /** Half a data set cannot be taken back otherwise. */
  private void abort() {
    session.service().abort("the data set to send could not be read");
  }

  private void send(ByteBuf fragment, boolean last) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    underWay.add(written);
    EventLoop eventLoop = session.service().eventLoop();
    eventLoop.execute(
        () ->
            session
                .sendData(contextId, last, fragment)
                .addListener(
                    done -> {
                      if (done.isSuccess()) {
                        written.complete(null);
                      } else {
                        written.completeExceptionally(done.cause());
                      }
                    }));
  }

  private void awaitRoom(int mayRemain) throws IOException {
    while (underWay.size() > mayRemain) {
      try {
        underWay.remove().get(timeoutMillis, TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw new IOException("the data set could not be sent", e.getCause());
      } catch (TimeoutException e) {
        String text = "the peer took nothing for responseTimeoutMillis: " + timeoutMillis;
        session.service().abort(text);
        throw new IOException(text, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
  }
}
