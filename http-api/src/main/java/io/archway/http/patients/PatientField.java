package io.archway.http.patients;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A member of an answer that is not always there: {@code fields=} asks for it by name. */
enum PatientField {
  DISPLAY_FIRST_NAME,
  DISPLAY_LAST_NAME,
  PHONE_COUNTRY,
  BIRTHDATE,
  GENDER,
  PERSONAL_NO,
  EXTERNAL_ID,
  LEGACY_ID,
  UPDATED_AT,
  PREFERRED_DOCTOR_ID,
  ALLERGIES,
  MEDICAL_CONDITIONS,
  BLOOD_TYPE,
  EMERGENCY_CONTACT_NAME,
  EMERGENCY_CONTACT_RELATIONSHIP,
  EMERGENCY_CONTACT_PHONE,
  INSURANCE_PROVIDER,
  INSURANCE_ID,
  VIP,
  VIP_START_DATE,
  VIP_EXPIRATION_DATE,
  VIP_NOTES,
  PREFERENCES,
  MEDICAL_ISSUES;

  /** Members of every answer; asking for them changes nothing. */
  private static final Set<String> ALWAYS =
      Set.of(
          "id",
          "first_name",
          "last_name",
          "display_name",
          "email",
          "phone",
          "phone_e164",
          "locale",
          "is_active",
          "created_at");

  /** What a list shows beside the members that are always there. */
  static final Set<PatientField> OF_LISTS = Set.of();

  /** The same of one patient. */
  static final Set<PatientField> OF_ONE =
      Collections.unmodifiableSet(EnumSet.range(DISPLAY_FIRST_NAME, UPDATED_AT));

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Those that a text of names divided by commas asks for. */
  static Set<PatientField> parse(String text) {
    Set<PatientField> fields = EnumSet.noneOf(PatientField.class);
    for (String part : text.split(",")) {
      String name = part.strip();
      if (!name.isEmpty() && !ALWAYS.contains(name)) {
        fields.add(named(name));
      }
    }
    return fields;
  }

  private static PatientField named(String name) {
    return Arrays.stream(values())
        .filter(field -> field.text().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected: members divided by commas, of " + String.join(", ", names())));
  }

  private static List<String> names() {
    return Arrays.stream(values()).map(PatientField::text).collect(Collectors.toList());
  }
}
