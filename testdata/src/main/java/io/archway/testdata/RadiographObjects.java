package io.archway.testdata;

import io.archway.dicom.dict.Uids;

/** Panoramic and cephalometric radiographs as Digital X-Ray objects (PS3.3 A.26). */
final class RadiographObjects {
  static final int PANORAMIC_SERIES = 11;
  static final int PANORAMIC_PROCESSING_SERIES = 12;
  static final int CEPHALOMETRIC_SERIES = 13;

  private static final Code JAW = Code.sct("661005", "Jaw region");
  private static final Code SKULL = Code.sct("89546000", "Skull");

  private RadiographObjects() {}

  /** Twice as wide as high. */
  static SampleObject panoramic(SampleStudy study, int rows, boolean forProcessing) {
    int columns = 2 * rows;
    Radiograph image = new Radiograph(study.seed(), rows, columns, forProcessing);
    paintPanoramic(image, study.seed());
    int series = forProcessing ? PANORAMIC_PROCESSING_SERIES : PANORAMIC_SERIES;
    Attributes attributes =
        projection(study, "PX", series, "Panoramic", rows, columns, forProcessing, 150.0 / rows)
            .text("BodyPartExamined", "JAW")
            .codes("AnatomicRegionSequence", JAW)
            .text("ImageLaterality", "B")
            .text("PositionerType", "PANORAMIC")
            .text("PatientOrientation", "L", "F");
    return SampleObject.ofFrames(attributes.dataSet(), image);
  }

  static SampleObject cephalometric(SampleStudy study, int rows) {
    int columns = rows * 4 / 5 + (rows * 4 / 5 & 1);
    Radiograph image = new Radiograph(study.seed() + 1, rows, columns, false);
    paintCephalometric(image, study.seed());
    Attributes attributes =
        projection(
                study,
                "DX",
                CEPHALOMETRIC_SERIES,
                "Cephalometric",
                rows,
                columns,
                false,
                240.0 / rows)
            .text("BodyPartExamined", "SKULL")
            .codes("AnatomicRegionSequence", SKULL)
            .text("ImageLaterality", "U")
            .text("PatientOrientation", "P", "F")
            .text("PositionerType", "CEPHALOSTAT")
            .text("ViewPosition", "LL")
            .codes("ViewCodeSequence", Code.sct("399173006", "left lateral"));
    return SampleObject.ofFrames(attributes.dataSet(), image);
  }

  private static Attributes projection(
      SampleStudy study,
      String modality,
      int series,
      String description,
      int rows,
      int columns,
      boolean forProcessing,
      double spacingMm) {
    String sopClass =
        forProcessing
            ? Uids.DIGITAL_XRAY_IMAGE_STORAGE_FOR_PROCESSING
            : Uids.DIGITAL_XRAY_IMAGE_STORAGE_FOR_PRESENTATION;
    return study
        .object(sopClass, modality, series, description, 1)
        .all(digitalXRay(study, rows, columns, forProcessing, spacingMm))
        .decimal("KVP", 70)
        .number("ExposureTime", 14_000)
        .number("XRayTubeCurrent", 8);
  }

  /** DX Series, Image, Detector and related modules (PS3.3 C.8.11). */
  static Attributes digitalXRay(
      SampleStudy study, int rows, int columns, boolean forProcessing, double spacingMm) {
    Attributes attributes =
        CbctObjects.pixels(rows, columns)
            .text("PresentationIntentType", forProcessing ? "FOR PROCESSING" : "FOR PRESENTATION")
            .text("ImageType", "ORIGINAL", "PRIMARY", "")
            .number("AcquisitionNumber", 1)
            .text("AcquisitionDate", study.date())
            .text("AcquisitionTime", study.time(0))
            .text("PixelIntensityRelationship", forProcessing ? "LIN" : "LOG")
            .number("PixelIntensityRelationshipSign", forProcessing ? 1 : -1)
            .decimal("RescaleIntercept", 0)
            .decimal("RescaleSlope", 1)
            .text("RescaleType", "US")
            .text("PresentationLUTShape", "IDENTITY")
            .text("LossyImageCompression", "00")
            .text("BurnedInAnnotation", "NO")
            .text("DetectorType", "DIRECT")
            .decimal("ImagerPixelSpacing", spacingMm, spacingMm)
            .empty("AcquisitionContextSequence");
    return forProcessing
        ? attributes
        : attributes.decimal("WindowCenter", 2048).decimal("WindowWidth", 4096);
  }

  private static void paintPanoramic(Radiograph image, long seed) {
    double middle = image.width() / 2;
    image.background(0.12);
    image.ellipsoid(middle, 0.5, 0.16, 0.62, 0.5);
    image.ellipsoid(middle - 0.72, 0.52, 0.12, 0.42, 0.9);
    image.ellipsoid(middle + 0.72, 0.52, 0.12, 0.42, 0.9);
    image.shell(middle, 0.2, 0.78, 0.72, 0.14, 1.6);
    image.ellipsoid(middle, 0.68, 0.66, 0.22, 0.7);
    image.ellipsoid(middle, 0.3, 0.6, 0.16, 0.4);
    for (DentalArch.Placed placed : DentalArch.of(seed).teeth()) {
      panoramicTooth(image, seed, placed.tooth());
    }
  }

  private static void panoramicTooth(Radiograph image, long seed, Tooth tooth) {
    int quadrant = tooth.designation() / 10;
    boolean patientLeft = quadrant == 2 || quadrant == 3;
    double away = (tooth.place() - 0.5) * 0.073 + (tooth.place() > 5 ? 0.012 : 0);
    double x = image.width() / 2 + (patientLeft ? away : -away);
    double smile = 0.5 - 0.12 * away * away;
    double crown = 0.075;
    boolean upper = tooth.isMaxillary();
    double neck = upper ? smile - crown - 0.004 : smile + crown + 0.004;
    image.tooth(x, neck, upper ? -1 : 1, ToothShape.of(seed, tooth, crown));
  }

  private static void paintCephalometric(Radiograph image, long seed) {
    image.background(0.02);
    image.ellipsoid(0.42, 0.48, 0.38, 0.46, 0.35);
    image.shell(0.44, 0.36, 0.34, 0.32, 0.06, 2.2);
    image.ellipsoid(0.2, 0.58, 0.09, 0.06, 0.9);
    image.shell(0.2, 0.74, 0.14, 0.1, 0.25, 1.2);
    image.ellipsoid(0.3, 0.72, 0.16, 0.05, 0.8);
    for (int vertebra = 0; vertebra < 5; vertebra++) {
      image.ellipsoid(0.56 + 0.012 * vertebra, 0.68 + 0.07 * vertebra, 0.06, 0.028, 1.3);
    }
    for (int place = 1; place <= 7; place++) {
      double x = 0.13 + 0.024 * place;
      Tooth upper = Tooth.of(20 + place);
      Tooth lower = Tooth.of(30 + place);
      image.tooth(x, 0.632, -1, ToothShape.of(seed, upper, 0.03));
      image.tooth(x, 0.696, 1, ToothShape.of(seed, lower, 0.03));
    }
  }
}
