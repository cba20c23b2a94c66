package io.archway.imaging.render;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.imaging.PictureException;
import java.util.Locale;

/**
 * What maps modality values to 0 to 1 (PS3.3 C.11.2): the first window, else the first table of an
 * object, else nothing.
 */
sealed interface Voi {

  /** 0 (first shown) to 1 (last shown). */
  double apply(double value);

  /**
   * What the attributes ask for, or null.
   *
   * @param signedInput true if modality values may be negative
   */
  static Voi of(DataSet attributes, boolean signedInput) throws PictureException {
    double[] centers = attributes.decimals(Tag.WINDOW_CENTER);
    double[] widths = attributes.decimals(Tag.WINDOW_WIDTH);
    Function function = Function.of(attributes.string(Tag.VOI_LUT_FUNCTION));
    if (centers.length > 0 && widths.length > 0 && function.allows(widths[0])) {
      return new Window(centers[0], widths[0], function);
    }
    DataSet item = attributes.item(Tag.VOI_LUT_SEQUENCE);
    return item == null ? null : new Table(Lut.of(item, signedInput));
  }

  /** VOI LUT Function (0028,1056). */
  enum Function {
    LINEAR,
    LINEAR_EXACT,
    SIGMOID;

    static Function of(String term) {
      for (Function each : values()) {
        if (term != null && each.name().equals(term.trim().toUpperCase(Locale.ROOT))) {
          return each;
        }
      }
      return LINEAR;
    }

    boolean allows(double width) {
      return this == LINEAR ? width >= 1 : width > 0;
    }
  }

  /** A window (C.11.2.1.2 and C.11.2.1.3). */
  record Window(double center, double width, Function function) implements Voi {
    @Override
    public double apply(double value) {
      return switch (function) {
        case LINEAR ->
            width == 1
                ? value <= center - 0.5 ? 0 : 1
                : limit((value - (center - 0.5)) / (width - 1) + 0.5);
        case LINEAR_EXACT -> limit((value - center) / width + 0.5);
        case SIGMOID -> 1 / (1 + Math.exp(-4 * (value - center) / width));
      };
    }
  }

  /** A table (C.11.2.1.1). */
  record Table(Lut lut) implements Voi {
    @Override
    public double apply(double value) {
      return limit((double) lut.at(value) / lut.maximum());
    }
  }

  /** From the lowest to the highest value. */
  record Range(double lowest, double highest) implements Voi {
    @Override
    public double apply(double value) {
      return highest > lowest ? limit((value - lowest) / (highest - lowest)) : 0;
    }
  }

  private static double limit(double share) {
    return Math.max(0, Math.min(1, share));
  }
}
