package io.archway.http.kernel;

import io.archway.index.audit.RecordKey;
import io.archway.index.audit.RecordKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A handler's answer. Immutable. Failures are thrown as {@link ProblemException} instead. */
public final class Response {

  private final int status;
  private final List<Map.Entry<String, String>> headers;
  private final ResponseBody body;
  private final List<RecordKey> shown;

  private Response(int status, List<Map.Entry<String, String>> headers, ResponseBody body) {
    this(status, headers, body, List.of());
  }

  private Response(
      int status,
      List<Map.Entry<String, String>> headers,
      ResponseBody body,
      List<RecordKey> shown) {
    this.status = status;
    this.headers = List.copyOf(headers);
    this.body = body;
    this.shown = List.copyOf(shown);
  }

  /** 200 with a record (or list of records) as JSON in the dialect's naming. */
  public static Response json(Object value) {
    return new Response(200, List.of(), new ResponseBody.Json(value));
  }

  /** 201 with a record as JSON. */
  public static Response created(Object value) {
    return new Response(201, List.of(), new ResponseBody.Json(value));
  }

  /** 200 with one page of a list in the dialect's envelope. */
  public static Response page(Page<?> page) {
    return new Response(200, List.of(), new ResponseBody.Paged(page));
  }

  /** 200 with bytes or files; 206, 304 and 416 are made of it as the request asks. */
  public static Response content(Content content) {
    return new Response(200, List.of(), new ResponseBody.Fixed(content));
  }

  /** 200 that stays open: server-sent events. */
  public static Response open(String mediaType, OpenStream stream) {
    return new Response(200, List.of(), new ResponseBody.Open(mediaType, stream));
  }

  public static Response noContent() {
    return new Response(204, List.of(), new ResponseBody.None());
  }

  public Response status(int value) {
    return new Response(value, headers, body, shown);
  }

  /** Adds a header; framing headers and those of the kernel are its own business. */
  public Response header(String name, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new Response(status, more, body, shown);
  }

  /** Tells the audit of a record that is shown and that neither path nor answer names. */
  public Response shows(RecordKind kind, Long key) {
    if (key == null) {
      return this;
    }
    List<RecordKey> more = new ArrayList<>(shown);
    more.add(new RecordKey(kind, key));
    return new Response(status, headers, body, more);
  }

  public int status() {
    return status;
  }

  List<Map.Entry<String, String>> headers() {
    return headers;
  }

  List<RecordKey> shown() {
    return shown;
  }

  ResponseBody body() {
    return body;
  }

  /** Gives back what the body holds when it will not be sent. */
  void release() {
    if (body instanceof ResponseBody.Fixed fixed) {
      fixed.content().onReleased().run();
    } else if (body instanceof ResponseBody.Open open) {
      open.stream().released();
    }
  }
}
