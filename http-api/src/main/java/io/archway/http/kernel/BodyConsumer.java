package io.archway.http.kernel;

import java.nio.ByteBuffer;

/**
 * Takes a request body piece by piece, whatever its length. Worker threads, one call at a time, in
 * order; nothing is read from the client while a call runs, so a slow consumer slows the client
 * down. Exactly one of {@link #complete} and {@link #abort} is the last call.
 */
public interface BodyConsumer {

  /** The next bytes, valid during the call only. A thrown exception ends the request. */
  void accept(ByteBuffer data) throws Exception;

  /** The body is whole. */
  Response complete() throws Exception;

  /** The client vanished or stalled, the framing was broken, or {@code accept} threw. */
  void abort(Problem why);
}
