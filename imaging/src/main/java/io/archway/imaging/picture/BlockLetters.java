package io.archway.imaging.picture;

import java.util.HashMap;
import java.util.Map;

/** Capital letters, digits and a few signs of 5 by 7 dots. Stateless. */
final class BlockLetters {
  static final int WIDTH = 5;
  static final int HEIGHT = 7;

  /** Rows from the top, five bits each, the highest one left. */
  private static final Map<Character, int[]> DOTS = new HashMap<>();

  static {
    letter('A', 14, 17, 17, 31, 17, 17, 17);
    letter('B', 30, 17, 17, 30, 17, 17, 30);
    letter('C', 14, 17, 16, 16, 16, 17, 14);
    letter('D', 30, 17, 17, 17, 17, 17, 30);
    letter('E', 31, 16, 16, 30, 16, 16, 31);
    letter('F', 31, 16, 16, 30, 16, 16, 16);
    letter('G', 14, 17, 16, 23, 17, 17, 14);
    letter('H', 17, 17, 17, 31, 17, 17, 17);
    letter('I', 14, 4, 4, 4, 4, 4, 14);
    letter('J', 7, 2, 2, 2, 2, 18, 12);
    letter('K', 17, 18, 20, 24, 20, 18, 17);
    letter('L', 16, 16, 16, 16, 16, 16, 31);
    letter('M', 17, 27, 21, 21, 17, 17, 17);
    letter('N', 17, 25, 21, 19, 17, 17, 17);
    letter('O', 14, 17, 17, 17, 17, 17, 14);
    letter('P', 30, 17, 17, 30, 16, 16, 16);
    letter('Q', 14, 17, 17, 17, 21, 18, 13);
    letter('R', 30, 17, 17, 30, 20, 18, 17);
    letter('S', 15, 16, 16, 14, 1, 1, 30);
    letter('T', 31, 4, 4, 4, 4, 4, 4);
    letter('U', 17, 17, 17, 17, 17, 17, 14);
    letter('V', 17, 17, 17, 17, 17, 10, 4);
    letter('W', 17, 17, 17, 21, 21, 27, 17);
    letter('X', 17, 17, 10, 4, 10, 17, 17);
    letter('Y', 17, 17, 10, 4, 4, 4, 4);
    letter('Z', 31, 1, 2, 4, 8, 16, 31);
    letter('0', 14, 17, 19, 21, 25, 17, 14);
    letter('1', 4, 12, 4, 4, 4, 4, 14);
    letter('2', 14, 17, 1, 6, 8, 16, 31);
    letter('3', 30, 1, 1, 14, 1, 1, 30);
    letter('4', 2, 6, 10, 18, 31, 2, 2);
    letter('5', 31, 16, 30, 1, 1, 17, 14);
    letter('6', 14, 16, 16, 30, 17, 17, 14);
    letter('7', 31, 1, 2, 4, 8, 8, 8);
    letter('8', 14, 17, 17, 14, 17, 17, 14);
    letter('9', 14, 17, 17, 15, 1, 1, 14);
    letter('-', 0, 0, 0, 31, 0, 0, 0);
    letter('.', 0, 0, 0, 0, 0, 12, 12);
  }

  private BlockLetters() {}

  private static void letter(char letter, int... rows) {
    DOTS.put(letter, rows);
  }

  /** False everywhere of signs that there are not. */
  static boolean isInk(char letter, int column, int row) {
    int[] rows = DOTS.get(letter);
    return rows != null && (rows[row] >> WIDTH - 1 - column & 1) != 0;
  }
}
