package io.archway.testdata;

/**
 * Single synthetic objects of a chosen size, for tests. The seed decides patient, study, UIDs and
 * pixels; whatever else a test needs it puts into {@link SampleObject#head()}.
 */
public final class Samples {
  private static final int MIXED_SLICES = 20;
  private static final int MIXED_PER_PATIENT = MIXED_SLICES + IntraOralObjects.VIEWS.size() + 2;

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

  /** A Basic Text SR that is complete and verified. */
  public static SampleObject report(long seed) {
    return DocumentObjects.report(study(seed, "documents"));
  }

  /**
   * Object {@code index}, from 0, of an endless practice day: for each patient 20 CBCT slices, a
   * full-mouth series, a panoramic image, and by turns a photograph, a PDF and an STL model. All
   * are small (up to 100 KB); no two have the same SOP Instance UID.
   */
  public static SampleObject mixed(long seed, int index) {
    int patient = index / MIXED_PER_PATIENT;
    int place = index % MIXED_PER_PATIENT;
    if (place < MIXED_SLICES) {
      return slice(SampleStudy.of(seed, patient, "cbct"), 64, 64, MIXED_SLICES, place);
    }
    int intraOral = place - MIXED_SLICES;
    if (intraOral < IntraOralObjects.VIEWS.size()) {
      SampleStudy radiographs = SampleStudy.of(seed, patient, "radiographs");
      return IntraOralObjects.image(radiographs, 64, intraOral);
    }
    return place == MIXED_PER_PATIENT - 1
        ? document(SampleStudy.of(seed, patient, "documents"), patient)
        : RadiographObjects.panoramic(SampleStudy.of(seed, patient, "radiographs"), 64, false);
  }

  private static SampleObject document(SampleStudy study, int patient) {
    return switch (patient % 3) {
      case 0 -> PhotographObjects.photograph(study, 64);
      case 1 -> DocumentObjects.pdf(study);
      default -> DocumentObjects.stl(study, 500);
    };
  }

  private static SampleStudy study(long seed, String topic) {
    return SampleStudy.of(seed, 0, topic);
  }
}
