package io.archway.testdata;

/**
 * What a tooth looks like from the side: x across, y from the neck, positive along the root. All
 * lengths in the unit of the image.
 */
record ToothShape(double width, double crown, double root, boolean twoRoots, boolean filled) {
  private static final double ENAMEL = 1.1;
  private static final double DENTIN = 0.9;
  private static final double METAL = 6;

  /** A tooth of the usual proportions, its crown as high as {@code crown}. */
  static ToothShape of(long seed, Tooth tooth, double crown) {
    boolean molar = tooth.place() >= 6;
    boolean incisor = tooth.place() <= 2;
    double width = crown * (molar ? 1.25 : incisor && !tooth.isMaxillary() ? 0.6 : 0.8);
    double vary = 0.92 + 0.16 * SampleIds.fraction(seed, 300L + tooth.designation());
    boolean filled =
        tooth.place() >= 4 && SampleIds.fraction(seed, 200L + tooth.designation()) < 0.25;
    return new ToothShape(width * vary, crown, crown * 1.6 * vary, molar, filled);
  }

  double attenuation(double x, double y) {
    return y < 0 ? crownAt(x, -y) : rootAt(x, y);
  }

  private double crownAt(double x, double y) {
    double up = y / crown;
    double half = width / 2 * (0.8 + 0.9 * up * (1 - up)) * (up > 0.85 ? 1 - (up - 0.85) : 1);
    double across = Math.abs(x) / half;
    if (up > 1 || across > 1) {
      return 0;
    }
    if (filled && up > 0.55 && up < 0.97 && across < 0.5) {
      return METAL;
    }
    double thick = Math.sqrt(1 - across * across);
    boolean enamel = across > 0.72 || up > 0.78;
    boolean chamber = up < 0.35 && across < 0.22;
    return thick * (DENTIN + (enamel ? ENAMEL : 0) - (chamber ? 0.45 : 0)) + (enamel ? 0.3 : 0);
  }

  private double rootAt(double x, double y) {
    double along = y / root;
    if (along > 1) {
      return 0;
    }
    double half = width / 2 * 0.8;
    double fork = 0.25;
    if (!twoRoots || along < fork) {
      return canal(x, half * (twoRoots ? 1 : Math.sqrt(1 - along)));
    }
    double spread = half * (0.5 + 0.25 * (along - fork));
    double thin = half * 0.5 * Math.sqrt((1 - along) / (1 - fork));
    return canal(Math.abs(x) - spread, thin);
  }

  private static double canal(double x, double half) {
    double across = half <= 0 ? 2 : Math.abs(x) / half;
    if (across > 1) {
      return 0;
    }
    return Math.sqrt(1 - across * across) * (across < 0.14 ? DENTIN - 0.4 : DENTIN);
  }
}
