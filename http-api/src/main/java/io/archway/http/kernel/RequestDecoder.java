package io.archway.http.kernel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Netty's request decoder, made to stop and go and stricter: what Netty lets pass in a header
 * (folded lines, control characters, several spaces in the request line) is refused, as RFC 9112
 * 2.2 and 5.2 allow. While held, it decodes nothing and keeps the bytes it has. Event loop only.
 */
final class RequestDecoder extends HttpRequestDecoder {

  private static final int MAX_CONTENT_PIECE_BYTES = 65_536;

  private final HeadCheck headCheck;
  private ChannelHandlerContext context;
  private boolean inHead = true;
  private boolean held;
  private boolean discarding;

  RequestDecoder(HttpLimits limits) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.maxRequestLineBytes())
            .setMaxHeaderSize(limits.maxHeaderBytes())
            .setMaxChunkSize(MAX_CONTENT_PIECE_BYTES)
            .setAllowDuplicateContentLengths(false)
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true));
    this.headCheck = new HeadCheck(limits.maxHeaderLines());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /** Decodes nothing more until {@link #release()}. */
  void hold() {
    held = true;
  }

  /** Decodes on, beginning with the bytes that are already here. */
  void release() throws Exception {
    held = false;
    channelRead(context, Unpooled.EMPTY_BUFFER);
  }

  /** From now on all bytes are dropped. */
  void discard() {
    discarding = true;
    held = false;
  }

  /** Whether the first byte of a request has come but not all of its header. */
  boolean isInsideHead() {
    return inHead && actualReadableBytes() > 0;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (discarding) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (held) {
      return;
    }
    if (inHead) {
      BadHeadException fault = headCheck.check(in);
      if (fault != null) {
        refuse(in, fault, out);
        return;
      }
    }
    int before = out.size();
    super.decode(ctx, in, out);
    for (int i = before; i < out.size(); i++) {
      follow((HttpObject) out.get(i));
    }
  }

  private void refuse(ByteBuf in, BadHeadException fault, List<Object> out) {
    in.skipBytes(in.readableBytes());
    discarding = true;
    HttpRequest message = (HttpRequest) createInvalidMessage();
    message.setDecoderResult(DecoderResult.failure(fault));
    out.add(message);
  }

  private void follow(HttpObject object) {
    if (object.decoderResult().isFailure()) {
      discarding = true;
    } else if (object instanceof HttpRequest) {
      inHead = false;
    }
    if (object instanceof LastHttpContent) {
      inHead = true;
      headCheck.reset();
    }
  }

  /** The bytes already here may hold whole requests; the next handler decides when it is over. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof ChannelInputShutdownEvent) {
      ctx.fireUserEventTriggered(event);
    } else {
      super.userEventTriggered(ctx, event);
    }
  }

  /** Without the superclass's own demand for more, which would fill memory while held. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    discardSomeReadBytes();
    ctx.fireChannelReadComplete();
  }

  /** A header that is refused before Netty parses it. */
  static final class BadHeadException extends Exception {

    private final ProblemType type;

    BadHeadException(ProblemType type, String message) {
      super(message, null, false, false);
      this.type = type;
    }

    ProblemType type() {
      return type;
    }
  }
}
