package io.archway.http.kernel;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Map;

/** One request on a connection and how far it has come. Event loop only, but for the finals. */
final class Exchange {

  final String id;
  final HttpRequest message;
  final long startNanos = System.nanoTime();
  final boolean headOnly;
  final boolean hasBody;
  final long contentLength;
  final boolean expectsContinue;
  final boolean http10;

  Dialect dialect;
  Route route;

  /** Where the request becomes a WebSocket. */
  SocketUpgrade upgrade;

  RequestHead head;
  List<String> variables;
  List<Map.Entry<String, String>> query;

  /** Once it is authenticated; set and read by the worker that has the request. */
  volatile Principal principal;

  boolean keepAlive;

  /** Content that means nothing (RFC 9110 9.3.1, 9.3.2): neither waited for nor looked into. */
  boolean dropsBody;

  boolean bodyEnded;
  boolean continued;
  boolean answered;
  long bodyBytes;

  Exchange(String id, HttpRequest message, Dialect dialect) {
    this.id = id;
    this.message = message;
    this.dialect = dialect;
    boolean readable = message != null && message.decoderResult().isSuccess();
    this.headOnly = readable && message.method().name().equals("HEAD");
    this.contentLength = readable ? HttpUtil.getContentLength(message, -1L) : -1;
    this.hasBody = readable && (HttpUtil.isTransferEncodingChunked(message) || contentLength > 0);
    this.http10 = readable && message.protocolVersion().equals(HttpVersion.HTTP_1_0);
    this.expectsContinue =
        readable
            && !http10
            && message.headers().contains(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE, true);
    this.keepAlive = readable && HttpUtil.isKeepAlive(message);
    this.bodyEnded = !hasBody;
  }

  /** As logs and metrics know it: the method if it is one of the usual, else a dash. */
  String methodLabel() {
    if (message == null) {
      return "-";
    }
    String name = message.method().name();
    return switch (name) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> name;
      default -> "-";
    };
  }

  String templateLabel() {
    if (upgrade != null) {
      return "websocket";
    }
    return route == null ? "-" : route.template();
  }

  /** Whether the rest of an unwanted body is known to be small enough to be read and dropped. */
  boolean canDrain(int drainBytes) {
    return keepAlive
        && contentLength >= 0
        && contentLength - bodyBytes <= drainBytes
        && (!expectsContinue || continued);
  }
}
