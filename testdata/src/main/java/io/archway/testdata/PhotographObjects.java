package io.archway.testdata;

import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** A colour photograph of a smile as VL Photographic Image (PS3.3 A.32.4), JPEG baseline. */
final class PhotographObjects {
  static final int SERIES_NUMBER = 31;

  private static final int SKIN = 0xD9A282;
  private static final int LIP = 0xB5525A;
  private static final int GUM = 0xD98C8C;
  private static final int DARK = 0x2A1012;
  private static final int TOOTH = 0xF0EAD8;

  private PhotographObjects() {}

  static SampleObject photograph(SampleStudy study, int rows) {
    int columns = rows * 3 / 2;
    byte[] jpeg = jpeg(paint(study.seed(), rows, columns));
    Attributes attributes =
        study
            .object(
                Uids.VL_PHOTOGRAPHIC_IMAGE_STORAGE, "XC", SERIES_NUMBER, "Intra-oral photograph", 1)
            .text("ImageType", "ORIGINAL", "PRIMARY")
            .text("AcquisitionDateTime", study.dateTime(0))
            .text("PatientOrientation", "L", "F")
            .text("ImageLaterality", "U")
            .number("SamplesPerPixel", 3)
            .text("PhotometricInterpretation", "YBR_FULL_422")
            .number("PlanarConfiguration", 0)
            .number("Rows", rows)
            .number("Columns", columns)
            .number("BitsAllocated", 8)
            .number("BitsStored", 8)
            .number("HighBit", 7)
            .number("PixelRepresentation", 0)
            .text("BurnedInAnnotation", "NO")
            .text("LossyImageCompression", "01")
            .decimal("LossyImageCompressionRatio", ratio(3L * rows * columns, jpeg.length))
            .text("LossyImageCompressionMethod", "ISO_10918_1")
            .codes("AnatomicRegionSequence", Code.sct("123851003", "Mouth"))
            .empty("AcquisitionContextSequence");
    attributes.dataSet().putFragments(Tag.PIXEL_DATA, List.of(new byte[0], jpeg));
    return SampleObject.ofDataSet(
        attributes.dataSet(), TransferSyntax.of(Uids.JPEG_BASELINE_8_BIT));
  }

  private static double ratio(long before, long after) {
    return Math.round(100.0 * before / after) / 100.0;
  }

  private static BufferedImage paint(long seed, int rows, int columns) {
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    Noise noise = new Noise(seed, 14);
    for (int row = 0; row < rows; row++) {
      int start = noise.start(0, row);
      double y = 2.0 * row / rows - 1;
      for (int column = 0; column < columns; column++) {
        double x = 2.0 * column / columns - 1;
        image.setRGB(column, row, grained(color(x, y), noise.at(start, column)));
      }
    }
    return image;
  }

  /** The color at a place of the square from -1 to 1. */
  private static int color(double x, double y) {
    double mouth = x * x / 0.72 + y * y / 0.36;
    if (mouth > 1.25) {
      return SKIN;
    }
    if (mouth > 1) {
      return LIP;
    }
    double fromSmile = y - 0.06 * (1 - x * x);
    double height = 0.3 * (1 - 0.35 * x * x);
    if (Math.abs(fromSmile) > height) {
      return Math.abs(fromSmile) > height + 0.18 ? DARK : GUM;
    }
    double across = Math.abs(x) * 6.5;
    double gap = Math.abs(across - Math.rint(across));
    boolean between = gap < 0.06 || Math.abs(fromSmile) < 0.015;
    return between ? DARK : TOOTH;
  }

  private static int grained(int rgb, int grain) {
    int red = limit((rgb >> 16 & 0xFF) + grain);
    int green = limit((rgb >> 8 & 0xFF) + grain);
    int blue = limit((rgb & 0xFF) + grain);
    return red << 16 | green << 8 | blue;
  }

  private static int limit(int value) {
    return Math.max(0, Math.min(255, value));
  }

  private static byte[] jpeg(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "jpeg", out)) {
        throw new IllegalStateException("JPEG writer: none (expected: that of java.desktop)");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
