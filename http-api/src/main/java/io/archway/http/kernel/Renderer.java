package io.archway.http.kernel;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/**
 * Turns handlers' responses and problems into answers: JSON in the dialect, conditions and ranges,
 * security headers. The one place that renders errors. Thread-safe; opens files, so worker threads
 * only, but for problems.
 */
final class Renderer {

  private static final Runnable NOTHING = () -> {};
  private static final String JSON = "application/json";
  private static final String PDF = "application/pdf";

  private Renderer() {}

  static Outgoing problem(Problem problem, Dialect dialect, String requestId) {
    Headers headers = new Headers(requestId);
    problem.headers().forEach(headers::add);
    if (problem.type() == ProblemType.UNAUTHENTICATED) {
      headers.add("WWW-Authenticate", dialect.authenticator().challenge());
    }
    int status = dialect.status(problem);
    return json(status, dialect.errorBody(problem), dialect.naming(), headers);
  }

  static Outgoing options(String allow, String requestId) {
    Headers headers = new Headers(requestId).add("Allow", allow);
    return new Outgoing(204, headers.list, List.of(), Outgoing.NO_BODY, null, NOTHING);
  }

  static Outgoing answer(Request request, Response response) throws IOException {
    Headers headers = new Headers(request.id());
    response.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
    Dialect dialect = request.family().dialect();
    ResponseBody body = response.body();
    checkDeclared(request, body);
    if (body instanceof ResponseBody.Json json) {
      return json(response.status(), json.value(), dialect.naming(), headers);
    } else if (body instanceof ResponseBody.Paged paged) {
      Object envelope = dialect.paging().envelope(paged.page(), request.page());
      return json(response.status(), envelope, dialect.naming(), headers);
    } else if (body instanceof ResponseBody.Fixed fixed) {
      return content(request.head(), response.status(), fixed.content(), headers);
    } else if (body instanceof ResponseBody.Open open) {
      headers.add("Content-Type", open.mediaType()).addIfAbsent("Cache-Control", "no-store");
      OpenStream stream = open.stream();
      return new Outgoing(response.status(), headers.list, List.of(), -1, stream, stream::released);
    }
    headers.addIfAbsent("Cache-Control", "no-store");
    long length = response.status() == 204 ? Outgoing.NO_BODY : 0;
    return new Outgoing(response.status(), headers.list, List.of(), length, null, NOTHING);
  }

  /** The documents are made of the declaration, so it must be true. */
  private static void checkDeclared(Request request, ResponseBody body) {
    Endpoint endpoint = request.head().endpoint();
    Answer answer = endpoint.answer();
    boolean fits;
    if (body instanceof ResponseBody.Json json) {
      fits =
          answer instanceof Answer.Json declared && declared.type().isInstance(json.value())
              || answer instanceof Answer.JsonEither either
                  && either.type().isInstance(json.value())
              || answer instanceof Answer.JsonOr or && or.type().isInstance(json.value())
              || answer instanceof Answer.ListOf && json.value() instanceof List<?>
              || answer instanceof Answer.CreatedListOf
                  && (json.value() instanceof List<?> || json.value() instanceof String);
    } else if (body instanceof ResponseBody.Paged) {
      fits = answer instanceof Answer.PageOf;
    } else if (body instanceof ResponseBody.None) {
      fits = answer instanceof Answer.Nothing;
    } else {
      fits = answer instanceof Answer.Content || answer instanceof Answer.JsonOr;
    }
    if (!fits) {
      throw new IllegalStateException(
          "%s: answer of another shape (expected: %s)".formatted(endpoint.id(), answer));
    }
  }

  private static Outgoing json(int status, Object value, MemberNaming naming, Headers headers) {
    byte[] bytes = Json.write(value, naming);
    headers
        .add("Content-Type", JSON)
        .addIfAbsent("Cache-Control", "no-store")
        .addIfAbsent("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    List<ContentPart> parts = List.of(new ContentPart.Bytes(bytes));
    return new Outgoing(status, headers.list, parts, bytes.length, null, NOTHING);
  }

  private static Outgoing content(RequestHead head, int status, Content content, Headers headers)
      throws IOException {
    describe(content, headers);
    if (status != 200) {
      return whole(status, content, headers);
    }
    Preconditions preconditions = new Preconditions(head, content);
    switch (preconditions.evaluate()) {
      case NOT_MODIFIED:
        return without(304, Outgoing.NO_BODY, content, headers);
      case FAILED:
        return without(412, 0, content, headers);
      case PROCEED:
        break;
    }
    headers.add("Accept-Ranges", "bytes");
    boolean ranged = !head.headOnly() && preconditions.rangeApplies();
    ByteRange range = ranged ? ByteRange.parse(head.header("Range"), content.length()) : null;
    if (range == null) {
      headers.add("Content-Type", content.mediaType());
      return whole(status, content, headers);
    } else if (range == ByteRange.UNSATISFIABLE) {
      headers.add("Content-Range", "bytes */" + content.length());
      return without(416, 0, content, headers);
    }
    headers
        .add("Content-Type", content.mediaType())
        .add(
            "Content-Range",
            "bytes %d-%d/%d".formatted(range.first(), range.last(), content.length()));
    return opened(206, range.cut(content.parts()), range.length(), content, headers);
  }

  private static void describe(Content content, Headers headers) {
    headers.addIfAbsent("Cache-Control", "private, no-cache");
    if (!content.mediaType().equals(PDF)) {
      headers.addIfAbsent("Content-Security-Policy", "default-src 'none'; sandbox");
    }
    if (content.etag() != null) {
      headers.add("ETag", Preconditions.quoted(content.etag()));
    }
    if (content.lastModified() != null) {
      headers.add("Last-Modified", DateFormatter.format(Date.from(content.lastModified())));
    }
    if (content.disposition() != null) {
      headers.add("Content-Disposition", content.disposition());
    }
  }

  private static Outgoing whole(int status, Content content, Headers headers) throws IOException {
    headers.addIfAbsent("Content-Type", content.mediaType());
    return opened(status, content.parts(), content.length(), content, headers);
  }

  private static Outgoing without(int status, long length, Content content, Headers headers) {
    return new Outgoing(status, headers.list, List.of(), length, null, content.onReleased());
  }

  /** Opens the first file, so that one that is missing is an error and not a broken answer. */
  private static Outgoing opened(
      int status, List<? extends ContentPart> parts, long length, Content content, Headers headers)
      throws IOException {
    if (parts.isEmpty() || !(parts.get(0) instanceof ContentPart.FileRange file)) {
      return new Outgoing(status, headers.list, parts, length, null, content.onReleased());
    }
    FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ);
    try {
      if (channel.size() < file.offset() + file.length()) {
        throw new IOException(
            "file length: %d (expected: >= %d)"
                .formatted(channel.size(), file.offset() + file.length()));
      }
      List<ContentPart> ready = new ArrayList<>(parts);
      ready.set(0, new ContentPart.ChannelRange(channel, file.offset(), file.length()));
      Runnable release =
          () -> {
            ResponseWriter.closeQuietly(channel);
            content.onReleased().run();
          };
      return new Outgoing(status, headers.list, ready, length, null, release);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The headers of one answer; a name or value that would break the framing is an error here. */
  private static final class Headers {

    private final HttpHeaders list = new DefaultHttpHeaders();

    Headers(String requestId) {
      add("X-Request-Id", requestId);
      add("X-Content-Type-Options", "nosniff");
      add("Referrer-Policy", "no-referrer");
    }

    Headers add(String name, String value) {
      list.add(name, value);
      return this;
    }

    Headers addIfAbsent(String name, String value) {
      return list.contains(name) ? this : add(name, value);
    }
  }
}
