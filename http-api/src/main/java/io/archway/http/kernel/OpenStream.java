package io.archway.http.kernel;

/**
 * An answer without an end of its own: events sent while the client listens. {@code start} runs on
 * a worker and returns; from then on any thread may offer.
 */
@FunctionalInterface
public interface OpenStream {

  void start(Sink sink) throws Exception;

  /** Where the bytes go. Thread-safe. */
  interface Sink {

    /**
     * Sends the bytes. False if nothing was taken: the client is gone, or reads so slowly that more
     * than the write limit waits; the caller then drops the event or closes.
     */
    boolean offer(byte[] bytes);

    boolean isOpen();

    /** Ends the answer properly. */
    void close();

    /** Runs once, when the stream ended for whatever reason (at once if it has). */
    void onClosed(Runnable action);
  }
}
