package io.archway.http.documents;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Decodes Base64 (RFC 4648 4) as it comes, with line breaks or without. Holds one piece. Used for
 * one text by one thread.
 */
final class Base64Stream {
  private static final int PIECE = 16 << 10;
  private static final String EXPECTED = "expected: Base64";

  /** Takes the bytes, valid during the call only. */
  interface Sink {
    void accept(ByteBuffer bytes) throws Exception;
  }

  private final Sink sink;
  private final byte[] digits = new byte[PIECE];
  private int count;
  private boolean padded;

  Base64Stream(Sink sink) {
    this.sink = sink;
  }

  /**
   * @throws IllegalArgumentException where it is no Base64
   */
  void accept(ByteBuffer text) throws Exception {
    while (text.hasRemaining()) {
      byte next = text.get();
      if (next == '\n' || next == '\r' || next == ' ' || next == '\t') {
        continue;
      }
      if (padded && (next != '=' || count == PIECE)) {
        throw new IllegalArgumentException(EXPECTED);
      }
      padded |= next == '=';
      digits[count++] = next;
      if (count == PIECE && !padded) {
        decode();
      }
    }
  }

  /** The text is whole. */
  void finish() throws Exception {
    if (count % 4 != 0) {
      throw new IllegalArgumentException(EXPECTED);
    }
    decode();
  }

  private void decode() throws Exception {
    try {
      byte[] bytes = Base64.getDecoder().decode(java.util.Arrays.copyOf(digits, count));
      count = 0;
      if (bytes.length > 0) {
        sink.accept(ByteBuffer.wrap(bytes));
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(EXPECTED, e);
    }
  }
}
