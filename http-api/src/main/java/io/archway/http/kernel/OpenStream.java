package io.archway.http.kernel;

/**
 * An answer without an end of its own: events sent while the client listens. {@code start} runs on
 * a worker and returns; from then on any thread may offer. When the server stops, the answer is
 * ended properly unless its client lags behind.
 */
@FunctionalInterface
public interface OpenStream {

  void start(Sink sink) throws Exception;

  /**
   * Runs once, when the answer has ended or was given up, also where it never started (HEAD, a
   * client that left). On any thread; must return at once.
   */
  default void released() {}

  /** Where the bytes go. Thread-safe. */
  interface Sink {

    /**
     * Sends the bytes. False if nothing was taken: the client is gone, or reads so slowly that more
     * than the write limit waits; the caller then drops the event or closes.
     */
    boolean offer(byte[] bytes);

    /** Bytes that were offered and not yet taken by the network. */
    long waitingBytes();

    /**
     * Runs whenever nothing waits any longer. On the event loop; must return at once. To be set
     * before anything is offered.
     */
    void onDrained(Runnable action);

    boolean isOpen();

    /** Ends the answer properly. */
    void close();

    /** Runs once, when the stream ended for whatever reason (at once if it has). Must be quick. */
    void onClosed(Runnable action);
  }
}
