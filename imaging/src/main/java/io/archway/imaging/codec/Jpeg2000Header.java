package io.archway.imaging.codec;

import io.archway.imaging.PictureException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a JPEG 2000 code stream says of itself (ISO 15444-1 A.5, A.6): enough to know what decoding
 * it takes. Tiles and components with a coding style of their own, which would take something else,
 * are refused.
 *
 * @param tiles how many, at least 1
 * @param levels of decomposition, 0 to 32
 * @param codeBlockPixels of a code block, 16 to 4096
 * @param layers of quality, 1 to 65535
 * @param precincts the smallest size of one as its exponent, 15 where they are not divided
 * @param componentTransform true if three components were transformed together
 */
record Jpeg2000Header(
    int width,
    int height,
    int components,
    int maxPrecision,
    boolean subsampled,
    long tiles,
    int levels,
    int codeBlockPixels,
    int layers,
    int precincts,
    boolean componentTransform) {
  private static final int MAX_MARKERS = 1_000;

  /** Those below have none, or are not of this standard (ISO 15444-1 A.1.2). */
  private static final int LEAST_WITH_SEGMENT = 0xFF40;

  private static final int SIZ = 0xFF51;
  private static final int COD = 0xFF52;
  private static final int COC = 0xFF53;
  private static final int SOD = 0xFF93;
  private static final int MAX_TILE_PARTS = 10_000;
  private static final int SOT = 0xFF90;
  private static final int MIN_SIZ_BYTES = 36;

  static Jpeg2000Header read(InputStream in) throws IOException {
    if (word(in) != 0xFF4F || word(in) != SIZ) {
      throw PictureException.corrupt("no JPEG 2000 code stream (expected: SOC, FF4F, and SIZ)");
    }
    byte[] siz = segment(in);
    byte[] cod = null;
    int marker = word(in);
    for (int i = 0; marker != SOT; i++) {
      requireSegment(marker, i);
      requireOneStyle(marker == COC || marker == COD && cod != null);
      byte[] segment = segment(in);
      cod = marker == COD ? segment : cod;
      marker = word(in);
    }
    if (cod == null) {
      throw PictureException.corrupt("JPEG 2000 code stream without COD in its main header");
    }
    checkTileParts(in);
    return of(siz, cod);
  }

  /** What follows is skipped by its length as a decoder does, or another header would be found. */
  private static void requireSegment(int marker, int count) throws PictureException {
    if (marker < LEAST_WITH_SEGMENT || marker == SOD || count >= MAX_MARKERS) {
      throw PictureException.corrupt(
          "JPEG 2000 header has %04X as marker %d (expected: one with a segment, at most %d)"
              .formatted(marker, count, MAX_MARKERS));
    }
  }

  private static void requireOneStyle(boolean another) throws PictureException {
    if (another) {
      throw PictureException.unsupported(
          "JPEG 2000 of several coding styles (expected: one for all tiles and components)");
    }
  }

  /** From behind the first SOT on; what is missing at the end the decoder tells. */
  private static void checkTileParts(InputStream in) throws IOException {
    for (int part = 0; part < MAX_TILE_PARTS; part++) {
      byte[] start = segment(in);
      if (start.length < 8) {
        throw PictureException.corrupt("JPEG 2000 tile-part header is too short");
      }
      long left = number(start, 2) - start.length - 4;
      boolean toTheEnd = number(start, 2) == 0;
      int marker = word(in);
      for (int i = 0; marker != SOD; i++) {
        requireSegment(marker, i);
        requireOneStyle(marker == COD || marker == COC);
        left -= segment(in).length + 4;
        marker = word(in);
      }
      if (!toTheEnd && (left < 2 || left > Integer.MAX_VALUE)) {
        throw PictureException.corrupt(
            "JPEG 2000 tile-part: %d bytes (expected: >= its header, < 2^31)"
                .formatted(number(start, 2)));
      }
      if (toTheEnd || in.skip(left - 2) < left - 2 || next(in) != SOT) {
        return;
      }
    }
    throw PictureException.tooLarge("JPEG 2000 tile-parts: more than %d".formatted(MAX_TILE_PARTS));
  }

  /** A marker, or -1 at the end. */
  private static int next(InputStream in) throws IOException {
    int high = in.read();
    int low = in.read();
    return low < 0 ? -1 : high << 8 | low;
  }

  private static Jpeg2000Header of(byte[] siz, byte[] cod) throws PictureException {
    if (siz.length < MIN_SIZ_BYTES || cod.length < 10) {
      throw PictureException.corrupt("JPEG 2000 header is too short");
    }
    int components = (siz[34] & 0xFF) << 8 | siz[35] & 0xFF;
    if (components < 1 || components > 4 || siz.length < MIN_SIZ_BYTES + 3 * components) {
      throw PictureException.corrupt(
          "JPEG 2000 components: %d (expected: 1 to 4)".formatted(components));
    }
    int precision = 0;
    boolean subsampled = false;
    for (int i = 0; i < components; i++) {
      precision = Math.max(precision, (siz[MIN_SIZ_BYTES + 3 * i] & 0x7F) + 1);
      subsampled |= siz[MIN_SIZ_BYTES + 3 * i + 1] != 1 || siz[MIN_SIZ_BYTES + 3 * i + 2] != 1;
    }
    long right = number(siz, 2);
    long bottom = number(siz, 6);
    long tileWidth = Math.max(1, number(siz, 18));
    long tileHeight = Math.max(1, number(siz, 22));
    long tiles =
        ceil(right - number(siz, 26), tileWidth) * ceil(bottom - number(siz, 30), tileHeight);
    return new Jpeg2000Header(
        (int) Math.min(Integer.MAX_VALUE, Math.max(0, right - number(siz, 10))),
        (int) Math.min(Integer.MAX_VALUE, Math.max(0, bottom - number(siz, 14))),
        components,
        precision,
        subsampled,
        Math.max(1, tiles),
        cod[5] & 0xFF,
        1 << Math.min(12, (cod[6] & 0x0F) + 2 + (cod[7] & 0x0F) + 2),
        (cod[2] & 0xFF) << 8 | cod[3] & 0xFF,
        precincts(cod),
        cod[4] == 1);
  }

  private static int precincts(byte[] cod) {
    int least = 15;
    if ((cod[0] & 1) != 0) {
      // The lowest resolutions are small whatever their precincts are.
      for (int i = 10 + 2; i < cod.length; i++) {
        least = Math.min(least, Math.min(cod[i] & 0x0F, cod[i] >> 4 & 0x0F));
      }
    }
    return least;
  }

  private static long ceil(long length, long unit) {
    return Math.max(0, (length + unit - 1) / unit);
  }

  private static byte[] segment(InputStream in) throws IOException {
    int length = word(in) - 2;
    byte[] bytes = length < 0 ? new byte[0] : in.readNBytes(length);
    if (length < 0 || bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private static int word(InputStream in) throws IOException {
    int high = in.read();
    int low = in.read();
    if (low < 0) {
      throw new EOFException();
    }
    return high << 8 | low;
  }

  private static long number(byte[] bytes, int at) {
    return (bytes[at] & 0xFFL) << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | bytes[at + 3] & 0xFF;
  }
}
