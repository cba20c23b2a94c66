package io.archway.index.matching;

import io.archway.index.database.Reading;
import io.archway.index.patient.PatientName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A patient as far as another may be the same person. */
record AlikePatient(
    long patientKey,
    long organizationKey,
    String patientId,
    String issuer,
    String name,
    LocalDate birthDate,
    String sex,
    String foldedId,
    PatientName parsedName) {
  static final String COLUMNS =
      """
      p.patient_key, p.organization_key, p.patient_id, p.issuer_of_patient_id, p.name, p.birth_date,
      p.sex, p.patient_id_folded
      """;

  static AlikePatient map(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    long key = reading.key();
    long organization = reading.key();
    String patientId = reading.text();
    String issuer = reading.text();
    String name = reading.text();
    LocalDate birthDate = reading.date();
    String sex = reading.text();
    return new AlikePatient(
        key,
        organization,
        patientId,
        issuer,
        name,
        birthDate,
        sex,
        reading.text(),
        PatientName.parse(name));
  }

  /** What this one says other than the other. */
  List<Difference> differences(AlikePatient other) {
    List<Difference> differences = new ArrayList<>();
    add(differences, "PatientID", patientId, other.patientId);
    add(differences, "IssuerOfPatientID", issuer, other.issuer);
    add(differences, "PatientName", name, other.name);
    add(differences, "PatientBirthDate", birthDate, other.birthDate);
    add(differences, "PatientSex", sex, other.sex);
    return differences;
  }

  private static void add(List<Difference> to, String attribute, Object one, Object other) {
    if (!Objects.equals(one, other)) {
      to.add(new Difference(attribute, text(one), text(other)));
    }
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }
}
