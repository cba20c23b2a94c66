package io.archway.index.decision;

/** What an entry proposes: an item, or a patient. */
record Proposal(int number, String grade, Long worklistItemKey, Long patientKey) {

  boolean is(Choice choice) {
    if (choice instanceof Choice.Item item) {
      return worklistItemKey != null && worklistItemKey == item.worklistItemKey();
    }
    return choice instanceof Choice.Patient patient
        && patientKey != null
        && patientKey == patient.patientKey();
  }
}
