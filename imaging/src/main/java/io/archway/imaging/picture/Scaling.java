package io.archway.imaging.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import org.imgscalr.Scalr;

/** Sizes of pictures: the longer side is what was asked for, or less where there is less. */
final class Scaling {
  private static final int SHARP = 4;
  private static final int ENOUGH = 1600;

  private Scaling() {}

  /**
   * Which rows and columns to decode: every n-th, so that some four times as many are left as are
   * shown, of large pictures twice.
   */
  static int step(int width, int height, int size) {
    long most = Math.max(2L * size, Math.min((long) SHARP * size, ENOUGH));
    return (int) ((Math.max(width, height) + most - 1) / most);
  }

  /**
   * Scales down, never up but for pixels that are not square.
   *
   * @param pixelAspect height of a pixel divided by its width
   * @return of {@link BufferedImage#TYPE_INT_RGB}
   */
  static BufferedImage fit(BufferedImage image, double pixelAspect, int size) {
    double width = image.getWidth() * Math.max(1, 1 / pixelAspect);
    double height = image.getHeight() * Math.max(1, pixelAspect);
    double scale = Math.min(1, size / Math.max(width, height));
    int columns = (int) Math.max(1, Math.min(size, Math.rint(width * scale)));
    int rows = (int) Math.max(1, Math.min(size, Math.rint(height * scale)));
    if (columns == image.getWidth() && rows == image.getHeight()) {
      return image;
    }
    BufferedImage scaled =
        Scalr.resize(image, Scalr.Method.QUALITY, Scalr.Mode.FIT_EXACT, columns, rows);
    return scaled.getType() == BufferedImage.TYPE_INT_RGB ? scaled : rgb(scaled);
  }

  /** As RGB on white. */
  static BufferedImage rgb(BufferedImage image) {
    BufferedImage rgb =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = rgb.createGraphics();
    try {
      graphics.drawImage(image, 0, 0, Color.WHITE, null);
    } finally {
      graphics.dispose();
    }
    return rgb;
  }

  static int[] colors(BufferedImage image) {
    return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  }
}
