package io.archway.imaging.picture;

import io.archway.dicom.data.ByteSource;
import io.archway.imaging.TimeLimit;
import io.archway.imaging.frame.SourceStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held: tag 274 of the first directory in the APP1 segment of a JPEG file (CIPA
 * DC-008 4.5). Holds one segment, whatever its entries claim. Stateless.
 */
final class ExifOrientation {
  private static final int UPRIGHT = 1;
  private static final int ORIENTATION = 274;
  private static final int MAX_SEGMENTS = 1_000;
  private static final int APP1 = 0xE1;
  private static final int START_OF_SCAN = 0xDA;
  private static final int END = 0xD9;
  private static final int PREFIX_BYTES = 6;
  private static final int ENTRY_BYTES = 12;

  private ExifOrientation() {}

  /** 1 to 8; 1 where nothing is said, or nothing that can be read. */
  static int read(ByteSource jpeg, TimeLimit time) throws IOException {
    try (InputStream in = new SourceStream(jpeg, time)) {
      in.skipNBytes(2);
      for (int i = 0; i < MAX_SEGMENTS; i++) {
        int high = in.read();
        int marker = in.read();
        int length = (in.read() << 8 | in.read()) - 2;
        if (high != 0xFF || marker == START_OF_SCAN || marker == END || length < 0) {
          return UPRIGHT;
        }
        if (marker == APP1) {
          byte[] segment = in.readNBytes(length);
          if (segment.length > PREFIX_BYTES + 8 && segment[0] == 'E' && segment[1] == 'x') {
            return of(
                ByteBuffer.wrap(segment, PREFIX_BYTES, segment.length - PREFIX_BYTES).slice());
          }
        } else {
          in.skipNBytes(length);
        }
      }
    } catch (EOFException e) {
      return UPRIGHT; // the picture itself will tell that it is cut off
    }
    return UPRIGHT;
  }

  private static int of(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = tiff.getInt(4) & 0xFFFFFFFFL;
    if (directory > tiff.limit() - 2) {
      return UPRIGHT;
    }
    int entries = tiff.getShort((int) directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      long at = directory + 2 + (long) i * ENTRY_BYTES;
      if (at > tiff.limit() - ENTRY_BYTES) {
        return UPRIGHT;
      }
      if ((tiff.getShort((int) at) & 0xFFFF) == ORIENTATION) {
        return tiff.getShort((int) at + 8) & 0xFFFF;
      }
    }
    return UPRIGHT;
  }
}
