package io.archway.dicom.dimse;

import java.io.IOException;
import java.io.InputStream;

/** Gives so many bytes, then fails. */
final class FailingStream extends InputStream {

  private int left;

  FailingStream(int bytes) {
    left = bytes;
  }

  @Override
  public int read() throws IOException {
    if (left == 0) {
      throw new IOException("broken on purpose");
    }
    left--;
    return 0;
  }
}
