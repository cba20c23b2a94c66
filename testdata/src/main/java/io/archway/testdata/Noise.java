package io.archway.testdata;

/** Grain of a detector: a table of small values, entered at a place that depends on the row. */
final class Noise {
  private static final int SIZE = 1 << 16;

  private final long seed;
  private final int[] table = new int[SIZE];

  /**
   * @param amplitude the largest deviation
   */
  Noise(long seed, int amplitude) {
    this.seed = seed;
    for (int i = 0; i < SIZE; i++) {
      // Four uniform numbers make a bell.
      long bits = SampleIds.mix(seed, i);
      int sum = 0;
      for (int part = 0; part < 4; part++) {
        sum += (int) (bits >>> 16 * part & 0xFFFF) - 0x8000;
      }
      table[i] = (int) ((long) sum * amplitude / (4 * 0x8000));
    }
  }

  /** Where the row's grain starts. */
  int start(int frame, int row) {
    return (int) SampleIds.mix(seed, ((long) frame << 32) + row) & SIZE - 1;
  }

  int at(int start, int column) {
    return table[start + column & SIZE - 1];
  }
}
