package io.archway.http.kernel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A WebSocket's messages after its handshake (RFC 6455 5 to 7): whole text messages in and out,
 * pings answered, silence told. Event loop, but for the line, which is thread-safe.
 *
 * <pre>
 *   waits for                             limit                   at the limit
 *   the client to say anything            silenceMillis           tells, then answerMillis
 *   the client to take what waits for it  writeStallMillis        disconnects
 *   room for one message more             maxWaitingBytes         disconnects
 *   the client's Close after ours         lingerMillis            disconnects
 * </pre>
 */
final class SocketHandler extends ChannelInboundHandlerAdapter implements SocketTalk.Line {

  /** A frame's header and what is kept of it until it is written. */
  private static final int FRAME_BYTES = 256;

  private final SocketTalk talk;
  private final SocketLimits limits;
  private final ServerContext server;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicBoolean closing = new AtomicBoolean();
  private ChannelHandlerContext context;
  private Deadline silence;
  private Deadline stall;
  private boolean asked;
  private boolean opened;
  private boolean waited;
  private boolean taken;
  private boolean closeHeard;
  private boolean closeSaid;

  SocketHandler(SocketTalk talk, SocketLimits limits, ServerContext server) {
    this.talk = talk;
    this.limits = limits;
    this.server = server;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    silence = new Deadline(ctx.executor(), this::quiet);
    stall = new Deadline(ctx.executor(), this::lookForStall);
  }

  /** The handshake is done. */
  void open() {
    opened = true;
    silence.setMillis(limits.silenceMillis());
    stall.setMillis(server.limits.writeStallMillis());
    talk.opened(this);
  }

  // -- what comes

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (!opened) {
        ctx.close(); // spoke before it was answered
      } else if (message instanceof CloseWebSocketFrame) {
        left();
      } else if (!closing.get()) {
        heard();
        take(message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void left() {
    closeHeard = true;
    if (closeSaid) {
      context.close();
    } else {
      close(WebSocketCloseStatus.NORMAL_CLOSURE.code(), "");
    }
  }

  private void heard() {
    asked = false;
    silence.setMillis(limits.silenceMillis());
  }

  private void take(Object message) {
    if (message instanceof TextWebSocketFrame frame) {
      takeText(frame.content());
    } else if (message instanceof PingWebSocketFrame frame) {
      write(new PongWebSocketFrame(frame.content().retain()), frame.content().readableBytes());
    } else if (!(message instanceof PongWebSocketFrame)) {
      close(WebSocketCloseStatus.INVALID_MESSAGE_TYPE.code(), "expected: text");
    }
  }

  private void takeText(ByteBuf content) {
    String text;
    try {
      ByteBuffer bytes = ByteBuffer.wrap(ByteBufUtil.getBytes(content));
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      close(WebSocketCloseStatus.INVALID_PAYLOAD_DATA.code(), "expected: UTF-8");
      return;
    }
    talk.received(text);
  }

  // -- the line

  @Override
  public boolean send(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return !closing.get()
        && isOpen()
        && write(new TextWebSocketFrame(Unpooled.wrappedBuffer(bytes)), bytes.length);
  }

  /** Memory is bounded by whoever reads too slowly being gone. */
  private boolean write(WebSocketFrame frame, int contentBytes) {
    int length = contentBytes + FRAME_BYTES;
    if (waiting.addAndGet(length) > limits.maxWaitingBytes()) {
      waiting.addAndGet(-length);
      frame.release();
      drop();
      return false;
    }
    context.writeAndFlush(frame).addListener(written -> written(length));
    return true;
  }

  private void written(int length) {
    taken = true;
    if (waiting.addAndGet(-length) == 0) {
      talk.drained();
    }
  }

  @Override
  public long waitingBytes() {
    return waiting.get();
  }

  @Override
  public boolean isOpen() {
    return context.channel().isActive();
  }

  @Override
  public void close(int code, String reason) {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    try {
      context.executor().execute(() -> sayClose(code, reason));
    } catch (RejectedExecutionException e) {
      context.channel().close(); // the server has stopped, which closed it
    }
  }

  /** Closing with unread input would reset the connection and could take the reason with it. */
  private void sayClose(int code, String reason) {
    silence.setMillis(server.limits.lingerMillis());
    closeSaid = true;
    ChannelFuture said = context.writeAndFlush(new CloseWebSocketFrame(code, reason));
    if (closeHeard) {
      said.addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** At once, with all that it has not taken: a client that reads nothing would keep that alive. */
  private void drop() {
    context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    context.channel().close();
  }

  // -- limits

  private void quiet() {
    if (closing.get()) {
      drop();
    } else if (asked) {
      talk.unanswered();
    } else {
      asked = true;
      silence.setMillis(limits.answerMillis());
      talk.silent();
    }
  }

  private void lookForStall() {
    if (waited && !taken) {
      drop();
      return;
    }
    waited = waiting.get() > 0;
    taken = false;
    stall.setMillis(server.limits.writeStallMillis());
  }

  // -- the end

  /** Before the handshake is done there is nobody to be told; who opens it asks for a stop. */
  void stop() {
    if (opened && !closing.get()) {
      talk.stopping();
    }
  }

  /** What breaks the framing, or off, is the client's; Netty's decoder has told it already. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof TooLongFrameException) {
      close(
          WebSocketCloseStatus.MESSAGE_TOO_BIG.code(),
          "expected: <= %d bytes".formatted(limits.maxMessageBytes()));
      return;
    }
    if (!(cause instanceof IOException || cause instanceof CodecException)) {
      server.observer.failed("websocket", "-", cause);
    }
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    silence.cancel();
    stall.cancel();
    talk.closed();
    ctx.fireChannelInactive();
  }
}
