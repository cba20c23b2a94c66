package io.archway.imaging.render;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.imaging.PictureException;
import io.archway.imaging.codec.Decoded;
import io.archway.imaging.pixel.PixelDescription;
import io.archway.imaging.pixel.Samples;

/** Colors as 8-bit RGB (PS3.3 C.7.6.3.1.2, C.7.6.3.1.5). Stateless. */
final class ColorScale {
  private static final int BITS = 8;

  private ColorScale() {}

  /** Of a palette: the RGB of each stored pattern. */
  static int[] palette(PixelDescription pixels, DataSet object) throws PictureException {
    Lut red = lut(pixels, object, Tag.RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR);
    Lut green = lut(pixels, object, Tag.GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR);
    Lut blue = lut(pixels, object, Tag.BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR);
    int[] colors = new int[pixels.storedValues()];
    for (int pattern = 0; pattern < colors.length; pattern++) {
      int value = pixels.value(pattern);
      colors[pattern] =
          eight(red.at(value), red.bits()) << 16
              | eight(green.at(value), green.bits()) << 8
              | eight(blue.at(value), blue.bits());
    }
    return colors;
  }

  private static Lut lut(PixelDescription pixels, DataSet object, int descriptor)
      throws PictureException {
    int data =
        descriptor
            + (Tag.RED_PALETTE_COLOR_LOOKUP_TABLE_DATA
                - Tag.RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR);
    return Lut.of(object, descriptor, data, pixels.signed());
  }

  /** The RGB of a pixel. */
  static int rgb(Decoded frame, PixelDescription pixels, int index) {
    Samples samples = frame.samples();
    int first = eight(samples.at(0, index), pixels.bitsStored());
    int second = eight(samples.at(1, index), pixels.bitsStored());
    int third = eight(samples.at(2, index), pixels.bitsStored());
    return frame.photometric().isLuminance()
        ? fromLuminance(first, second, third)
        : first << 16 | second << 8 | third;
  }

  /** Of full range, ITU-R BT.601. */
  static int fromLuminance(int y, int cb, int cr) {
    double red = y + 1.402 * (cr - 128);
    double green = y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128);
    double blue = y + 1.772 * (cb - 128);
    return limit(red) << 16 | limit(green) << 8 | limit(blue);
  }

  private static int limit(double value) {
    return (int) Math.max(0, Math.min(255, value + 0.5));
  }

  private static int eight(int value, int bits) {
    if (bits >= BITS) {
      return value >> bits - BITS & 0xFF;
    }
    return value * 255 / ((1 << bits) - 1) & 0xFF;
  }
}
