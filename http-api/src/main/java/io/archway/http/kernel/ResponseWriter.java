package io.archway.http.kernel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes the body of one answer piece by piece: the next when the client has taken the last, so
 * that little is queued however long the body is. Files go by zero-copy, under TLS through a buffer
 * that a worker fills. Event loop only.
 */
final class ResponseWriter {

  /** Who is told how the writing goes on. Event loop only. */
  interface Progress {

    /** A piece was handed over; the client should take it within the limit. */
    void waitsForClient();

    /** A worker opens or reads a file; the client is not to blame. */
    void waitsForDisk();

    void ended(Throwable failure);
  }

  private final ChannelHandlerContext context;
  private final HttpLimits limits;
  private final WorkerPool workers;
  private final boolean secure;
  private final Progress progress;
  private final List<? extends ContentPart> parts;

  private int index;
  private long offset;
  private FileChannel opened;
  private long sent;

  ResponseWriter(
      ChannelHandlerContext context,
      HttpLimits limits,
      WorkerPool workers,
      boolean secure,
      List<? extends ContentPart> parts,
      Progress progress) {
    this.context = context;
    this.limits = limits;
    this.workers = workers;
    this.secure = secure;
    this.parts = parts;
    this.progress = progress;
  }

  /** Body bytes handed to the network so far. */
  long sent() {
    return sent;
  }

  /** Writes on until the client must be waited for. */
  void proceed() {
    while (index < parts.size()) {
      ContentPart part = parts.get(index);
      long left = part.length() - offset;
      if (left == 0) {
        endPart();
      } else if (part instanceof ContentPart.Bytes bytes) {
        ChannelFuture written = writeBytes(bytes, left);
        if (!context.channel().isWritable()) {
          awaitClient(written);
          return;
        }
      } else {
        sendFile(part, left);
        return;
      }
    }
    awaitEnd(context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
  }

  private void endPart() {
    index++;
    offset = 0;
    closeOpened();
  }

  private ChannelFuture writeBytes(ContentPart.Bytes part, long left) {
    int length = (int) Math.min(left, limits.writePieceBytes());
    ByteBuf piece = Unpooled.wrappedBuffer(part.bytes(), (int) offset, length);
    advance(length);
    return context.write(new DefaultHttpContent(piece));
  }

  private void sendFile(ContentPart part, long left) {
    if (part instanceof ContentPart.ChannelRange range) {
      sendPiece(range.channel(), range.offset(), left);
    } else if (part instanceof ContentPart.FileRange file) {
      if (opened == null) {
        open(file);
      } else {
        sendPiece(opened, file.offset(), left);
      }
    }
  }

  private void open(ContentPart.FileRange file) {
    context.flush();
    onDisk(
        () -> FileChannel.open(file.path(), StandardOpenOption.READ),
        channel -> {
          opened = channel;
          proceed();
        });
  }

  private void sendPiece(FileChannel channel, long base, long left) {
    int length = (int) Math.min(left, limits.writePieceBytes());
    long position = base + offset;
    advance(length);
    if (!secure) {
      awaitClient(context.write(new SharedFileRegion(channel, position, length)));
      return;
    }
    ByteBuf buffer = context.alloc().ioBuffer(length);
    context.flush();
    onDisk(
        () -> {
          fill(buffer, channel, position, length);
          return buffer;
        },
        filled -> awaitClient(context.write(new DefaultHttpContent(filled))));
  }

  private void advance(int length) {
    offset += length;
    sent += length;
  }

  private static void fill(ByteBuf buffer, FileChannel channel, long position, int length)
      throws IOException {
    try {
      while (buffer.readableBytes() < length) {
        int read =
            buffer.writeBytes(
                channel, position + buffer.readableBytes(), length - buffer.readableBytes());
        if (read < 0) {
          throw new IOException("file ends at " + (position + buffer.readableBytes()));
        }
      }
    } catch (IOException | RuntimeException e) {
      buffer.release();
      throw e;
    }
  }

  private interface DiskWork<T> {
    T run() throws IOException;
  }

  private interface DiskResult<T> {
    void take(T value);
  }

  private <T> void onDisk(DiskWork<T> work, DiskResult<T> then) {
    progress.waitsForDisk();
    workers.proceed(
        () -> {
          try {
            T value = work.run();
            context.executor().execute(() -> take(value, then));
          } catch (IOException | RuntimeException e) {
            context.executor().execute(() -> end(e));
          }
        });
  }

  private <T> void take(T value, DiskResult<T> then) {
    if (context.channel().isActive()) {
      then.take(value);
      return;
    }
    if (value instanceof ByteBuf buffer) {
      buffer.release();
    } else if (value instanceof FileChannel channel) {
      closeQuietly(channel);
    }
    end(new IOException("client is gone"));
  }

  private void awaitClient(ChannelFuture written) {
    progress.waitsForClient();
    written.addListener(
        future -> {
          if (future.isSuccess()) {
            proceed();
          } else {
            end(future.cause());
          }
        });
    context.flush();
  }

  private void awaitEnd(ChannelFuture written) {
    progress.waitsForClient();
    written.addListener(future -> end(future.cause()));
  }

  private void end(Throwable failure) {
    closeOpened();
    progress.ended(failure);
  }

  private void closeOpened() {
    if (opened != null) {
      closeQuietly(opened);
      opened = null;
    }
  }

  static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A region of a file that outlives it. */
  private static final class SharedFileRegion extends DefaultFileRegion {

    SharedFileRegion(FileChannel channel, long position, long length) {
      super(channel, position, length);
    }

    @Override
    protected void deallocate() {
      // the channel belongs to whoever opened it
    }
  }
}
