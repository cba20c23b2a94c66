package io.archway.ingest.catalog;

import io.archway.index.database.BoundedText;
import io.archway.index.patient.NamedPatient;
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
record Person(NamedPatient named, PatientName parsedName, PatientAttributes attributes) {
  private static final int MAX_NAME_LENGTH = 1_024;

  static Person of(PatientAttributes attributes, Route route, String studyInstanceUid) {
    String patientId = BoundedText.of(attributes.patientId());
    String given = BoundedText.of(attributes.issuerOfPatientId());
    String name = BoundedText.orNull(attributes.name(), MAX_NAME_LENGTH);
    NamedPatient named =
        new NamedPatient(
            issuer(patientId, given, route, studyInstanceUid),
            patientId,
            patientId.isEmpty() || given.isEmpty() ? null : given,
            name,
            DicomDates.date(attributes.birthDate()),
            BoundedText.orNull(attributes.sex(), 16));
    return new Person(named, PatientName.parse(name), attributes);
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

  String issuer() {
    return named.issuer();
  }

  String patientId() {
    return named.patientId();
  }

  String name() {
    return named.name();
  }

  LocalDate birthDate() {
    return named.birthDate();
  }

  String sex() {
    return named.sex();
  }

  boolean issuerGiven() {
    return named.issuerOfPatientId() != null;
  }

  boolean isUnidentified() {
    return named.patientId().isEmpty();
  }

  boolean contradicts(PatientIdentity known) {
    return named.contradicts(known);
  }

  boolean nameContradicts(PatientIdentity known) {
    return named.nameContradicts(known);
  }

  boolean isDoubtful(PatientIdentity known) {
    return named.isDoubtful(known);
  }

  boolean agrees(PatientIdentity known) {
    return named.agrees(known);
  }
}
