package io.archway.http.kernel;

/** What is said on one WebSocket. Its event loop only; everything must return at once. */
public interface SocketTalk {

  /** The handshake is done. */
  void opened(Line line);

  /** A whole text message. */
  void received(String text);

  /** The client has taken all that waited for it. */
  void drained();

  /** Nothing has come for the time of the limits. */
  void silent();

  /** Nor has anything come since that was told. */
  void unanswered();

  /** The server stops; to be closed soon. */
  void stopping();

  /** The connection is gone, or was never made. Runs once. */
  void closed();

  /** Where the words go. Thread-safe. */
  interface Line {

    /** False if it was not taken: the client is gone or reads too slowly, which ends it. */
    boolean send(String text);

    /** Sent and not yet taken by the network. */
    long waitingBytes();

    /** Says why, then closes (RFC 6455 7.4). */
    void close(int code, String reason);

    boolean isOpen();
  }
}
