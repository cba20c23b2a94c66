package io.archway.http.kernel;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.List;

/** What is known of a request before its body: enough to authenticate it. Immutable. */
public final class RequestHead {

  private final String requestId;
  private final Endpoint endpoint;
  private final HttpHeaders headers;
  private final InetAddress remoteAddress;
  private final boolean secure;
  private final boolean headOnly;

  RequestHead(
      String requestId,
      Endpoint endpoint,
      HttpHeaders headers,
      InetAddress remoteAddress,
      boolean secure,
      boolean headOnly) {
    this.requestId = requestId;
    this.endpoint = endpoint;
    this.headers = headers;
    this.remoteAddress = remoteAddress;
    this.secure = secure;
    this.headOnly = headOnly;
  }

  /** Unique among the requests of this process; also in the log and in X-Request-Id. */
  public String requestId() {
    return requestId;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /** The first header of this name, or null. */
  public String header(String name) {
    return headers.get(name);
  }

  public List<String> headers(String name) {
    return headers.getAll(name);
  }

  /** Where it came from, also through trusted proxies. */
  public InetAddress remoteAddress() {
    return remoteAddress;
  }

  /** Whether it came over TLS. */
  public boolean secure() {
    return secure;
  }

  /** A HEAD request to a GET endpoint: the answer's body is made but not sent. */
  boolean headOnly() {
    return headOnly;
  }
}
