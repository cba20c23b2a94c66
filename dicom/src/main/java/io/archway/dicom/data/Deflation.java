package io.archway.dicom.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/** Whole data sets of Deflated Explicit VR Little Endian (PS3.5 A.5), in memory. Stateless. */
final class Deflation {
  private static final int PIECE_BYTES = 8 << 10;

  private Deflation() {}

  static byte[] inflate(ByteSource source, int maxBytes) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    int count = Math.max(0, source.read(piece, 0));
    boolean zlib = count > 0 && piece.get(0) == 0x78; // as some write it
    Inflater inflater = new Inflater(!zlib);
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      long position = 0;
      while (count > 0 && !inflater.finished()) {
        position += count;
        inflater.setInput(piece.array(), 0, count);
        inflate(inflater, out, maxBytes);
        count = source.read(piece.clear(), position);
      }
      if (!inflater.finished()) {
        throw new DicomParseException(
            ParseFault.INFLATE, "deflated data: the input ends (expected: the end of the stream)");
      }
      return out.toByteArray();
    } finally {
      inflater.end();
    }
  }

  private static void inflate(Inflater inflater, ByteArrayOutputStream out, int maxBytes) {
    byte[] piece = new byte[PIECE_BYTES];
    try {
      while (!inflater.finished() && !inflater.needsInput()) {
        int count = inflater.inflate(piece);
        if (count == 0 && inflater.needsDictionary()) {
          throw new DataFormatException("a preset dictionary (expected: none)");
        }
        if (out.size() + count > maxBytes) {
          throw new DataFormatException(
              "inflated length: more than " + maxBytes + " (expected: <= that)");
        }
        out.write(piece, 0, count);
      }
    } catch (DataFormatException e) {
      throw new DicomParseException(ParseFault.INFLATE, "deflated data: " + e.getMessage());
    }
  }

  /** With the pad byte that makes the length even. */
  static byte[] deflate(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + PIECE_BYTES);
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater)) {
      deflated.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    if ((out.size() & 1) != 0) {
      out.write(0);
    }
    return out.toByteArray();
  }
}
