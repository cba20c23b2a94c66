package io.archway.dicom.data;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Other bytes in the place of a stretch of a data set; an insertion where the stretch has no
 * length. Offsets count from the start of the data set as it is.
 */
public record Splice(long offset, long length, byte[] bytes) {
  /** What the stretch ends before. */
  public long end() {
    return offset + length;
  }

  /** The bytes with splices in them, which are in order and do not overlap. */
  public static byte[] apply(byte[] bytes, List<Splice> splices) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 1024);
    int position = 0;
    for (Splice splice : splices) {
      out.write(bytes, position, (int) splice.offset() - position);
      out.writeBytes(splice.bytes());
      position = (int) splice.end();
    }
    out.write(bytes, position, bytes.length - position);
    return out.toByteArray();
  }
}
