package io.archway.testdata;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which studies to make. Equal options make equal bytes.
 *
 * @param patients how many patients, 1 to 1,000,000, each with a study a kind
 * @param sliceRows rows and columns of a CBCT slice, 16 to 8,192
 * @param slices slices of a CBCT volume, 1 to 16,384; one multi-frame object must stay below 4 GiB
 * @param radiographRows rows of panoramic, cephalometric and intra-oral images and photographs, 16
 *     to 8,192
 */
public record SampleOptions(
    long seed, int patients, Set<SampleKind> kinds, int sliceRows, int slices, int radiographRows) {
  public SampleOptions {
    check("patients", patients, 1, 1_000_000);
    check("sliceRows", sliceRows, 16, 8_192);
    check("slices", slices, 1, 16_384);
    check("radiographRows", radiographRows, 16, 8_192);
    kinds = Set.copyOf(kinds);
    boolean multiFrame =
        kinds.contains(SampleKind.CBCT_MULTI_FRAME) || kinds.contains(SampleKind.ENHANCED_CT);
    long pixelBytes = 2L * sliceRows * sliceRows * slices;
    if (multiFrame && pixelBytes > SampleObject.MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "multi-frame pixel data: "
              + pixelBytes
              + " bytes (expected: <= "
              + SampleObject.MAX_VALUE_BYTES
              + "); use fewer slices or rows");
    }
  }

  /** One patient, every kind, a few MB in all. */
  public static SampleOptions small(long seed) {
    return new SampleOptions(seed, 1, EnumSet.allOf(SampleKind.class), 128, 16, 256);
  }

  /** One patient, every kind, sizes as from real devices: about 500 MB. */
  public static SampleOptions typical(long seed) {
    return new SampleOptions(seed, 1, EnumSet.allOf(SampleKind.class), 512, 320, 1_316);
  }

  public SampleOptions withPatients(int count) {
    return new SampleOptions(seed, count, kinds, sliceRows, slices, radiographRows);
  }

  public SampleOptions withKinds(Set<SampleKind> some) {
    return new SampleOptions(seed, patients, some, sliceRows, slices, radiographRows);
  }

  public SampleOptions withSlices(int rows, int count) {
    return new SampleOptions(seed, patients, kinds, rows, count, radiographRows);
  }

  public SampleOptions withRadiographRows(int rows) {
    return new SampleOptions(seed, patients, kinds, sliceRows, slices, rows);
  }

  private static void check(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }
}
