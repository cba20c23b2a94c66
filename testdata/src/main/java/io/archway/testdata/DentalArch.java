package io.archway.testdata;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the teeth of a made-up mouth stand and what they are like, in millimetres of the patient
 * (PS3.3 C.7.6.2.1.1): x to the left, y to the back, z up; the teeth meet at z = 0.
 */
record DentalArch(List<Placed> teeth) {
  /** Half the width and the depth of the ellipse that the teeth stand on. */
  static final double WIDTH_MM = 27;

  static final double DEPTH_MM = 46;
  static final double CENTER_Y_MM = 2;

  private static final double[] ANGLES_DEG = {4.5, 13.5, 23, 33, 43.5, 57, 73, 88};
  private static final double[] RADII_MM = {4.0, 3.5, 4.0, 3.7, 3.7, 5.3, 5.2, 4.8};
  private static final double[] ROOTS_MM = {13, 13, 17, 14, 14, 13, 13, 11};

  /** A tooth in its place. */
  record Placed(
      Tooth tooth, double x, double y, double radius, double rootLength, boolean filled) {}

  static DentalArch of(long seed) {
    List<Placed> teeth = new ArrayList<>();
    for (Tooth tooth : Tooth.all().values()) {
      boolean permanent = tooth.designation() < 50;
      boolean thirdMolar = tooth.place() == 8;
      double missing = thirdMolar ? 0.5 : 0.04;
      if (permanent && SampleIds.fraction(seed, tooth.designation()) >= missing) {
        teeth.add(place(seed, tooth));
      }
    }
    return new DentalArch(teeth);
  }

  private static Placed place(long seed, Tooth tooth) {
    int index = tooth.place() - 1;
    double angle = StrictMath.toRadians(ANGLES_DEG[index]);
    int quadrant = tooth.designation() / 10;
    double side = quadrant == 2 || quadrant == 3 ? 1 : -1;
    double shrink = tooth.isMaxillary() ? 1 : 0.94;
    double vary = 0.94 + 0.12 * SampleIds.fraction(seed, 100L + tooth.designation());
    return new Placed(
        tooth,
        side * shrink * WIDTH_MM * StrictMath.sin(angle),
        CENTER_Y_MM - shrink * DEPTH_MM * StrictMath.cos(angle),
        RADII_MM[index] * vary,
        ROOTS_MM[index] * vary,
        tooth.place() >= 4 && SampleIds.fraction(seed, 200L + tooth.designation()) < 0.25);
  }
}
