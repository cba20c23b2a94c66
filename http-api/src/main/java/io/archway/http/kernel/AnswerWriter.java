package io.archway.http.kernel;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Date;

/** Writes one answer at a time: its header, then its body in whichever way it comes. Event loop. */
final class AnswerWriter implements ResponseWriter.Progress {

  /** Whether the client is waited for, or our own disk. */
  interface Waiting {
    void forClient(boolean waits);
  }

  /** The answer was written, or not ({@code failure}). */
  interface Ended {
    void answered(Outgoing outgoing, long sent, Throwable failure);
  }

  private final ServerContext server;
  private final ResponseEncoder encoder;
  private final Waiting waiting;
  private final Ended ended;

  private Outgoing current;
  private ResponseWriter writer;
  private StreamSink sink;

  AnswerWriter(ServerContext server, ResponseEncoder encoder, Waiting waiting, Ended ended) {
    this.server = server;
    this.encoder = encoder;
    this.waiting = waiting;
    this.ended = ended;
  }

  boolean isOpenStream() {
    return sink != null;
  }

  /** Whether an answer was begun whose end will still be told. */
  boolean isWriting() {
    return current != null && sink == null;
  }

  /** Ends an open stream properly; false where its client has not taken all that was sent. */
  boolean endStream() {
    boolean inTime = sink.waitingBytes() == 0;
    if (inTime) {
      sink.close();
    }
    return inTime;
  }

  void write(ChannelHandlerContext context, Exchange exchange, Outgoing outgoing) {
    current = outgoing;
    writer = null;
    sink = null;
    if (outgoing.isOpen() && exchange.http10) {
      exchange.keepAlive = false;
    }
    encoder.answersHead(exchange.headOnly);
    context.write(head(exchange, outgoing));
    if (exchange.headOnly || outgoing.parts().isEmpty() && !outgoing.isOpen()) {
      waitsForClient();
      context
          .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
          .addListener(future -> ended(future.cause()));
    } else if (outgoing.isOpen()) {
      open(context, outgoing);
    } else {
      writer =
          new ResponseWriter(
              context, server.limits, server.workers, server.secure, outgoing.parts(), this);
      writer.proceed();
    }
  }

  private HttpResponse head(Exchange exchange, Outgoing outgoing) {
    HttpResponse response =
        new DefaultHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(outgoing.status()),
            outgoing.headers());
    HttpHeaders headers = response.headers();
    if (exchange.message != null) {
      server.origins.tell(exchange.message.headers(), headers);
      if (exchange.message.method().equals(HttpMethod.OPTIONS)) {
        server.origins.tellBefore(exchange.message.headers(), headers);
      }
    }
    headers.set(HttpHeaderNames.DATE, DateFormatter.format(new Date()));
    if (outgoing.length() >= 0) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, outgoing.length());
    } else if (outgoing.isOpen() && !exchange.http10) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    if (!exchange.keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (exchange.http10) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    return response;
  }

  private void open(ChannelHandlerContext context, Outgoing outgoing) {
    StreamSink opened = new StreamSink(context, server.limits.writeBufferBytes(), this);
    sink = opened;
    waitsForDisk();
    context.flush();
    server.workers.proceed(
        () -> {
          try {
            outgoing.stream().start(opened);
          } catch (Exception e) {
            server.observer.failed("-", "-", e);
            opened.ended();
            context.channel().close();
          }
        });
  }

  /** What was being written never will be. */
  void connectionGone() {
    if (sink != null) {
      sink.ended();
      ended(new java.nio.channels.ClosedChannelException());
    }
  }

  @Override
  public void waitsForClient() {
    waiting.forClient(true);
  }

  @Override
  public void waitsForDisk() {
    waiting.forClient(false);
  }

  @Override
  public void ended(Throwable failure) {
    if (current == null) {
      return;
    }
    Outgoing done = current;
    current = null;
    long sent = writer != null ? writer.sent() : sink != null ? sink.sent() : 0;
    sink = null;
    done.onReleased().run();
    ended.answered(done, sent, failure);
  }
}
