package io.archway.testdata;

import java.util.Arrays;

/**
 * A projection image: attenuations of shapes are summed in a square of which the shorter side is 1,
 * then turned into detector values. The origin is the upper left corner, y goes down.
 */
final class Radiograph implements FrameSource {
  private static final int MAX_VALUE = 4095;

  private final int rows;
  private final int columns;
  private final double unit;
  private final float[] attenuation;
  private final Noise noise;
  private final boolean forProcessing;

  /**
   * @param forProcessing values grow with the dose; otherwise with what is dense, for the eye
   */
  Radiograph(long seed, int rows, int columns, boolean forProcessing) {
    this.rows = rows;
    this.columns = columns;
    this.unit = Math.min(rows, columns);
    this.attenuation = new float[rows * columns];
    this.noise = new Noise(seed, 60);
    this.forProcessing = forProcessing;
  }

  double width() {
    return columns / unit;
  }

  double height() {
    return rows / unit;
  }

  void background(double value) {
    Arrays.fill(attenuation, (float) value);
  }

  /** An ellipsoid: densest in the middle. A negative value is a hole. */
  void ellipsoid(double cx, double cy, double rx, double ry, double value) {
    shape(
        cx,
        cy,
        Math.max(rx, ry),
        (x, y) -> {
          double d = x * x / (rx * rx) + y * y / (ry * ry);
          return d < 1 ? value * Math.sqrt(1 - d) : 0;
        });
  }

  /** A shell: dense at its rim. */
  void shell(double cx, double cy, double rx, double ry, double thickness, double value) {
    shape(
        cx,
        cy,
        Math.max(rx, ry),
        (x, y) -> {
          double outer = x * x / (rx * rx) + y * y / (ry * ry);
          double in = 1 - thickness;
          return outer < 1
              ? value * (Math.sqrt(1 - outer) - Math.sqrt(Math.max(0, in * in - outer)))
              : 0;
        });
  }

  /**
   * A tooth: crown with enamel, one or two tapering roots with a canal, perhaps a filling.
   *
   * @param neckY where crown and root meet
   * @param down 1 when the root points down, -1 when it points up
   */
  void tooth(double cx, double neckY, int down, ToothShape shape) {
    double reach = shape.crown() + shape.root();
    shape(cx, neckY, reach, (x, y) -> shape.attenuation(x, y * down));
  }

  private interface Attenuation {
    double at(double x, double y);
  }

  private void shape(double cx, double cy, double reach, Attenuation shape) {
    int firstRow = clamp((cy - reach) * unit, rows);
    int lastRow = clamp((cy + reach) * unit, rows);
    int firstColumn = clamp((cx - reach) * unit, columns);
    int lastColumn = clamp((cx + reach) * unit, columns);
    for (int row = firstRow; row <= lastRow; row++) {
      double y = (row + 0.5) / unit - cy;
      for (int column = firstColumn; column <= lastColumn; column++) {
        double x = (column + 0.5) / unit - cx;
        attenuation[row * columns + column] += (float) shape.at(x, y);
      }
    }
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public int pixelsPerFrame() {
    return rows * columns;
  }

  @Override
  public void frame(int index, short[] pixels) {
    for (int row = 0; row < rows; row++) {
      int start = noise.start(index, row);
      for (int column = 0; column < columns; column++) {
        float dense = Math.max(0, attenuation[row * columns + column]);
        double through = 1 / (1 + dense);
        double bright = forProcessing ? through : 1 - through;
        int value = (int) (bright * 3600) + 240 + noise.at(start, column);
        pixels[row * columns + column] = (short) Math.max(0, Math.min(MAX_VALUE, value));
      }
    }
  }

  private static int clamp(double index, int size) {
    return (int) Math.max(0, Math.min(size - 1, index));
  }
}
