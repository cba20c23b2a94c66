package io.archway.imaging.pixel;

/**
 * The stored values of a frame, or of every n-th row and column of it: a plane for each sample,
 * rows from the top, values as bit patterns without sign (see {@link PixelDescription#value}). The
 * planes are not copied; not thread-safe while they are written.
 *
 * @param width columns of each plane
 * @param height rows of each plane
 * @param planes one or three arrays of {@code width * height} values, 0 to 65535 as unsigned shorts
 */
public record Samples(int width, int height, short[][] planes) {

  /** All zero. */
  public static Samples empty(int width, int height, int planes) {
    return new Samples(width, height, new short[planes][width * height]);
  }

  /** For a frame of which every {@code step}-th row and column is kept, from the first. */
  public static Samples reduced(PixelDescription frame, int step) {
    return empty(length(frame.columns(), step), length(frame.rows(), step), frame.samples());
  }

  /** How many of {@code length} are kept. */
  public static int length(int length, int step) {
    return (length + step - 1) / step;
  }

  public int at(int plane, int index) {
    return planes[plane][index] & 0xFFFF;
  }
}
