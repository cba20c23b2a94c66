package io.archway.http.kernel;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.util.Base64;
import java.util.function.BiConsumer;

/** A request that becomes a WebSocket (RFC 6455 4.2). Event loop only. */
final class SocketUpgrade {

  private static final int KEY_BYTES = 16;

  private final ServerContext server;
  private final HttpRequest message;
  private final SocketDoor.Visitor visitor;

  private SocketUpgrade(ServerContext server, HttpRequest message, SocketDoor.Visitor visitor) {
    this.server = server;
    this.message = message;
    this.visitor = visitor;
  }

  /** Throws what is to be answered to a request that is no opening handshake. */
  static SocketUpgrade of(ServerContext server, Exchange exchange, SocketDoor.Visitor visitor) {
    HttpRequest message = exchange.message;
    if (!message.method().equals(HttpMethod.GET)) {
      throw Problem.of(ProblemType.METHOD_NOT_ALLOWED).header("Allow", "GET").toException();
    }
    boolean upgrades =
        message.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
            && message.headers().containsValue(HttpHeaderNames.CONNECTION, "upgrade", true);
    String version = message.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
    if (exchange.http10 || !upgrades || !"13".equals(version)) {
      throw Problem.of(ProblemType.UPGRADE_REQUIRED)
          .header("Upgrade", "websocket")
          .header("Sec-WebSocket-Version", "13")
          .toException();
    }
    if (exchange.hasBody || !isKey(message.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
      throw new ProblemException(
          ProblemType.BAD_REQUEST,
          exchange.hasBody
              ? "body (expected: none)"
              : "Sec-WebSocket-Key (expected: 16 bytes in base64)");
    }
    return new SocketUpgrade(server, message, visitor);
  }

  private static boolean isKey(String text) {
    try {
      return text != null && Base64.getDecoder().decode(text.strip()).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whoever the door lets in; throws a {@link ProblemException} where it does not. */
  SocketTalk enter() {
    return server.door.enter(visitor);
  }

  /**
   * Answers 101 and puts the WebSocket in place of the requests.
   *
   * @param after what failed, or null, when that is done
   */
  SocketHandler begin(
      ChannelHandlerContext context, SocketTalk talk, BiConsumer<SocketHandler, Throwable> after) {
    SocketLimits limits = server.door.limits();
    SocketHandler handler = new SocketHandler(talk, limits, server);
    context.pipeline().addLast(new WebSocketFrameAggregator(limits.maxMessageBytes()), handler);
    WebSocketServerHandshaker13 handshaker =
        new WebSocketServerHandshaker13(
            message.uri(),
            null,
            WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(limits.maxMessageBytes())
                .allowExtensions(false)
                .build());
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            message.protocolVersion(),
            message.method(),
            message.uri(),
            Unpooled.EMPTY_BUFFER,
            message.headers(),
            EmptyHttpHeaders.INSTANCE);
    try {
      handshaker
          .handshake(context.channel(), request, EmptyHttpHeaders.INSTANCE, context.newPromise())
          .addListener(done -> after.accept(handler, done.cause()));
    } catch (WebSocketHandshakeException e) {
      after.accept(handler, e);
    }
    return handler;
  }
}
