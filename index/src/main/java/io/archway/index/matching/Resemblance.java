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
    return arrived.patientKey() != ordered.patientKey()
        && agreement(arrived.patient(), ordered) < 0;
  }

  static boolean contradicts(PatientSaid said, WorklistPatient ordered) {
    return agreement(said, ordered) < 0;
  }

  /** More agrees than differs. */
  static boolean agrees(ArrivedStudy arrived, WorklistPatient ordered) {
    return arrived.patientKey() == ordered.patientKey()
        || agreement(arrived.patient(), ordered) > 0;
  }

  private static int agreement(PatientSaid said, WorklistPatient ordered) {
    return sign(sameId(said, ordered))
        + sign(sameName(said, ordered))
        + sign(sameBirthDate(said, ordered));
  }

  private static int sign(Boolean same) {
    return same == null ? 0 : same ? 1 : -1;
  }

  static Boolean sameId(PatientSaid said, WorklistPatient ordered) {
    String id = ordered.patientId();
    return said.id().isEmpty() || id == null || id.isBlank()
        ? null
        : (Boolean) said.id().equals(id.strip());
  }

  static Boolean sameName(PatientSaid said, WorklistPatient ordered) {
    List<String> one = FoldedName.groups(said.name());
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

  static Boolean sameBirthDate(PatientSaid said, WorklistPatient ordered) {
    return said.birthDate() == null || ordered.birthDate() == null
        ? null
        : (Boolean) said.birthDate().equals(ordered.birthDate());
  }
}
