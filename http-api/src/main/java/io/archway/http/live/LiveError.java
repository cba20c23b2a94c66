package io.archway.http.live;

/**
 * What may be wrong, by the protocol's numbers: up to 4099 a client is not to come again, up to
 * 4199 later, up to 4299 at once.
 */
enum LiveError {
  UNKNOWN_APP(4001, "app key: unknown"),
  INVALID_VERSION(4006, "protocol (expected: a number)"),
  UNSUPPORTED_VERSION(4007, "protocol (expected: 5 to 7)"),
  NO_VERSION(4008, "protocol: missing (expected: 5 to 7)"),
  NOT_AUTHORIZED(4009, "not authorized"),
  OVER_CAPACITY(4100, "too many connections"),
  STOPPING(4200, "the gateway stops"),
  NO_PONG(4201, "no pong received in time"),
  OTHER(4300, "message not understood"),
  TOO_MANY(4301, "too many messages");

  private final int code;
  private final String text;

  LiveError(int code, String text) {
    this.code = code;
    this.text = text;
  }

  int code() {
    return code;
  }

  String text() {
    return text;
  }
}
