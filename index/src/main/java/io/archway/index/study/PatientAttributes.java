package io.archway.index.study;

/**
 * What an object says of its patient (PS3.3 C.7.1.1), decoded, padding trimmed, null where absent
 * or empty. Dates and times as received (DA, TM); {@code name} is the whole PN with its groups
 * ("=").
 */
public record PatientAttributes(
    String patientId,
    String issuerOfPatientId,
    String name,
    String birthDate,
    String birthTime,
    String sex,
    String otherPatientIds) {
  public static final PatientAttributes EMPTY =
      new PatientAttributes(null, null, null, null, null, null, null);
}
