package io.archway.http.kernel;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection past a limit: 503 with the reason (nothing under TLS), then closed; after a moment
 * for the client to read it, unless too many are waiting so.
 */
final class RefusedConnection extends ChannelInboundHandlerAdapter {

  private static final int MAX_LINGERING = 64;

  private final String reason;
  private final ServerContext server;

  RefusedConnection(String reason, ServerContext server) {
    this.reason = reason;
    this.server = server;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    AtomicInteger lingering = server.lingeringRefusals;
    if (server.secure || lingering.incrementAndGet() > MAX_LINGERING) {
      if (!server.secure) {
        lingering.decrementAndGet();
      }
      ctx.close();
      return;
    }
    ctx.channel().closeFuture().addListener(closed -> lingering.decrementAndGet());
    ctx.executor().schedule(() -> ctx.close(), server.limits.lingerMillis(), TimeUnit.MILLISECONDS);
    ChannelFuture written =
        ctx.writeAndFlush(Unpooled.copiedBuffer(answer(), StandardCharsets.UTF_8));
    written.addListener(
        future -> {
          if (ctx.channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
          }
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private String answer() {
    String body = "{\"message\":\"" + reason + "\"}";
    return "HTTP/1.1 503 Service Unavailable\r\n"
        + "Content-Type: application/json\r\n"
        + "Content-Length: "
        + body.length()
        + "\r\nRetry-After: 5\r\nConnection: close\r\n\r\n"
        + body;
  }
}
