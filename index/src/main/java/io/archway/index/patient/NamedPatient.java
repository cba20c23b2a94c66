package io.archway.index.patient;

import java.time.LocalDate;
import java.util.Objects;

/**
 * A patient as an object, an order or an agent names them (PS3.3 C.7.1.1), and who of those that
 * are known they can be. All but the namespace and the Patient ID may be null.
 *
 * @param issuer the namespace of the Patient ID: {@link PatientIdentity#issuerNamed} where an
 *     issuer was given, else that of the office
 * @param issuerOfPatientId the issuer as it was given, or null
 */
public record NamedPatient(
    String issuer,
    String patientId,
    String issuerOfPatientId,
    String name,
    LocalDate birthDate,
    String sex) {

  /** A Patient ID within its issuer, or within the office where none is given. */
  public static NamedPatient of(
      String patientId,
      String issuerOfPatientId,
      long officeKey,
      String name,
      LocalDate birthDate,
      String sex) {
    String issuer =
        issuerOfPatientId == null
            ? PatientIdentity.issuerOfOffice(officeKey)
            : PatientIdentity.issuerNamed(issuerOfPatientId);
    return new NamedPatient(issuer, patientId, issuerOfPatientId, name, birthDate, sex);
  }

  /** Another name and another birth date: somebody else under the same identity. */
  public boolean contradicts(PatientIdentity known) {
    return nameContradicts(known) && birthDateContradicts(known);
  }

  public boolean nameContradicts(PatientIdentity known) {
    return !Objects.equals(name, known.name())
        && PatientName.parse(name).contradicts(PatientName.parse(known.name()));
  }

  private boolean birthDateContradicts(PatientIdentity known) {
    return birthDate != null && known.birthDate() != null && !birthDate.equals(known.birthDate());
  }

  /** Another name, and no birth date on one side that could tell. */
  public boolean isDoubtful(PatientIdentity known) {
    return nameContradicts(known) && (birthDate == null || known.birthDate() == null);
  }

  /** Name or birth date say that it is the same person. */
  public boolean agrees(PatientIdentity known) {
    boolean sameBirthDate = birthDate != null && birthDate.equals(known.birthDate());
    boolean sameName = name != null && known.name() != null && !nameContradicts(known);
    return sameBirthDate || sameName && !birthDateContradicts(known);
  }
}
