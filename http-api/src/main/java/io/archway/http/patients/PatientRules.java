package io.archway.http.patients;

import io.archway.http.contact.EmailAddress;
import io.archway.http.contact.PhoneNumbers;
import io.archway.http.kernel.Change;
import io.archway.http.kernel.FieldErrors;
import io.archway.index.profile.PatientProfile;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/** Makes of who a patient is, and of what is said anew, who they are then; finds all errors. */
final class PatientRules {

  static final String NAME = "[^\\\\^=\\p{Cntrl}]*";
  static final String NAME_MEANING = "a name without backslash, ^, = and control characters";

  /** A component group of a person name, with what divides its parts (PS3.5 6.2). */
  private static final int MAX_NAME = 64;

  private final PhoneNumbers phones;
  private final LocalDate today;
  private final FieldErrors errors;

  /**
   * @param today wherever it is that day already
   * @param errors where all that is wrong goes
   */
  PatientRules(PhoneNumbers phones, LocalDate today, FieldErrors errors) {
    this.phones = phones;
    this.today = today;
    this.errors = errors;
  }

  PatientDraft apply(PatientDraft now, PatientChange change) {
    PatientDraft then =
        new PatientDraft(
            text(change.firstName(), now.firstName()),
            text(change.lastName(), now.lastName()),
            change.birthdate().orElse(now.birthdate()),
            change.gender().given() ? sex(change.gender().value()) : now.sex(),
            profile(now.profile(), change));
    checkName(then, change);
    if (change.birthdate().value() != null && change.birthdate().value().isAfter(today)) {
      errors.add("birthdate", "can't be in the future");
    }
    checkVip(then.profile(), change);
    return then;
  }

  private PatientProfile profile(PatientProfile now, PatientChange change) {
    String country = country(change.phoneCountry(), now.phoneCountry());
    return new PatientProfile(
        now.patientKey(),
        now.organizationKey(),
        change.isActive().orElse(now.active()),
        email(change.email(), now.email()),
        phone(change.phone(), now.phone(), country),
        country,
        text(change.personalNo(), now.personalNo()),
        text(change.externalId(), now.externalId()),
        text(change.legacyId(), now.legacyId()),
        change.locale().given() ? text(change.locale().value()) : now.locale(),
        text(change.bloodType(), now.bloodType()),
        text(change.allergies(), now.allergies()),
        text(change.medicalConditions(), now.medicalConditions()),
        text(change.medicalIssues(), now.medicalIssues()),
        text(change.preferences(), now.preferences()),
        text(change.emergencyContactName(), now.emergencyContactName()),
        text(change.emergencyContactRelationship(), now.emergencyContactRelationship()),
        text(change.emergencyContactPhone(), now.emergencyContactPhone()),
        text(change.insuranceProvider(), now.insuranceProvider()),
        text(change.insuranceId(), now.insuranceId()),
        change.vip().orElse(now.vip()),
        change.vipStartDate().orElse(now.vipStartDate()),
        change.vipExpirationDate().orElse(now.vipExpirationDate()),
        text(change.vipNotes(), now.vipNotes()),
        change.preferredDoctorId().orElse(now.preferredDoctorKey()),
        now.updatedAt());
  }

  /** Blank is nothing. */
  private static String text(Change<String> change, String now) {
    String text = change.orElse(now);
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static String text(Language language) {
    return language == null ? null : language.text();
  }

  private static String sex(Gender gender) {
    return gender == null ? null : gender.sex();
  }

  private String email(Change<String> change, String now) {
    String email = text(change, now);
    if (change.given() && email != null && !EmailAddress.isValid(email)) {
      errors.add("email", PatientsDialect.INVALID);
    }
    return email;
  }

  private String country(Change<String> change, String now) {
    String country = text(change, now);
    if (country == null) {
      return null;
    }
    if (change.given() && !PhoneNumbers.isRegion(country)) {
      errors.add("phone_country", PatientsDialect.INVALID);
      return null;
    }
    return country.toUpperCase(Locale.ROOT);
  }

  /** The country counts for a number that is said with or after it. */
  private String phone(Change<String> change, String now, String country) {
    String said = text(change, null);
    if (!change.given() || said == null) {
      return change.given() ? null : now;
    }
    Optional<String> number = phones.parse(said, country);
    if (number.isEmpty()) {
      errors.add("phone", PatientsDialect.INVALID);
    }
    return number.orElse(null);
  }

  private void checkName(PatientDraft then, PatientChange change) {
    boolean said = change.firstName().given() || change.lastName().given();
    int length = length(then.firstName()) + 1 + length(then.lastName());
    if (said && length > MAX_NAME) {
      errors.add(
          change.lastName().given() ? "last_name" : "first_name",
          "is too long (first and last name: %d characters, expected: <= %d)"
              .formatted(length - 1, MAX_NAME - 1));
    }
  }

  private static int length(String text) {
    return text == null ? 0 : text.length();
  }

  private void checkVip(PatientProfile then, PatientChange change) {
    boolean said = change.vipStartDate().given() || change.vipExpirationDate().given();
    if (said
        && then.vipStartDate() != null
        && then.vipExpirationDate() != null
        && then.vipExpirationDate().isBefore(then.vipStartDate())) {
      errors.add("vip_expiration_date", "can't be before vip_start_date");
    }
  }
}
