package io.archway.index.decision;

import java.time.LocalDate;

/** What a person says it is. */
public sealed interface Choice {
  /** The images belong to this item. */
  record Item(long worklistItemKey) implements Choice {}

  /** It is this patient. */
  record Patient(long patientKey) implements Choice {}

  /** It is a patient who is not here yet; without a Patient ID one is made up. */
  record NewPatient(String patientId, String name, LocalDate birthDate, String sex)
      implements Choice {}

  /** This data set is the current one. */
  record Version(int version) implements Choice {}
}
