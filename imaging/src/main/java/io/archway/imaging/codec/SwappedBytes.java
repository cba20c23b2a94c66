package io.archway.imaging.codec;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that lie in 16-bit words of big endian order, the even one behind the odd one. */
final class SwappedBytes extends InputStream {
  private final InputStream words;
  private int held = -1;

  SwappedBytes(InputStream words) {
    this.words = words;
  }

  @Override
  public int read() throws IOException {
    if (held >= 0) {
      int value = held;
      held = -1;
      return value;
    }
    int first = words.read();
    int second = words.read();
    if (second < 0) {
      return first;
    }
    held = first;
    return second;
  }
}
