package io.archway.imaging.codec;

import io.archway.imaging.PictureException;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.pixel.Photometric;
import io.archway.imaging.pixel.PixelDescription;
import io.archway.imaging.pixel.Samples;
import java.io.IOException;
import java.io.InputStream;

/**
 * Native pixels (PS3.5 8.1.1, 8.2): of 1 bit packed from the lowest bit of each byte on, of 8 and
 * 16 bits in either byte order, samples side by side or in planes, chrominance shared by two pixels
 * (YBR_FULL_422). Holds a row at a time.
 */
final class NativeDecoder {
  private final PixelDescription pixels;
  private final int firstBit;
  private final boolean bigEndianWords;

  NativeDecoder(PixelDescription pixels, int firstBit, boolean bigEndianWords) {
    this.pixels = pixels;
    this.firstBit = firstBit;
    this.bigEndianWords = bigEndianWords;
  }

  Decoded decode(InputStream in, int step, PictureLimits limits) throws IOException {
    if (pixels.bitsAllocated() == 1) {
      return new Decoded(bits(in, step, limits), pixels.photometric());
    }
    boolean words = pixels.bitsAllocated() == 16;
    if (bigEndianWords && !words) {
      requireEvenFrames();
    }
    InputStream bytes = bigEndianWords && !words ? new SwappedBytes(in) : in;
    if (pixels.photometric() == Photometric.YBR_FULL_422) {
      return new Decoded(sharedChrominance(bytes, step), pixels.photometric());
    }
    Samples samples = Samples.reduced(pixels, step);
    int planes = pixels.planar() ? pixels.samples() : 1;
    for (int plane = 0; plane < planes; plane++) {
      readPlane(bytes, step, samples, plane);
    }
    return new Decoded(samples, pixels.photometric());
  }

  private void requireEvenFrames() throws PictureException {
    boolean odd = pixels.frames() > 1 && (pixels.frameBits() / Byte.SIZE & 1) != 0;
    if (odd) {
      throw PictureException.unsupported("frames of odd length in big endian words");
    }
  }

  private void readPlane(InputStream in, int step, Samples to, int plane) throws IOException {
    int unit = pixels.bitsAllocated() / Byte.SIZE;
    int side = pixels.planar() ? 1 : pixels.samples();
    byte[] row = new byte[pixels.columns() * side * unit];
    for (int y = 0; y < pixels.rows(); y++) {
      if (y % step != 0) {
        in.skipNBytes(row.length);
        continue;
      }
      readRow(in, row);
      for (int s = 0; s < side; s++) {
        int target = y / step * to.width();
        short[] values = to.planes()[plane + s];
        for (int x = 0; x < pixels.columns(); x += step) {
          int word = unit == 1 ? row[x * side + s] & 0xFF : word(row, 2 * (x * side + s));
          values[target++] = (short) pixels.pattern(word);
        }
      }
    }
  }

  private int word(byte[] row, int at) {
    int first = row[at] & 0xFF;
    int second = row[at + 1] & 0xFF;
    return bigEndianWords ? first << 8 | second : second << 8 | first;
  }

  /** Y1 Y2 CB CR for each two pixels of a row (PS3.3 C.7.6.3.1.2). */
  private Samples sharedChrominance(InputStream in, int step) throws IOException {
    if (pixels.bitsAllocated() != 8 || (pixels.columns() & 1) != 0) {
      throw PictureException.corrupt(
          "YBR_FULL_422 of %d bits, %d columns (expected: 8, an even number)"
              .formatted(pixels.bitsAllocated(), pixels.columns()));
    }
    Samples samples = Samples.reduced(pixels, step);
    byte[] row = new byte[pixels.columns() * 2];
    for (int y = 0; y < pixels.rows(); y++) {
      readRow(in, row);
      if (y % step == 0) {
        int target = y / step * samples.width();
        for (int x = 0; x < pixels.columns(); x += step, target++) {
          int pair = x / 2 * 4;
          samples.planes()[0][target] = (short) (row[pair + (x & 1)] & 0xFF);
          samples.planes()[1][target] = (short) (row[pair + 2] & 0xFF);
          samples.planes()[2][target] = (short) (row[pair + 3] & 0xFF);
        }
      }
    }
    return samples;
  }

  private Samples bits(InputStream in, int step, PictureLimits limits) throws IOException {
    long bytes = (firstBit + pixels.pixels() + Byte.SIZE - 1) / Byte.SIZE;
    limits.requireMemory(bytes + FrameDecoder.heldBytes(pixels, step));
    byte[] packed = new byte[(int) bytes];
    readRow(in, packed);
    Samples samples = Samples.reduced(pixels, step);
    int target = 0;
    for (int y = 0; y < pixels.rows(); y += step) {
      for (int x = 0; x < pixels.columns(); x += step) {
        long bit = firstBit + (long) y * pixels.columns() + x;
        int value = packed[(int) (bit / Byte.SIZE)] >> (int) (bit % Byte.SIZE) & 1;
        samples.planes()[0][target++] = (short) value;
      }
    }
    return samples;
  }

  private static void readRow(InputStream in, byte[] row) throws IOException {
    int count = in.readNBytes(row, 0, row.length);
    if (count < row.length) {
      throw PictureException.corrupt(
          "pixel data ends %d bytes early in a row".formatted(row.length - count));
    }
  }
}
