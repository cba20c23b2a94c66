package io.archway.index.patient;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A patient as the index knows them. {@code issuerOfPatientId} is what the objects said; {@code
 * unidentified} is true for one whose objects had no Patient ID. {@code variant} is above 0 where
 * another patient has the same identity but contradicting name and birth date. {@code
 * mergedIntoKey} and {@code correctedAt} are null unless a person merged or corrected them.
 */
public record Patient(
    long patientKey,
    long organizationKey,
    String patientId,
    String issuerOfPatientId,
    int variant,
    Long officeKey,
    String name,
    String familyName,
    String givenName,
    String middleName,
    String namePrefix,
    String nameSuffix,
    String ideographicName,
    String phoneticName,
    LocalDate birthDate,
    String birthDateRaw,
    String sex,
    String otherPatientIds,
    Long mergedIntoKey,
    Instant correctedAt,
    Instant createdAt,
    Instant updatedAt) {
  public boolean unidentified() {
    return patientId.isEmpty();
  }
}
