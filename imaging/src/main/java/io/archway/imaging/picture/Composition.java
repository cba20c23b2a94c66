package io.archway.imaging.picture;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Small pictures made into others: in another format, on a square, beside each other. Stateless.
 */
public final class Composition {
  private static final int MAX_SIDE = 4_096;
  private static final int GAP = 4;
  private static final float QUALITY = 0.9f;

  private Composition() {}

  /**
   * A picture and where it belongs.
   *
   * @param row counted from the top; rows without pictures take no room
   * @param column by which those of a row are ordered, from the left
   */
  public record Placed(Picture picture, int row, double column) {}

  /**
   * The same in another format.
   *
   * @param format {@code jpeg}, {@code png} or {@code gif}
   */
  public static byte[] as(Picture picture, String format) throws IOException {
    return encode(read(picture), format);
  }

  /** In the middle of a black square. */
  public static byte[] square(Picture picture, int size, String format) throws IOException {
    BufferedImage small = Scaling.fit(read(picture), 1, size);
    BufferedImage square = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    draw(square, small, (size - small.getWidth()) / 2, (size - small.getHeight()) / 2);
    return encode(square, format);
  }

  /**
   * All in rows on black, each row in the middle.
   *
   * @param pictures one at least
   * @param cell the longest side of each; less where there are too many
   */
  public static byte[] rows(List<Placed> pictures, int cell, String format) throws IOException {
    TreeMap<Integer, List<Placed>> rows = new TreeMap<>();
    pictures.forEach(p -> rows.computeIfAbsent(p.row, row -> new ArrayList<>()).add(p));
    int most = rows.values().stream().mapToInt(List::size).max().orElseThrow();
    int side = Math.max(1, Math.min(cell, MAX_SIDE / Math.max(most, rows.size()) - GAP));
    int width = most * (side + GAP) + GAP;
    int height = rows.size() * (side + GAP) + GAP;
    BufferedImage all = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int top = GAP;
    for (List<Placed> row : rows.values()) {
      row.sort(Comparator.comparingDouble(Placed::column));
      int left = GAP + (width - GAP - row.size() * (side + GAP)) / 2;
      for (Placed placed : row) {
        BufferedImage small = Scaling.fit(read(placed.picture), 1, side);
        draw(
            all, small, left + (side - small.getWidth()) / 2, top + (side - small.getHeight()) / 2);
        left += side + GAP;
      }
      top += side + GAP;
    }
    return encode(all, format);
  }

  private static BufferedImage read(Picture picture) throws IOException {
    // A stream of bytes would be copied into a file first.
    BufferedImage image =
        ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(picture.bytes())));
    if (image == null) {
      throw new IOException("a picture of ours that cannot be read");
    }
    return Scaling.rgb(image);
  }

  private static void draw(BufferedImage on, BufferedImage image, int left, int top) {
    Graphics2D graphics = on.createGraphics();
    try {
      graphics.drawImage(image, left, top, null);
    } finally {
      graphics.dispose();
    }
  }

  private static byte[] encode(BufferedImage image, String format) throws IOException {
    return Picture.encode(image, format, format.equals("jpeg") ? QUALITY : -1);
  }
}
