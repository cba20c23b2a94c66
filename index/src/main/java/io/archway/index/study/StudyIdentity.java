package io.archway.index.study;

import io.archway.index.patient.PatientIdentity;

/**
 * A study row as far as arrivals are judged by it, with the patient that it came under.
 *
 * @param deleted whether somebody has deleted its medium
 */
public record StudyIdentity(
    long studyKey,
    long patientKey,
    long mediumKey,
    String studyInstanceUid,
    PatientIdentity receivedPatient,
    boolean deleted) {
  /** A study about to be inserted with its medium. */
  public record New(
      StudyIdentity identity,
      long organizationKey,
      long deviceKey,
      long officeKey,
      StudyAttributes attributes,
      Growth growth) {}
}
