package io.archway.imaging.picture;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;

/**
 * A sheet that names a kind, for what is not drawn: "PDF", "JPEG-LS". Drawn without fonts, which a
 * server may not have. Stateless, any thread.
 */
public final class KindPicture {
  private static final int SHEET = 0xF4F6F8;
  private static final int EDGE = 0xA9B4C0;
  private static final int FOLD = 0xD5DCE3;
  private static final int INK = 0x4A5866;
  private static final int MARGIN_SHARE = 16;
  private static final int MAX_LETTERS = 12;

  private KindPicture() {}

  /**
   * Draws it.
   *
   * @param kind 1 to 12 letters, digits, blanks, hyphens and dots are shown; others are left out
   * @param size of both sides, in pixels, 16 to 4096
   */
  public static Picture of(String kind, int size) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    int[] colors = Scaling.colors(image);
    Arrays.fill(colors, 0xFFFFFF);
    sheet(colors, size);
    String text = kind.toUpperCase(Locale.ROOT);
    letters(colors, size, text.substring(0, Math.min(MAX_LETTERS, text.length())));
    return Picture.png(image);
  }

  /** Higher than wide, its upper right corner folded. */
  private static void sheet(int[] colors, int size) {
    int left = size / 8;
    int right = size - left;
    int top = size / MARGIN_SHARE;
    int bottom = size - top;
    int fold = size / 6;
    int line = Math.max(1, size / 128);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int beyond = x - (right - fold) - (y - top);
        boolean cut = y < top + fold && beyond > 0;
        if (cut) {
          continue;
        }
        boolean edge =
            x < left + line
                || x >= right - line
                || y < top + line
                || y >= bottom - line
                || y < top + fold && beyond > -line;
        boolean folded = y < top + fold && x >= right - fold;
        colors[y * size + x] = edge ? EDGE : folded ? FOLD : SHEET;
      }
    }
  }

  private static void letters(int[] colors, int size, String text) {
    int cells = Math.max(4, text.length()) * (BlockLetters.WIDTH + 1);
    int dot = Math.max(1, size * 5 / 8 / cells);
    int width = text.length() * (BlockLetters.WIDTH + 1) * dot - dot;
    int left = (size - width) / 2;
    int top = (size - BlockLetters.HEIGHT * dot) / 2 + size / MARGIN_SHARE;
    for (int i = 0; i < text.length(); i++) {
      int column = left + i * (BlockLetters.WIDTH + 1) * dot;
      for (int y = 0; y < BlockLetters.HEIGHT * dot; y++) {
        for (int x = 0; x < BlockLetters.WIDTH * dot; x++) {
          if (BlockLetters.isInk(text.charAt(i), x / dot, y / dot)) {
            put(colors, size, column + x, top + y);
          }
        }
      }
    }
  }

  private static void put(int[] colors, int size, int x, int y) {
    if (x >= 0 && y >= 0 && x < size && y < size) {
      colors[y * size + x] = INK;
    }
  }
}
