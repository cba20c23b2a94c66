package io.archway.http.kernel;

/**
 * Every way in which a request can fail: status code (RFC 9110 15.5, 15.6) and the text shown when
 * the thrower gives none. A {@link Dialect} renders it.
 */
public enum ProblemType {
  BAD_REQUEST(400, "The request is malformed."),
  UNAUTHENTICATED(401, "Unauthenticated."),
  FORBIDDEN(403, "This action is not permitted."),
  NOT_FOUND(404, "Not found."),
  METHOD_NOT_ALLOWED(405, "This method is not allowed here."),
  NOT_ACCEPTABLE(406, "None of the accepted types can be produced."),
  REQUEST_TIMEOUT(408, "The request did not arrive in time."),
  CONFLICT(409, "The request conflicts with the current state."),
  PRECONDITION_FAILED(412, "A precondition of the request does not hold."),
  CONTENT_TOO_LARGE(413, "The request body is too large."),
  URI_TOO_LONG(414, "The request target is too long."),
  UNSUPPORTED_MEDIA_TYPE(415, "The type of the request body is not supported."),
  RANGE_NOT_SATISFIABLE(416, "The range is outside of the content."),
  EXPECTATION_FAILED(417, "The expectation cannot be met."),
  INVALID(422, "The given data was invalid."),
  UPGRADE_REQUIRED(426, "This is a WebSocket (expected: an opening handshake, RFC 6455)."),
  TOO_MANY_REQUESTS(429, "Too many requests."),
  HEADERS_TOO_LARGE(431, "The request header is too large."),
  INTERNAL(500, "Internal error."),
  NOT_IMPLEMENTED(501, "Not implemented."),
  UNAVAILABLE(503, "The service is busy. Try again later."),
  VERSION_NOT_SUPPORTED(505, "This HTTP version is not supported."),
  INSUFFICIENT_STORAGE(507, "There is not enough space to store this.");

  private final int status;
  private final String message;

  ProblemType(int status, String message) {
    this.status = status;
    this.message = message;
  }

  public int status() {
    return status;
  }

  public String message() {
    return message;
  }
}
