package io.archway.imaging.frame;

import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Raw deflate (RFC 1951), as PS3.5 A.5 and A.4.13 use it. Gives its native memory back. */
final class Inflating extends InflaterInputStream {
  private static final int BUFFER_BYTES = 8 << 10;

  Inflating(InputStream in) {
    super(in, new Inflater(true), BUFFER_BYTES);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (ZipException e) {
      throw new PictureException(PictureFault.CORRUPT, "deflated data is damaged", e);
    }
  }

  @Override
  public void close() throws IOException {
    inf.end();
    super.close();
  }
}
