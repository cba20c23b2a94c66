package io.archway.imaging.render;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.imaging.PictureException;
import io.archway.imaging.pixel.Photometric;
import io.archway.imaging.pixel.PixelDescription;
import io.archway.imaging.pixel.Samples;

/**
 * The gray of every stored value of a frame (PS3.3 C.11, PS3.4 N.2): modality transformation,
 * values of interest, presentation. What is padding is black and does not count as a value.
 */
final class GrayScale {
  private static final int WHITE = 255;

  private final PixelDescription pixels;
  private final FrameAttributes attributes;
  private final int paddingFrom;
  private final int paddingTo;

  GrayScale(PixelDescription pixels, FrameAttributes attributes) {
    this.pixels = pixels;
    this.attributes = attributes;
    Integer padding = padding(Tag.PIXEL_PADDING_VALUE);
    Integer limit = padding(Tag.PIXEL_PADDING_RANGE_LIMIT);
    int other = padding == null ? 0 : limit == null ? padding : limit;
    this.paddingFrom = padding == null ? 1 : Math.min(padding, other);
    this.paddingTo = padding == null ? 0 : Math.max(padding, other);
  }

  /** May be written as US where pixels are signed, or the reverse. */
  private Integer padding(int tag) {
    Integer value = attributes.object().integer(tag);
    return value == null ? null : (Integer) pixels.value(value & pixels.storedValues() - 1);
  }

  /**
   * 0 to 255 for each stored pattern.
   *
   * @param clipped the share of pixels at each end that do not count where no window is given
   */
  byte[] table(Samples samples, double clipped) throws PictureException {
    double[] values = modality();
    Voi voi = Voi.of(attributes.voi(), pixels.signed() || values[0] < 0);
    if (voi == null) {
      voi = range(samples, values, clipped);
    }
    boolean inverted = isInverted();
    byte[] table = new byte[pixels.storedValues()];
    for (int pattern = 0; pattern < table.length; pattern++) {
      int gray = (int) (voi.apply(values[pattern]) * WHITE + 0.5);
      int shown = inverted ? WHITE - gray : gray;
      table[pattern] = (byte) (isPadding(pattern) ? 0 : shown);
    }
    return table;
  }

  private boolean isInverted() {
    String shape = attributes.object().string(Tag.PRESENTATION_LUT_SHAPE);
    return shape == null
        ? pixels.photometric() == Photometric.MONOCHROME1
        : shape.trim().equals("INVERSE");
  }

  /** The modality value of each stored pattern (C.11.1). */
  private double[] modality() throws PictureException {
    DataSet from = attributes.modality();
    DataSet item = from.item(Tag.MODALITY_LUT_SEQUENCE);
    Lut lut = item == null ? null : Lut.of(item, pixels.signed());
    Double slope = from.decimal(Tag.RESCALE_SLOPE);
    Double intercept = from.decimal(Tag.RESCALE_INTERCEPT);
    double[] values = new double[pixels.storedValues()];
    for (int pattern = 0; pattern < values.length; pattern++) {
      int stored = pixels.value(pattern);
      values[pattern] =
          lut != null
              ? lut.at(stored)
              : stored * (slope == null || slope == 0 ? 1 : slope)
                  + (intercept == null ? 0 : intercept);
    }
    return values;
  }

  private Voi range(Samples samples, double[] values, double clipped) {
    int[] counts = new int[values.length];
    long counted = 0;
    for (short value : samples.planes()[0]) {
      int pattern = value & 0xFFFF;
      if (!isPadding(pattern)) {
        counts[pattern]++;
        counted++;
      }
    }
    long leftOut = (long) (counted * clipped);
    return new Voi.Range(edge(counts, values, leftOut, true), edge(counts, values, leftOut, false));
  }

  /** The value at which more pixels than are left out have been met, from one end of the values. */
  private double edge(int[] counts, double[] values, long leftOut, boolean lowest) {
    boolean rising = values[pattern(0)] <= values[pattern(values.length - 1)];
    long met = 0;
    for (int i = 0; i < values.length; i++) {
      int pattern = pattern(rising == lowest ? i : values.length - 1 - i);
      met += counts[pattern];
      if (met > leftOut) {
        return values[pattern];
      }
    }
    return 0;
  }

  /** The pattern of the n-th value in ascending order. */
  private int pattern(int order) {
    int half = pixels.storedValues() / 2;
    return pixels.signed() ? (order + half) % pixels.storedValues() : order;
  }

  private boolean isPadding(int pattern) {
    int value = pixels.value(pattern);
    return value >= paddingFrom && value <= paddingTo;
  }
}
