package io.archway.http.kernel;

import io.archway.http.kernel.RequestDecoder.BadHeadException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Understands a request's header: checks it, finds the route, checks what the header says of the
 * body. Sets what it finds in the exchange even if it then throws. Event loop only.
 */
final class HeadReader {

  private final ServerContext server;
  private final InetAddress remoteAddress;

  HeadReader(ServerContext server, InetAddress remoteAddress) {
    this.server = server;
    this.remoteAddress = remoteAddress;
  }

  /** Null if a route or a WebSocket was found and set, else the answer to an OPTIONS request. */
  Outgoing read(Exchange exchange) {
    HttpRequest message = exchange.message;
    checkReadable(message);
    useDialect(exchange, server.routes.familyOf(RequestTarget.rawPath(message.uri())));
    checkVersion(message);
    checkHost(exchange);
    checkExpectation(exchange);
    if (message.uri().equals("*") && isOptions(message)) {
      return Renderer.options("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS", exchange.id);
    }
    RequestTarget target = RequestTarget.parse(message.uri(), server.limits.maxQueryParameters());
    if (server.door != null && server.door.isAt(target.path())) {
      exchange.upgrade = SocketUpgrade.of(server, exchange, visitor(message, target));
      return null;
    }
    return route(exchange, target);
  }

  private SocketDoor.Visitor visitor(HttpRequest message, RequestTarget target) {
    String origin = message.headers().get(HttpHeaderNames.ORIGIN);
    InetAddress client = server.proxies.client(remoteAddress, message.headers());
    return new SocketDoor.Visitor(target.path(), target.query(), origin, client);
  }

  private static void checkReadable(HttpRequest message) {
    if (message.decoderResult().isSuccess()) {
      return;
    }
    Throwable cause = message.decoderResult().cause();
    if (cause instanceof BadHeadException bad) {
      throw new ProblemException(bad.type(), bad.getMessage());
    } else if (cause instanceof TooLongHttpLineException) {
      throw Problem.of(ProblemType.URI_TOO_LONG).toException();
    } else if (cause instanceof TooLongHttpHeaderException) {
      throw Problem.of(ProblemType.HEADERS_TOO_LARGE).toException();
    }
    throw Problem.of(ProblemType.BAD_REQUEST).toException();
  }

  private void useDialect(Exchange exchange, Family family) {
    exchange.dialect = family == null ? server.fallback : family.dialect();
  }

  private static void checkVersion(HttpRequest message) {
    HttpVersion version = message.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      throw Problem.of(ProblemType.VERSION_NOT_SUPPORTED).toException();
    }
  }

  /** RFC 9112 3.2. Where it is not said for whom a request is, the next may not be trusted. */
  private static void checkHost(Exchange exchange) {
    List<String> hosts = exchange.message.headers().getAll(HttpHeaderNames.HOST);
    boolean one = hosts.size() == 1 || hosts.isEmpty() && exchange.http10;
    boolean valid = hosts.isEmpty() || Host.isValid(hosts.get(0));
    if (one && valid) {
      return;
    }
    exchange.keepAlive = false;
    throw bad(
        one
            ? "Host (expected: host[:port])"
            : "Host headers: %d (expected: 1)".formatted(hosts.size()));
  }

  private static void checkExpectation(Exchange exchange) {
    HttpHeaders headers = exchange.message.headers();
    if (headers.contains(HttpHeaderNames.EXPECT) && !exchange.expectsContinue && !exchange.http10) {
      throw Problem.of(ProblemType.EXPECTATION_FAILED).toException();
    }
  }

  private Outgoing route(Exchange exchange, RequestTarget target) {
    HttpRequest message = exchange.message;
    Routes.Match match = server.routes.match(methodOf(message), target.path());
    if (match instanceof Routes.Match.OtherMethods other) {
      useDialect(exchange, other.family());
      return otherMethods(exchange, other);
    } else if (match instanceof Routes.Match.Nothing nothing) {
      useDialect(exchange, nothing.family());
      throw Problem.notFound().toException();
    }
    Routes.Match.Found found = (Routes.Match.Found) match;
    useDialect(exchange, found.route().family());
    exchange.route = found.route();
    exchange.variables = found.values();
    exchange.query = target.query();
    exchange.head =
        new RequestHead(
            exchange.id,
            found.route().endpoint(),
            message.headers(),
            server.proxies.client(remoteAddress, message.headers()),
            server.secure,
            exchange.headOnly);
    checkBody(exchange);
    return null;
  }

  private static Outgoing otherMethods(Exchange exchange, Routes.Match.OtherMethods other) {
    Set<String> allowed = new TreeSet<>();
    other.methods().forEach(method -> allowed.add(method.name()));
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    allowed.add("OPTIONS");
    String allow = String.join(", ", allowed);
    if (isOptions(exchange.message)) {
      return Renderer.options(allow, exchange.id);
    }
    throw Problem.of(ProblemType.METHOD_NOT_ALLOWED).header("Allow", allow).toException();
  }

  private static boolean isOptions(HttpRequest message) {
    return message.method().name().equals("OPTIONS");
  }

  private static Method methodOf(HttpRequest message) {
    return switch (message.method().name()) {
      case "GET", "HEAD" -> Method.GET;
      case "POST" -> Method.POST;
      case "PUT" -> Method.PUT;
      case "PATCH" -> Method.PATCH;
      case "DELETE" -> Method.DELETE;
      default -> null;
    };
  }

  private void checkBody(Exchange exchange) {
    if (!exchange.hasBody) {
      return;
    }
    Endpoint endpoint = exchange.route.endpoint();
    if (endpoint.method() == Method.GET && endpoint.body() instanceof RequestBody.None) {
      exchange.dropsBody = true;
      return;
    }
    if (exchange.contentLength > maxBodyBytes(endpoint)) {
      throw tooLarge(maxBodyBytes(endpoint));
    }
    HttpHeaders headers = exchange.message.headers();
    String coding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
    String transfer = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
    if (coding != null && !coding.equalsIgnoreCase("identity")
        || transfer != null && !transfer.equalsIgnoreCase("chunked")) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "coding of the body (expected: none)");
    }
    checkMediaType(endpoint.body(), headers.get(HttpHeaderNames.CONTENT_TYPE));
  }

  private long maxBodyBytes(Endpoint endpoint) {
    return endpoint.body() instanceof RequestBody.Streamed streamed
        ? streamed.maxBytes()
        : server.limits.maxJsonBodyBytes();
  }

  static ProblemException tooLarge(long maxBytes) {
    return new ProblemException(
        ProblemType.CONTENT_TOO_LARGE,
        "body: too long (expected: <= %d bytes)".formatted(maxBytes));
  }

  private static void checkMediaType(RequestBody body, String header) {
    if (body instanceof RequestBody.Json && !isJson(header)) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "Content-Type (expected: application/json)");
    }
    if (body instanceof RequestBody.Form && !isJson(header) && !FormFields.areIn(header)) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type (expected: %s or application/json)".formatted(FormFields.MEDIA_TYPE));
    }
    if (body instanceof RequestBody.Streamed streamed
        && !streamed.mediaTypes().isEmpty()
        && streamed.mediaTypes().stream().noneMatch(type -> matches(type, header))) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type (expected: %s)".formatted(String.join(", ", streamed.mediaTypes())));
    }
  }

  private static boolean isJson(String header) {
    if (header == null) {
      return false;
    }
    String[] parts = header.toLowerCase(Locale.ROOT).split(";");
    String type = parts[0].strip();
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.matches("charset=utf-?8")) {
        return false;
      }
    }
    return type.equals("application/json")
        || type.startsWith("application/") && type.endsWith("+json");
  }

  private static boolean matches(String pattern, String header) {
    if (header == null) {
      return false;
    }
    String type = header.toLowerCase(Locale.ROOT).split(";")[0].strip();
    return pattern.endsWith("/*")
        ? type.startsWith(pattern.substring(0, pattern.length() - 1))
        : type.equals(pattern);
  }

  private static ProblemException bad(String text) {
    return new ProblemException(ProblemType.BAD_REQUEST, text);
  }
}
