package io.archway.imaging.pixel;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.PictureLimits;

/**
 * The Image Pixel Module of an object (PS3.3 C.7.6.3) and its number of frames, checked. Immutable.
 *
 * @param rows 1 to 65535
 * @param columns 1 to 65535
 * @param planar true if each sample has a plane of its own (Planar Configuration 1)
 * @param bitsAllocated 1, 8 or 16
 * @param bitsStored 1 to {@code bitsAllocated}
 * @param highBit the bit of the allocated ones where the stored ones end, from 0
 * @param signed two's complement (Pixel Representation 1)
 * @param frames 1 or more
 */
public record PixelDescription(
    int rows,
    int columns,
    Photometric photometric,
    boolean planar,
    int bitsAllocated,
    int bitsStored,
    int highBit,
    boolean signed,
    int frames) {

  /**
   * Reads it from the head of an object. What is absent is taken as most devices mean it: one
   * sample, as many bits stored as allocated, one frame.
   *
   * @throws PictureException NO_PIXELS without rows and columns, UNSUPPORTED, CORRUPT or TOO_LARGE
   */
  public static PixelDescription of(DataSet head, PictureLimits limits) throws PictureException {
    if (head.integer(Tag.ROWS) == null && head.integer(Tag.COLUMNS) == null) {
      throw new PictureException(PictureFault.NO_PIXELS, "no image");
    }
    int samples = or(head.integer(Tag.SAMPLES_PER_PIXEL), 1);
    int allocated = or(head.integer(Tag.BITS_ALLOCATED), 0);
    int stored = or(head.integer(Tag.BITS_STORED), allocated);
    PixelDescription description =
        new PixelDescription(
            or(head.integer(Tag.ROWS), 0),
            or(head.integer(Tag.COLUMNS), 0),
            Photometric.of(head.string(Tag.PHOTOMETRIC_INTERPRETATION), samples),
            or(head.integer(Tag.PLANAR_CONFIGURATION), 0) == 1,
            allocated,
            stored,
            or(head.integer(Tag.HIGH_BIT), stored - 1),
            or(head.integer(Tag.PIXEL_REPRESENTATION), 0) == 1,
            or(head.integer(Tag.NUMBER_OF_FRAMES), 1));
    description.check(samples, limits);
    return description;
  }

  private void check(int samples, PictureLimits limits) throws PictureException {
    require(rows >= 1 && rows <= 0xFFFF, "rows", rows, "1 to 65535");
    require(columns >= 1 && columns <= 0xFFFF, "columns", columns, "1 to 65535");
    require(
        samples == photometric.samples(), "samples per pixel", samples, "" + photometric.samples());
    if (bitsAllocated != 1 && bitsAllocated != 8 && bitsAllocated != 16) {
      throw PictureException.unsupported(
          "bits allocated: %d (expected: 1, 8 or 16)".formatted(bitsAllocated));
    }
    require(
        bitsStored >= 1 && bitsStored <= bitsAllocated,
        "bits stored",
        bitsStored,
        "1 to " + bitsAllocated);
    require(
        highBit >= bitsStored - 1 && highBit < bitsAllocated,
        "high bit",
        highBit,
        "%d to %d".formatted(bitsStored - 1, bitsAllocated - 1));
    require(frames >= 1, "frames", frames, ">= 1");
    if (frames > limits.maxFrames()) {
      throw PictureException.tooLarge(
          "frames: %d (expected: <= %d)".formatted(frames, limits.maxFrames()));
    }
    if (pixels() > limits.maxPixels()) {
      throw PictureException.tooLarge(
          "pixels: %d (expected: <= %d)".formatted(pixels(), limits.maxPixels()));
    }
    if (!photometric.isMonochrome() && bitsAllocated == 1) {
      throw PictureException.unsupported("bits allocated: 1 (expected: 8 or 16 in color)");
    }
  }

  private static void require(boolean holds, String what, int value, String expected)
      throws PictureException {
    if (!holds) {
      throw PictureException.corrupt("%s: %d (expected: %s)".formatted(what, value, expected));
    }
  }

  public int samples() {
    return photometric.samples();
  }

  /** Of one frame. */
  public long pixels() {
    return (long) rows * columns;
  }

  /** Bits of a frame as PS3.5 8 packs native ones; those of YBR_FULL_422 share chrominance. */
  public long frameBits() {
    int samplesStored = photometric == Photometric.YBR_FULL_422 ? 2 : samples();
    return pixels() * samplesStored * bitsAllocated;
  }

  /** How many different values may be stored: 2 to 65536. */
  public int storedValues() {
    return 1 << bitsStored;
  }

  /** A pattern of the stored bits as the number that it means. */
  public int value(int pattern) {
    int signBit = 1 << bitsStored - 1;
    return signed && (pattern & signBit) != 0 ? pattern - (signBit << 1) : pattern;
  }

  /**
   * The stored bits of an allocated word: what overlays and vendors put beside them is left out.
   */
  public int pattern(int word) {
    return word >> highBit + 1 - bitsStored & storedValues() - 1;
  }

  /** The same pixels as a decoder gives them: one word a value, nothing beside the stored bits. */
  public PixelDescription withPhotometric(Photometric other) {
    return new PixelDescription(
        rows, columns, other, planar, bitsAllocated, bitsStored, highBit, signed, frames);
  }

  private static int or(Integer value, int other) {
    return value == null ? other : value;
  }
}
