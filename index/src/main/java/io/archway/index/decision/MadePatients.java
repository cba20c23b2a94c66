package io.archway.index.decision;

import io.archway.index.database.KeySequence;
import io.archway.index.database.Statements;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientName;
import io.archway.index.patient.PatientRows;
import java.sql.SQLException;
import java.util.List;

/** Patients whom a decision makes, under our own issuer, and takes away again when undone. */
final class MadePatients {
  private static final String OWNER = "ARCHWAY";
  private static final List<String> USES =
      List.of(
          "SELECT study_key FROM study WHERE patient_key = ? FETCH FIRST 1 ROWS ONLY",
          "SELECT medium_key FROM medium WHERE patient_key = ? AND organization_key = ?"
              + " FETCH FIRST 1 ROWS ONLY",
          "SELECT worklist_item_key FROM worklist_item WHERE patient_key = ?"
              + " FETCH FIRST 1 ROWS ONLY",
          "SELECT patient_merge_key FROM patient_merge WHERE into_patient_key = ?"
              + " AND unmerged_at IS NULL FETCH FIRST 1 ROWS ONLY",
          "SELECT patient_merge_key FROM patient_merge WHERE from_patient_key = ?"
              + " AND unmerged_at IS NULL FETCH FIRST 1 ROWS ONLY");

  private MadePatients() {}

  static long make(Doing doing, Choice.NewPatient person) throws SQLException {
    long key = doing.keys().next(doing.connection(), KeySequence.PATIENT);
    String id = person.patientId() == null ? "A%06d".formatted(key) : person.patientId().strip();
    String issuer = PatientIdentity.issuerNamed(OWNER);
    boolean taken =
        !PatientRows.find(doing.connection(), doing.organizationKey(), List.of(id), List.of(issuer))
            .isEmpty();
    if (taken) {
      throw RefusedDecisionException.unfit(
          "new_patient.patient_id", "expected: a Patient ID that nobody has yet");
    }
    PatientIdentity identity =
        new PatientIdentity(
            key,
            doing.organizationKey(),
            issuer,
            id,
            0,
            person.name(),
            person.birthDate(),
            person.sex(),
            null);
    PatientName name = PatientName.parse(person.name());
    PatientIdentity.New made =
        new PatientIdentity.New(
            identity, OWNER, doing.entry().officeKey(), name, null, null, null, doing.now());
    PatientRows.insert(doing.connection(), List.of(made));
    return key;
  }

  /** Nothing of the patient is to be left, so nothing may belong to them. */
  static void remove(Doing doing, long patientKey) throws SQLException {
    for (String use : USES) {
      boolean used =
          !Statements.query(
                  doing.connection(),
                  use,
                  binding -> {
                    binding.add(patientKey);
                    if (use.contains("organization_key")) {
                      binding.add(doing.organizationKey());
                    }
                  },
                  row -> row.getLong(1))
              .isEmpty();
      if (used) {
        throw RefusedDecisionException.inTheWay(
            "Something belongs since to the patient who was made: %d.".formatted(patientKey));
      }
    }
    PatientRows.delete(doing.connection(), patientKey);
  }
}
