package io.archway.testdata;

import io.archway.testdata.DentalArch.Placed;
import java.util.Arrays;

/**
 * A cone-beam volume of a head that is not one: skin, jaws, teeth with enamel, pulp and fillings,
 * airway and spine, with detector grain. 160 mm wide, 80 mm high whatever the number of voxels.
 * Values are Hounsfield units + 1024, 12 bits. Thread-safe.
 */
final class CbctVolume implements FrameSource {
  static final double WIDTH_MM = 160;
  static final double HEIGHT_MM = 80;
  static final int OFFSET_HU = 1024;

  private static final int MAX_VALUE = 4095;
  private static final int AIR = -1000;
  private static final int SOFT = 40;
  private static final int SPONGY_BONE = 450;
  private static final int CORTICAL_BONE = 1350;
  private static final int PULP = 150;
  private static final int DENTIN = 1600;
  private static final int ENAMEL = 2600;
  private static final int METAL = 3071;
  private static final double CROWN_MM = 8.5;
  private static final double GUM_MM = 7;

  private final int rows;
  private final int columns;
  private final int slices;
  private final DentalArch arch;
  private final Noise noise;

  CbctVolume(long seed, int rows, int columns, int slices) {
    this.rows = rows;
    this.columns = columns;
    this.slices = slices;
    this.arch = DentalArch.of(seed);
    this.noise = new Noise(seed, 120);
  }

  @Override
  public int count() {
    return slices;
  }

  @Override
  public int pixelsPerFrame() {
    return rows * columns;
  }

  double columnSpacingMm() {
    return WIDTH_MM / columns;
  }

  double rowSpacingMm() {
    return WIDTH_MM / rows;
  }

  double sliceSpacingMm() {
    return HEIGHT_MM / slices;
  }

  /** The patient coordinates of the first voxel's center of a slice; slices go upwards. */
  double[] position(int slice) {
    return new double[] {
      (columnSpacingMm() - WIDTH_MM) / 2, (rowSpacingMm() - WIDTH_MM) / 2, z(slice)
    };
  }

  @Override
  public void frame(int index, short[] pixels) {
    Arrays.fill(pixels, (short) AIR);
    double z = z(index);
    fillEllipse(pixels, 0, 4, 66, 74, SOFT);
    fillEllipse(pixels, 0, 30, 9, 6, AIR);
    fillEllipse(pixels, 0, 55, 12, 10, SPONGY_BONE);
    if (Math.abs(z) > GUM_MM) {
      jaw(pixels, Math.abs(z));
    }
    for (Placed tooth : arch.teeth()) {
      if (tooth.tooth().isMaxillary() == z > 0) {
        tooth(pixels, tooth, Math.abs(z));
      }
    }
    grain(index, pixels);
  }

  /** The alveolar ridge: a band along the ellipse of the teeth, dense at its borders. */
  private void jaw(short[] pixels, double height) {
    double half = Math.min(6.5, 2.5 + 0.4 * height);
    double outerX = DentalArch.WIDTH_MM + half;
    double outerY = DentalArch.DEPTH_MM + half;
    double innerX = DentalArch.WIDTH_MM - half;
    double innerY = DentalArch.DEPTH_MM - half;
    int firstRow = row(DentalArch.CENTER_Y_MM - outerY);
    int lastRow = row(DentalArch.CENTER_Y_MM + 22);
    for (int row = firstRow; row <= lastRow; row++) {
      double y = y(row) - DentalArch.CENTER_Y_MM;
      for (int column = column(-outerX); column <= column(outerX); column++) {
        double x = x(column);
        double outer = sum(x / outerX, y / outerY);
        double inner = sum(x / innerX, y / innerY);
        if (outer < 1 && inner > 1) {
          boolean border = outer > 0.88 || inner < 1.12;
          pixels[row * columns + column] = (short) (border ? CORTICAL_BONE : SPONGY_BONE);
        }
      }
    }
  }

  private void tooth(short[] pixels, Placed tooth, double height) {
    double radius = radius(tooth, height);
    if (radius <= 0) {
      return;
    }
    boolean crown = height < CROWN_MM;
    for (int row = row(tooth.y() - radius); row <= row(tooth.y() + radius); row++) {
      double y = y(row) - tooth.y();
      for (int column = column(tooth.x() - radius);
          column <= column(tooth.x() + radius);
          column++) {
        double x = x(column) - tooth.x();
        double distance = sum(x, y) / (radius * radius);
        if (distance <= 1) {
          pixels[row * columns + column] = (short) substance(tooth, distance, height, crown);
        }
      }
    }
  }

  private static int substance(Placed tooth, double distance, double height, boolean crown) {
    if (crown && tooth.filled() && height < 3.5 && distance < 0.3) {
      return METAL;
    }
    if (crown && (distance > 0.6 || height < 1.8)) {
      return ENAMEL;
    }
    return height > 3.5 && distance < 0.06 ? PULP : DENTIN;
  }

  /** The radius at a height above the biting edge: bulging crown, tapering root. */
  private static double radius(Placed tooth, double height) {
    if (height < 0.4) {
      return 0;
    }
    if (height < CROWN_MM) {
      double up = height / CROWN_MM;
      return tooth.radius() * (0.8 + 0.8 * up * (1 - up));
    }
    double down = (height - CROWN_MM) / tooth.rootLength();
    return down >= 1 ? 0 : tooth.radius() * 0.8 * Math.sqrt(1 - down);
  }

  private void fillEllipse(short[] pixels, double cx, double cy, double rx, double ry, int value) {
    for (int row = row(cy - ry); row <= row(cy + ry); row++) {
      double dy = (y(row) - cy) / ry;
      if (dy * dy <= 1) {
        double dx = rx * Math.sqrt(1 - dy * dy);
        int from = row * columns + column(cx - dx);
        Arrays.fill(pixels, from, row * columns + column(cx + dx) + 1, (short) value);
      }
    }
  }

  private void grain(int frame, short[] pixels) {
    for (int row = 0; row < rows; row++) {
      int start = noise.start(frame, row);
      int at = row * columns;
      for (int column = 0; column < columns; column++, at++) {
        int value = pixels[at] + OFFSET_HU + noise.at(start, column);
        pixels[at] = (short) Math.max(0, Math.min(MAX_VALUE, value));
      }
    }
  }

  private static double sum(double x, double y) {
    return x * x + y * y;
  }

  private double z(int slice) {
    return (slice + 0.5) * sliceSpacingMm() - HEIGHT_MM / 2;
  }

  private double x(int column) {
    return (column + 0.5) * columnSpacingMm() - WIDTH_MM / 2;
  }

  private double y(int row) {
    return (row + 0.5) * rowSpacingMm() - WIDTH_MM / 2;
  }

  private int column(double x) {
    return clamp((x + WIDTH_MM / 2) / columnSpacingMm(), columns);
  }

  private int row(double y) {
    return clamp((y + WIDTH_MM / 2) / rowSpacingMm(), rows);
  }

  private static int clamp(double index, int size) {
    return (int) Math.max(0, Math.min(size - 1, index));
  }
}
