package io.archway.http.patients;

import io.archway.index.patient.Patient;
import io.archway.index.profile.PatientProfile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Who a patient is or is to be, as far as this family says it. */
record PatientDraft(
    String firstName, String lastName, LocalDate birthdate, String sex, PatientProfile profile) {

  private static final int FAMILY = 0;
  private static final int GIVEN = 1;

  /** Nobody yet. */
  static PatientDraft nobody(long organizationKey) {
    return new PatientDraft(null, null, null, null, PatientProfile.none(organizationKey, 0));
  }

  static PatientDraft of(Patient patient, PatientProfile profile) {
    return new PatientDraft(
        patient.givenName(), patient.familyName(), patient.birthDate(), patient.sex(), profile);
  }

  /**
   * The person name (PS3.5 6.2.1): in place of the parts that differ, all others stay.
   *
   * @param now the whole value, or null
   */
  String nameInPlaceOf(String now, PatientDraft before) {
    if (Objects.equals(firstName, before.firstName) && Objects.equals(lastName, before.lastName)) {
      return now;
    }
    String[] groups = (now == null ? "" : now).split("=", 2);
    List<String> parts = new ArrayList<>(List.of(groups[0].split("\\^", -1)));
    while (parts.size() <= GIVEN) {
      parts.add("");
    }
    parts.set(FAMILY, lastName == null ? "" : lastName);
    parts.set(GIVEN, firstName == null ? "" : firstName);
    String group = String.join("^", parts).replaceAll("\\^+$", "");
    return groups.length == 1 ? group : group + "=" + groups[1];
  }

  /** Whether only the profile differs, or nothing. */
  boolean isSamePerson(PatientDraft other) {
    return Objects.equals(firstName, other.firstName)
        && Objects.equals(lastName, other.lastName)
        && Objects.equals(birthdate, other.birthdate)
        && Objects.equals(sex, other.sex);
  }

  PatientDraft withProfile(PatientProfile other) {
    return new PatientDraft(firstName, lastName, birthdate, sex, other);
  }

  PatientDraft withKey(long patientKey) {
    return new PatientDraft(firstName, lastName, birthdate, sex, profile.withKey(patientKey));
  }
}
