package io.archway.http.kernel;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;

/**
 * An answer ready to be written: nothing is left to decide but framing and keep-alive.
 *
 * @param parts what the body is made of; empty for none
 * @param length of the body, -1 for an open stream, {@link #NO_BODY} where even Content-Length must
 *     not stand
 * @param stream null unless the answer is open-ended
 * @param onReleased runs once, when the answer was written or given up
 */
record Outgoing(
    int status,
    HttpHeaders headers,
    List<? extends ContentPart> parts,
    long length,
    OpenStream stream,
    Runnable onReleased) {

  static final long NO_BODY = -2;

  boolean isOpen() {
    return stream != null;
  }
}
