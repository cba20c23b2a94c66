package io.archway.index.matching;

import io.archway.index.patient.FoldedName;
import io.archway.index.worklist.WorklistPatient;
import java.util.List;

/** Whether the patient of images can be that of an order. */
final class Resemblance {
  private Resemblance() {}

  /**
   * More of Patient ID, name and birth date differs than agrees; what one of the two does not say
   * counts as neither.
   */
  static boolean contradicts(ArrivedStudy arrived, WorklistPatient ordered) {
    return arrived.patientKey() != ordered.patientKey() && agreement(arrived, ordered) < 0;
  }

  /** More agrees than differs. */
  static boolean agrees(ArrivedStudy arrived, WorklistPatient ordered) {
    return arrived.patientKey() == ordered.patientKey() || agreement(arrived, ordered) > 0;
  }

  private static int agreement(ArrivedStudy arrived, WorklistPatient ordered) {
    return sign(sameId(arrived, ordered))
        + sign(sameName(arrived, ordered))
        + sign(sameBirthDate(arrived, ordered));
  }

  private static int sign(Boolean same) {
    return same == null ? 0 : same ? 1 : -1;
  }

  static Boolean sameId(ArrivedStudy arrived, WorklistPatient ordered) {
    String id = ordered.patientId();
    return arrived.patientId().isEmpty() || id == null || id.isBlank()
        ? null
        : (Boolean) arrived.patientId().equals(id.strip());
  }

  static Boolean sameName(ArrivedStudy arrived, WorklistPatient ordered) {
    List<String> one = FoldedName.groups(arrived.patientName());
    List<String> other = FoldedName.groups(ordered.name());
    boolean compared = false;
    for (int i = 0; i < FoldedName.GROUPS; i++) {
      if (!one.get(i).isEmpty() && !other.get(i).isEmpty()) {
        compared = true;
        if (one.get(i).equals(other.get(i))) {
          return true;
        }
      }
    }
    return compared ? false : null;
  }

  static Boolean sameBirthDate(ArrivedStudy arrived, WorklistPatient ordered) {
    return arrived.patientBirthDate() == null || ordered.birthDate() == null
        ? null
        : (Boolean) arrived.patientBirthDate().equals(ordered.birthDate());
  }
}
