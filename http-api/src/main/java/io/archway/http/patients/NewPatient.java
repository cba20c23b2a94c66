package io.archway.http.patients;

import io.archway.http.kernel.Rule;
import java.time.LocalDate;

/** A patient to be made; without {@code isActive} they are active. */
record NewPatient(
    @Rule.Required
        @Rule.Size(max = 63)
        @Rule.Matches(value = PatientRules.NAME, meaning = PatientRules.NAME_MEANING)
        String firstName,
    @Rule.Required
        @Rule.Size(max = 63)
        @Rule.Matches(value = PatientRules.NAME, meaning = PatientRules.NAME_MEANING)
        String lastName,
    @Rule.Size(max = 254) String email,
    @Rule.Size(max = 40) String phone,
    @Rule.Size(max = 2) String phoneCountry,
    LocalDate birthdate,
    Gender gender,
    @Rule.Size(max = 32) String personalNo,
    Language locale,
    @Rule.Size(max = 127) String externalId,
    @Rule.Size(max = 127) String legacyId,
    @Rule.Size(max = 16) String bloodType,
    @Rule.Size(max = 10_000) String allergies,
    @Rule.Size(max = 10_000) String medicalConditions,
    @Rule.Size(max = 10_000) String medicalIssues,
    @Rule.Size(max = 10_000) String preferences,
    @Rule.Size(max = 127) String emergencyContactName,
    @Rule.Size(max = 127) String emergencyContactRelationship,
    @Rule.Size(max = 32) String emergencyContactPhone,
    @Rule.Size(max = 127) String insuranceProvider,
    @Rule.Size(max = 127) String insuranceId,
    Boolean isActive,
    Long preferredDoctorId,
    Boolean vip,
    LocalDate vipStartDate,
    LocalDate vipExpirationDate,
    @Rule.Size(max = 10_000) String vipNotes) {

  PatientChange change() {
    return PatientChange.to(this);
  }
}
