package io.archway.http.patients;

import io.archway.http.kernel.Asked;
import io.archway.index.patient.Patient;
import io.archway.index.profile.PatientProfile;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A patient as this family shows them. The display names are the names in the letters of a
 * language; {@code phone} and {@code phoneE164} are both in E.164. Moments are whole seconds.
 */
record PatientView(
    long id,
    String firstName,
    String lastName,
    String displayName,
    Asked<String> displayFirstName,
    Asked<String> displayLastName,
    String email,
    String phone,
    String phoneE164,
    Asked<String> phoneCountry,
    Asked<LocalDate> birthdate,
    Asked<Gender> gender,
    Asked<String> personalNo,
    Asked<String> externalId,
    Asked<String> legacyId,
    String locale,
    boolean isActive,
    Asked<Long> preferredDoctorId,
    Asked<String> allergies,
    Asked<String> medicalConditions,
    Asked<String> bloodType,
    Asked<String> emergencyContactName,
    Asked<String> emergencyContactRelationship,
    Asked<String> emergencyContactPhone,
    Asked<String> insuranceProvider,
    Asked<String> insuranceId,
    Asked<Boolean> vip,
    Asked<LocalDate> vipStartDate,
    Asked<LocalDate> vipExpirationDate,
    Asked<String> vipNotes,
    Asked<String> preferences,
    Asked<String> medicalIssues,
    Instant createdAt,
    Asked<Instant> updatedAt) {

  /**
   * @param language null for that of the patient
   */
  static PatientView of(
      Patient patient, PatientProfile profile, Language language, Set<PatientField> shown) {
    return new Shown(shown).view(patient, profile, language);
  }

  /** What of it is asked for. */
  private record Shown(Set<PatientField> fields) {

    private <T> Asked<T> asked(PatientField field, Supplier<T> value) {
      return Asked.when(fields.contains(field), value);
    }

    PatientView view(Patient patient, PatientProfile profile, Language asked) {
      Language language = asked == null ? Language.of(profile.locale()) : asked;
      String first = language.write(patient.givenName());
      String last = language.write(patient.familyName());
      return new PatientView(
          patient.patientKey(),
          patient.givenName(),
          patient.familyName(),
          joined(first, last),
          asked(PatientField.DISPLAY_FIRST_NAME, () -> first),
          asked(PatientField.DISPLAY_LAST_NAME, () -> last),
          profile.email(),
          profile.phone(),
          profile.phone(),
          asked(PatientField.PHONE_COUNTRY, profile::phoneCountry),
          asked(PatientField.BIRTHDATE, patient::birthDate),
          asked(PatientField.GENDER, () -> Gender.of(patient.sex())),
          asked(PatientField.PERSONAL_NO, profile::personalNo),
          asked(PatientField.EXTERNAL_ID, profile::externalId),
          asked(PatientField.LEGACY_ID, profile::legacyId),
          profile.locale(),
          profile.active(),
          asked(PatientField.PREFERRED_DOCTOR_ID, profile::preferredDoctorKey),
          asked(PatientField.ALLERGIES, profile::allergies),
          asked(PatientField.MEDICAL_CONDITIONS, profile::medicalConditions),
          asked(PatientField.BLOOD_TYPE, profile::bloodType),
          asked(PatientField.EMERGENCY_CONTACT_NAME, profile::emergencyContactName),
          asked(PatientField.EMERGENCY_CONTACT_RELATIONSHIP, profile::emergencyContactRelationship),
          asked(PatientField.EMERGENCY_CONTACT_PHONE, profile::emergencyContactPhone),
          asked(PatientField.INSURANCE_PROVIDER, profile::insuranceProvider),
          asked(PatientField.INSURANCE_ID, profile::insuranceId),
          asked(PatientField.VIP, profile::vip),
          asked(PatientField.VIP_START_DATE, profile::vipStartDate),
          asked(PatientField.VIP_EXPIRATION_DATE, profile::vipExpirationDate),
          asked(PatientField.VIP_NOTES, profile::vipNotes),
          asked(PatientField.PREFERENCES, profile::preferences),
          asked(PatientField.MEDICAL_ISSUES, profile::medicalIssues),
          seconds(patient.createdAt()),
          asked(PatientField.UPDATED_AT, () -> seconds(patient.updatedAt())));
    }

    /** Null where nothing is known of the name. */
    private static String joined(String first, String last) {
      String joined =
          Stream.of(first, last).filter(Objects::nonNull).collect(Collectors.joining(" "));
      return joined.isEmpty() ? null : joined;
    }

    private static Instant seconds(Instant moment) {
      return moment.truncatedTo(ChronoUnit.SECONDS);
    }
  }
}
