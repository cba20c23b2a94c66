package io.archway.http.imaging.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.account.NewAccount;
import io.archway.http.account.NewAccount.NewOffice;
import io.archway.http.account.PasswordPolicy;
import io.archway.http.contact.EmailAddress;
import io.archway.http.contact.PhoneNumbers;
import io.archway.http.imaging.people.PhoneNumber;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;
import io.archway.index.account.LoginName;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What somebody says who registers; a dentist tells of an office, a radiologist of their papers.
 *
 * @param activate is not looked at: the code of a message activates
 * @param phoneNumber a number or a text
 */
record NewRegistration(
    @Rule.Required @Rule.Size(min = 5, max = 255) String username,
    @Rule.Required
        @Rule.Size(min = 10, max = 255)
        @Rule.Matches(value = EmailAddress.PATTERN, meaning = EmailAddress.MEANING)
        String email,
    @Rule.Required
        @Rule.Secret
        @Rule.Size(min = PasswordPolicy.MIN_LENGTH, max = PasswordPolicy.MAX_LENGTH)
        String password,
    @Rule.Required @Rule.Size(min = 3, max = 255) String firstName,
    String middleName,
    @Rule.Required @Rule.Size(min = 3, max = 255) String lastName,
    String role,
    JsonNode permissions,
    Boolean activate,
    JsonNode phoneNumber,
    @Rule.Size(min = 5, max = 255) String officeName,
    @Rule.Name("office_address_line_1") @Rule.Size(min = 5, max = 255) String officeAddressLine1,
    @Rule.Name("office_address_line_2") @Rule.Size(min = 5, max = 255) String officeAddressLine2,
    @Rule.Size(min = 2, max = 255) String officeCity,
    @Rule.Size(min = 2, max = 255) String officeState,
    @Rule.Size(min = 5, max = 255) String officeZipcode,
    LocalDate birthDate,
    @Rule.Range(min = 1) Long schoolDiplomaId,
    @Rule.Range(min = 1) Long residencyDiplomaId,
    @Rule.Range(min = 1) Long stateLicenseId,
    @Rule.Range(min = 1) Long abrFileId,
    @Rule.Range(min = 1) Long medicalSchoolDiplomaId)
    implements Rule.Across {

  private static final String DENTIST = "dentist";
  private static final String RADIOLOGIST = "radiologist";

  @Override
  public void check(FieldErrors errors) {
    if (password.isBlank()) {
      errors.add("password", PasswordPolicy.TEXT);
    }
    if (permissions != null && !permissions.isEmpty()) {
      errors.add("permissions", "expected: none, an administrator gives them");
    }
    if (!LoginName.mayBe(username, email)) {
      errors.add("username", "expected: no @, or your own e-mail address");
    }
    EmailAddress.check(errors, "email", email);
    PhoneNumber.check(errors, phoneNumber, null);
    if (DENTIST.equals(role)) {
      require(errors, "is dentist", office());
    } else if (RADIOLOGIST.equals(role)) {
      Map<String, Object> asked = new LinkedHashMap<>();
      asked.put("birth_date", birthDate);
      asked.putAll(papers());
      require(errors, "is radiologist", asked);
    }
  }

  private static void require(FieldErrors errors, String when, Map<String, ?> asked) {
    asked.forEach(
        (name, value) -> {
          if (value == null || value instanceof String text && text.isBlank()) {
            errors.add(name, "required when role " + when);
          }
        });
  }

  private Map<String, Object> office() {
    Map<String, Object> office = new LinkedHashMap<>();
    office.put("office_name", officeName);
    office.put("office_address_line_1", officeAddressLine1);
    office.put("office_address_line_2", officeAddressLine2);
    office.put("office_city", officeCity);
    office.put("office_state", officeState);
    office.put("office_zipcode", officeZipcode);
    return office;
  }

  private Map<String, Long> papers() {
    Map<String, Long> papers = new LinkedHashMap<>();
    papers.put("school_diploma_id", schoolDiplomaId);
    papers.put("residency_diploma_id", residencyDiplomaId);
    papers.put("state_license_id", stateLicenseId);
    papers.put("abr_file_id", abrFileId);
    papers.put("medical_school_diploma_id", medicalSchoolDiplomaId);
    return papers;
  }

  /** What does not belong to the role is left out. */
  NewAccount account(PhoneNumbers numbers) {
    FieldErrors errors = new FieldErrors();
    String phone = PhoneNumber.of(numbers, phoneNumber, null, errors);
    errors.throwIfAny();
    Map<String, Long> papers = papers();
    papers.values().removeIf(id -> id == null);
    boolean radiologist = RADIOLOGIST.equals(role);
    return new NewAccount(
        username,
        email,
        password,
        firstName,
        middleName,
        lastName,
        role,
        phone,
        DENTIST.equals(role)
            ? new NewOffice(
                officeName,
                officeAddressLine1,
                officeAddressLine2,
                officeCity,
                officeState,
                officeZipcode)
            : null,
        radiologist && birthDate != null ? birthDate.toString() : null,
        radiologist ? papers : Map.of());
  }
}
