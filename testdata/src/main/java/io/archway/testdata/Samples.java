package io.archway.testdata;

/**
 * Single synthetic objects of a chosen size, for tests. The seed decides patient, study, UIDs and
 * pixels; whatever else a test needs it puts into {@link SampleObject#head()}.
 */
public final class Samples {
  private Samples() {}

  /** A valid CT slice of 16 x 16 pixels: about 1.5 KB. */
  public static SampleObject tiny(long seed) {
    return slice(seed, 16, 16);
  }

  /** A CT slice; {@code 512, 512} takes 0.5 MB. */
  public static SampleObject slice(long seed, int rows, int columns) {
    return CbctObjects.slice(study(seed, "cbct"), rows, columns, 64, 40);
  }

  /** Slice {@code index} of a CBCT series of {@code slices}; all are of one study and series. */
  public static SampleObject slice(
      SampleStudy study, int rows, int columns, int slices, int index) {
    return CbctObjects.slice(study, rows, columns, slices, index);
  }

  /** An X-Ray 3D Craniofacial volume; its pixels are made while it is written. */
  public static SampleObject multiFrame(long seed, int frames, int rows, int columns) {
    return MultiFrameObjects.craniofacial(study(seed, "cbct"), rows, columns, frames);
  }

  /** An Enhanced CT volume; its pixels are made while it is written. */
  public static SampleObject enhancedCt(long seed, int frames, int rows, int columns) {
    return MultiFrameObjects.enhancedCt(study(seed, "cbct"), rows, columns, frames);
  }

  /** A panoramic radiograph for presentation, twice as wide as high. */
  public static SampleObject panoramic(long seed, int rows) {
    return RadiographObjects.panoramic(study(seed, "radiographs"), rows, false);
  }

  public static SampleObject panoramicForProcessing(long seed, int rows) {
    return RadiographObjects.panoramic(study(seed, "radiographs"), rows, true);
  }

  public static SampleObject cephalometric(long seed, int rows) {
    return RadiographObjects.cephalometric(study(seed, "radiographs"), rows);
  }

  /**
   * One image of a full-mouth series.
   *
   * @param rows of the longer side
   * @param index 0 to 17
   */
  public static SampleObject intraOral(long seed, int rows, int index) {
    return IntraOralObjects.image(study(seed, "radiographs"), rows, index);
  }

  /** A photograph in JPEG baseline, encapsulated. */
  public static SampleObject photograph(long seed, int rows) {
    return PhotographObjects.photograph(study(seed, "documents"), rows);
  }

  public static SampleObject pdf(long seed) {
    return DocumentObjects.pdf(study(seed, "documents"));
  }

  /**
   * @param triangles at least this many, 50 bytes each
   */
  public static SampleObject stl(long seed, int triangles) {
    return DocumentObjects.stl(study(seed, "documents"), triangles);
  }

  private static SampleStudy study(long seed, String topic) {
    return SampleStudy.of(seed, 0, topic);
  }
}
