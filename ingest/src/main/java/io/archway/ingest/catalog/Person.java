package io.archway.ingest.catalog;

import io.archway.index.database.BoundedText;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientName;
import io.archway.index.study.DicomDates;
import io.archway.index.study.PatientAttributes;
import java.time.LocalDate;

/**
 * The patient that an object names: identity (PS3.3 C.7.1.1: Patient ID within its issuer) and what
 * tells a person from another of the same identity. Without an issuer the sending device's office
 * is it; without a Patient ID nobody but this sender's study is.
 */
record Person(
    String issuer,
    String patientId,
    boolean issuerGiven,
    PatientAttributes attributes,
    String name,
    PatientName parsedName,
    LocalDate birthDate) {
  private static final int MAX_NAME_LENGTH = 1_024;

  static Person of(PatientAttributes attributes, Route route, String studyInstanceUid) {
    String patientId = BoundedText.of(attributes.patientId());
    String given = BoundedText.of(attributes.issuerOfPatientId());
    String name = BoundedText.orNull(attributes.name(), MAX_NAME_LENGTH);
    return new Person(
        issuer(patientId, given, route, studyInstanceUid),
        patientId,
        !patientId.isEmpty() && !given.isEmpty(),
        attributes,
        name,
        PatientName.parse(name),
        DicomDates.date(attributes.birthDate()));
  }

  private static String issuer(
      String patientId, String given, Route route, String studyInstanceUid) {
    if (patientId.isEmpty()) {
      return "study:" + route.deviceKey() + ":" + studyInstanceUid;
    }
    return given.isEmpty() ? PatientIdentity.issuerOfOffice(route.officeKey()) : namespace(given);
  }

  /** The namespace of an issuer that was given by name. */
  static String namespace(String issuer) {
    return PatientIdentity.issuerNamed(issuer);
  }

  boolean isUnidentified() {
    return patientId.isEmpty();
  }

  /** Another name and another birth date: somebody else under the same identity. */
  boolean contradicts(PatientIdentity known) {
    return nameContradicts(known) && birthDateContradicts(known);
  }

  boolean nameContradicts(PatientIdentity known) {
    return parsedName.contradicts(PatientName.parse(known.name()));
  }

  private boolean birthDateContradicts(PatientIdentity known) {
    return birthDate != null && known.birthDate() != null && !birthDate.equals(known.birthDate());
  }

  /** Another name, and no birth date on one side that could tell. */
  boolean isDoubtful(PatientIdentity known) {
    return nameContradicts(known) && (birthDate == null || known.birthDate() == null);
  }

  /** Name or birth date say that it is the same person. */
  boolean agrees(PatientIdentity known) {
    boolean sameBirthDate = birthDate != null && birthDate.equals(known.birthDate());
    boolean sameName = name != null && known.name() != null && !nameContradicts(known);
    return sameBirthDate || sameName && !birthDateContradicts(known);
  }
}
