package io.archway.http.documents;

import java.util.List;

/**
 * Where in a mount a picture belongs, by the teeth it shows (ISO 3950): pictures of the upper jaw
 * above, of both in the middle, of the lower jaw below, of none last; as one looks at the patient,
 * their right on the left. Pure.
 */
record MountLayout(int row, double column) {
  private static final int UPPER = 0;
  private static final int BOTH = 1;
  private static final int LOWER = 2;
  private static final int NONE = 3;
  private static final int MIDDLE = 8;

  static MountLayout of(List<String> teeth, int number) {
    if (teeth.isEmpty()) {
      return new MountLayout(NONE, number);
    }
    long upper = teeth.stream().filter(MountLayout::isUpper).count();
    int row = upper == teeth.size() ? UPPER : upper == 0 ? LOWER : BOTH;
    double column = teeth.stream().mapToInt(MountLayout::column).average().orElseThrow();
    return new MountLayout(row, column);
  }

  private static int quadrant(String tooth) {
    return (tooth.charAt(0) - '1') % 4;
  }

  private static boolean isUpper(String tooth) {
    return quadrant(tooth) < 2;
  }

  /** 0 for the right third molars, 15 for the left ones. */
  private static int column(String tooth) {
    int place = tooth.charAt(1) - '0';
    boolean right = quadrant(tooth) == 0 || quadrant(tooth) == 3;
    return right ? MIDDLE - place : MIDDLE - 1 + place;
  }
}
