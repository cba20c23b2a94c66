package io.archway.testdata;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Uids;
import java.util.List;

/**
 * A full-mouth series of Digital Intra-Oral X-Ray objects (PS3.3 A.28): 14 periapicals and 4
 * bitewings, each with its region and its teeth (PS3.16 CID 4016, 4018).
 */
final class IntraOralObjects {
  static final int SERIES_NUMBER = 21;

  private static final Code MAXILLA = Code.sct("70925003", "Maxilla");
  private static final Code MANDIBLE = Code.sct("91609006", "Mandible");
  private static final Code JAWS = Code.sct("661005", "Jaw region");

  /**
   * One exposure of the series, its teeth as they are seen, from left to right, upper ones first.
   *
   * @param laterality R, L or B
   */
  record View(String name, String laterality, boolean bitewing, boolean upright, int... teeth) {
    boolean maxillary() {
      return Tooth.of(teeth[0]).isMaxillary();
    }

    /** Seen from the front: the patient's right is on the left. */
    String rowDirection() {
      return switch (laterality) {
        case "R" -> "A";
        case "L" -> "P";
        default -> "L";
      };
    }

    Code region() {
      return bitewing ? JAWS : maxillary() ? MAXILLA : MANDIBLE;
    }
  }

  static final List<View> VIEWS =
      List.of(
          new View("Maxillary right molar", "R", false, false, 18, 17, 16),
          new View("Maxillary right premolar", "R", false, false, 15, 14),
          new View("Maxillary right canine", "R", false, true, 13, 12),
          new View("Maxillary incisors", "B", false, true, 11, 21),
          new View("Maxillary left canine", "L", false, true, 22, 23),
          new View("Maxillary left premolar", "L", false, false, 24, 25),
          new View("Maxillary left molar", "L", false, false, 26, 27, 28),
          new View("Bitewing right molar", "R", true, false, 17, 16, 47, 46),
          new View("Bitewing right premolar", "R", true, false, 15, 14, 45, 44),
          new View("Bitewing left premolar", "L", true, false, 24, 25, 34, 35),
          new View("Bitewing left molar", "L", true, false, 26, 27, 36, 37),
          new View("Mandibular right molar", "R", false, false, 48, 47, 46),
          new View("Mandibular right premolar", "R", false, false, 45, 44),
          new View("Mandibular right canine", "R", false, true, 43, 42),
          new View("Mandibular incisors", "B", false, true, 41, 31),
          new View("Mandibular left canine", "L", false, true, 32, 33),
          new View("Mandibular left premolar", "L", false, false, 34, 35),
          new View("Mandibular left molar", "L", false, false, 36, 37, 38));

  private IntraOralObjects() {}

  /** The {@code index}-th image of the series, from 0; {@code rows} is its longer side. */
  static SampleObject image(SampleStudy study, int rows, int index) {
    View view = VIEWS.get(index);
    int shorter = rows * 3 / 4;
    int height = view.upright() ? rows : shorter;
    int width = view.upright() ? shorter : rows;
    Radiograph image = new Radiograph(study.seed() + index, height, width, false);
    paint(image, study.seed(), view);
    Attributes attributes =
        study
            .object(
                Uids.DIGITAL_INTRA_ORAL_XRAY_IMAGE_STORAGE_FOR_PRESENTATION,
                "IO",
                SERIES_NUMBER,
                "Full mouth",
                index + 1)
            .all(RadiographObjects.digitalXRay(study, height, width, false, 40.0 / rows))
            .text("ImageComments", view.name())
            .text("BodyPartExamined", "JAW")
            .text("ImageLaterality", view.laterality())
            .text("PositionerType", "NONE")
            .text("PatientOrientation", view.rowDirection(), "F")
            .codes("AnatomicRegionSequence", view.region())
            .items("PrimaryAnatomicStructureSequence", teeth(view))
            .decimal("KVP", 65)
            .number("ExposureTime", 80)
            .number("XRayTubeCurrent", 7);
    return SampleObject.ofFrames(attributes.dataSet(), image);
  }

  private static DataSet[] teeth(View view) {
    DataSet[] items = new DataSet[view.teeth().length];
    for (int i = 0; i < items.length; i++) {
      items[i] = Tooth.of(view.teeth()[i]).code().item();
    }
    return items;
  }

  private static void paint(Radiograph image, long seed, View view) {
    image.background(0.08);
    double middle = image.height() / 2;
    int[] teeth = view.teeth();
    if (view.bitewing()) {
      row(image, seed, new int[] {teeth[0], teeth[1]}, middle - 0.26, 0.25);
      row(image, seed, new int[] {teeth[2], teeth[3]}, middle + 0.26, 0.25);
    } else {
      row(image, seed, teeth, middle + (view.maxillary() ? 0.14 : -0.14), 0.27);
    }
  }

  /** Teeth beside each other, in the bone that holds them. */
  private static void row(Radiograph image, long seed, int[] teeth, double neck, double crown) {
    boolean upper = Tooth.of(teeth[0]).isMaxillary();
    int down = upper ? -1 : 1;
    image.ellipsoid(image.width() / 2, neck + down * 0.45, image.width() * 0.7, 0.4, 0.7);
    double pitch = image.width() / teeth.length;
    for (int i = 0; i < teeth.length; i++) {
      Tooth tooth = Tooth.of(teeth[i]);
      image.tooth(pitch * (i + 0.5), neck, down, ToothShape.of(seed, tooth, crown));
    }
  }
}
