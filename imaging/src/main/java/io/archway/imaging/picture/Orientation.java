package io.archway.imaging.picture;

import java.awt.image.BufferedImage;

/** Turning and mirroring as EXIF says (CIPA DC-008, tag 274). Stateless. */
final class Orientation {

  private Orientation() {}

  /**
   * @param orientation where row 0 and column 0 of the image are: 1 top left, 2 top right, 3 bottom
   *     right, 4 bottom left, 5 left top, 6 right top, 7 right bottom, 8 left bottom; others as 1
   */
  static BufferedImage upright(BufferedImage image, int orientation) {
    if (orientation < 2 || orientation > 8) {
      return image;
    }
    int width = image.getWidth();
    int height = image.getHeight();
    boolean turned = orientation >= 5;
    BufferedImage upright =
        new BufferedImage(
            turned ? height : width, turned ? width : height, BufferedImage.TYPE_INT_RGB);
    int[] from = Scaling.colors(image);
    int[] to = Scaling.colors(upright);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean fromRight = orientation == 2 || orientation == 3;
        boolean fromBottom = orientation == 3 || orientation == 4;
        int column = fromRight ? width - 1 - x : x;
        int row = fromBottom ? height - 1 - y : y;
        if (turned) {
          column = orientation == 6 || orientation == 7 ? height - 1 - y : y;
          row = orientation == 7 || orientation == 8 ? width - 1 - x : x;
        }
        to[row * upright.getWidth() + column] = from[y * width + x];
      }
    }
    return upright;
  }
}
