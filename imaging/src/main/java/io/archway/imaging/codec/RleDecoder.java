package io.archway.imaging.codec;

import io.archway.dicom.data.ByteSource;
import io.archway.imaging.PictureException;
import io.archway.imaging.TimeLimit;
import io.archway.imaging.frame.ByteRange;
import io.archway.imaging.frame.SourceStream;
import io.archway.imaging.pixel.PixelDescription;
import io.archway.imaging.pixel.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * RLE Lossless (PS3.5 Annex G): a segment for each byte of each sample, the highest byte first.
 * Holds a row of a segment at a time.
 *
 * <pre>
 * number of segments (4) | offset of each (4), 15 of them | segments
 * </pre>
 */
final class RleDecoder {
  private static final int HEADER_BYTES = 64;

  private final PixelDescription pixels;
  private final TimeLimit time;

  RleDecoder(PixelDescription pixels, TimeLimit time) {
    this.pixels = pixels;
    this.time = time;
  }

  Decoded decode(ByteSource frame, int step) throws IOException {
    int unit = pixels.bitsAllocated() / Byte.SIZE;
    if (unit == 0) {
      throw PictureException.unsupported("bits allocated: 1 in RLE (expected: 8 or 16)");
    }
    long[] bounds = bounds(frame, unit * pixels.samples());
    Samples samples = Samples.reduced(pixels, step);
    byte[] row = new byte[pixels.columns()];
    for (int sample = 0; sample < pixels.samples(); sample++) {
      for (int part = 0; part < unit; part++) {
        int segment = sample * unit + part;
        long length = Math.max(0, bounds[segment + 1] - bounds[segment]);
        ByteSource bytes = new ByteRange(frame, bounds[segment], length);
        try (InputStream in = new SourceStream(bytes, time)) {
          add(new Runs(in), row, samples.planes()[sample], step, part + 1 < unit);
        }
      }
      for (int i = 0; i < samples.planes()[sample].length; i++) {
        samples.planes()[sample][i] = (short) pixels.pattern(samples.at(sample, i));
      }
    }
    return new Decoded(samples, pixels.photometric());
  }

  private long[] bounds(ByteSource frame, int segments) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (header.hasRemaining()) {
      if (frame.read(header, header.position()) <= 0) {
        throw PictureException.corrupt(
            "RLE header: %d bytes (expected: 64)".formatted(header.position()));
      }
    }
    int count = header.getInt(0);
    if (count != segments) {
      throw PictureException.corrupt("RLE segments: %d (expected: %d)".formatted(count, segments));
    }
    long[] bounds = new long[segments + 1];
    for (int i = 0; i < segments; i++) {
      bounds[i] = header.getInt(4 + 4 * i) & 0xFFFFFFFFL;
      long least = i == 0 ? HEADER_BYTES : bounds[i - 1];
      if (bounds[i] < least || bounds[i] > frame.length()) {
        throw PictureException.corrupt(
            "RLE offset: %d (expected: %d to %d)".formatted(bounds[i], least, frame.length()));
      }
    }
    bounds[segments] = frame.length();
    return bounds;
  }

  private void add(Runs runs, byte[] row, short[] plane, int step, boolean high)
      throws IOException {
    int target = 0;
    for (int y = 0; y < pixels.rows(); y++) {
      runs.read(row);
      for (int x = 0; y % step == 0 && x < row.length; x += step, target++) {
        int value = row[x] & 0xFF;
        plane[target] = (short) (high ? value << 8 : plane[target] | value);
      }
    }
  }

  /** PackBits (PS3.5 G.3.2); runs that go on over the end of a row are taken, too. */
  private static final class Runs {
    private final InputStream in;
    private int literal;
    private int repeat;
    private byte repeated;

    Runs(InputStream in) {
      this.in = in;
    }

    void read(byte[] row) throws IOException {
      for (int at = 0; at < row.length; ) {
        if (literal == 0 && repeat == 0) {
          begin();
        }
        int count = Math.min(row.length - at, literal + repeat);
        if (repeat > 0) {
          Arrays.fill(row, at, at + count, repeated);
          repeat -= count;
        } else {
          if (in.readNBytes(row, at, count) < count) {
            throw PictureException.corrupt("RLE segment ends early");
          }
          literal -= count;
        }
        at += count;
      }
    }

    private void begin() throws IOException {
      int control = next();
      while (control == 128) {
        control = next();
      }
      if (control < 128) {
        literal = control + 1;
      } else {
        repeat = 257 - control;
        repeated = (byte) next();
      }
    }

    private int next() throws IOException {
      int value = in.read();
      if (value < 0) {
        throw PictureException.corrupt("RLE segment ends early");
      }
      return value;
    }
  }
}
