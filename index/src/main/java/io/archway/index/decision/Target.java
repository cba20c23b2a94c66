package io.archway.index.decision;

import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientRows;
import java.sql.SQLException;

/** The patient that a person chose; {@code madePatientKey} is null for one who was here. */
record Target(long patientKey, Long madePatientKey) {

  static Target of(Doing doing, Choice choice) throws SQLException {
    if (choice instanceof Choice.NewPatient person) {
      long made = MadePatients.make(doing, person);
      return new Target(made, made);
    }
    if (choice instanceof Choice.Patient chosen) {
      PatientIdentity patient = lock(doing, chosen.patientKey());
      if (!doing.author().visible().seesPatient(doing.handle(), patient.patientKey())) {
        throw unknown();
      }
      if (patient.mergedIntoKey() != null) {
        throw RefusedDecisionException.unfit(
            "patient_id",
            "expected: a patient who is not merged into another (this one is, into %d)"
                .formatted(patient.mergedIntoKey()));
      }
      return new Target(patient.patientKey(), null);
    }
    throw new IllegalArgumentException("choice: " + choice);
  }

  static PatientIdentity lock(Doing doing, long patientKey) throws SQLException {
    return PatientRows.lock(doing.connection(), doing.organizationKey(), patientKey)
        .orElseThrow(Target::unknown);
  }

  private static RefusedDecisionException unknown() {
    return RefusedDecisionException.unfit("patient_id", "expected: a patient of the organization");
  }
}
