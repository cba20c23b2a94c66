package io.archway.index.patient;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/**
 * A patient row as far as arrivals are judged by it. {@code issuer} is the namespace of {@code
 * patientId}; {@code mergedIntoKey} is where a person has sent this patient's studies, or null.
 */
public record PatientIdentity(
    long patientKey,
    long organizationKey,
    String issuer,
    String patientId,
    int variant,
    String name,
    LocalDate birthDate,
    String sex,
    Long mergedIntoKey) {
  /** The issuer of Patient IDs that we gave. */
  public static final String OWN_ISSUER = "ARCHWAY";

  /** A patient about to be inserted, under the identity that was made for them. */
  public record New(
      PatientIdentity identity,
      String issuerOfPatientId,
      Long officeKey,
      PatientName name,
      String birthDateRaw,
      LocalTime birthTime,
      String otherPatientIds,
      Instant createdAt) {}

  /** What a later object knows and the row does not. */
  public record Completion(
      long patientKey,
      long organizationKey,
      String name,
      LocalDate birthDate,
      String sex,
      Instant at) {}

  /** The namespace of Patient IDs that came without an issuer: each office numbers 1, 2, 3. */
  public static String issuerOfOffice(long officeKey) {
    return "office:" + officeKey;
  }

  /** The namespace of an issuer that was given by name. */
  public static String issuerNamed(String issuer) {
    return "issuer:" + issuer;
  }

  /** The key of the row that studies under this identity belong to. */
  public long owner() {
    return mergedIntoKey == null ? patientKey : mergedIntoKey;
  }
}
