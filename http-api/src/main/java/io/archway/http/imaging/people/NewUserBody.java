package io.archway.http.imaging.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.account.PasswordPolicy;
import io.archway.http.contact.EmailAddress;
import io.archway.http.contact.PhoneNumbers;
import io.archway.http.imaging.PersonText;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;
import io.archway.index.account.NewUser;
import io.archway.index.database.BoundedText;
import java.util.List;

/**
 * A user to be made.
 *
 * @param office ids of offices to which they are bound
 * @param allOffices whether they see all others, too, those made later included
 */
record NewUserBody(
    @Rule.Required @Rule.Size(min = 2, max = 255) String username,
    @Rule.Required
        @Rule.Size(max = 255)
        @Rule.Matches(value = EmailAddress.PATTERN, meaning = EmailAddress.MEANING)
        String email,
    @Rule.Required @Rule.Secret @Rule.Size(max = PasswordPolicy.MAX_LENGTH) String password,
    @Rule.Required String firstName,
    String middleName,
    @Rule.Required String lastName,
    @Rule.Size(max = 100) String role,
    @Rule.Size(max = 200) List<String> permissions,
    Boolean activate,
    JsonNode phoneNumber,
    JsonNode countryCode,
    @Rule.Size(max = 64) String timezone,
    @Rule.Size(max = 1_000) List<Long> office,
    Boolean allOffices)
    implements Rule.Across {

  @Override
  public void check(FieldErrors errors) {
    if (!PasswordPolicy.allows(password)) {
      errors.add("password", PasswordPolicy.TEXT);
    }
    EmailAddress.check(errors, "email", email);
    PersonText.checkTimezone(errors, "timezone", timezone);
    PhoneNumber.check(errors, phoneNumber, countryCode);
  }

  NewUser user(PhoneNumbers numbers, FieldErrors errors) {
    return new NewUser(
        BoundedText.of(username),
        BoundedText.of(email),
        BoundedText.orNull(firstName),
        BoundedText.orNull(middleName),
        BoundedText.orNull(lastName),
        PhoneNumber.of(numbers, phoneNumber, countryCode, errors),
        timezone,
        !Boolean.FALSE.equals(activate));
  }
}
