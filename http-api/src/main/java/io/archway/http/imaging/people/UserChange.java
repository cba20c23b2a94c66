package io.archway.http.imaging.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.account.PasswordPolicy;
import io.archway.http.contact.EmailAddress;
import io.archway.http.contact.PhoneNumbers;
import io.archway.http.imaging.PersonText;
import io.archway.http.kernel.Change;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;
import io.archway.index.account.Account;
import io.archway.index.account.NewUser;
import io.archway.index.database.BoundedText;

/**
 * What a user is to be: what is absent stays, null empties.
 *
 * @param role the one they have from then on
 * @param allOffices whether they see all offices, those made later included, wherever bound
 * @param isOperator whether they may see to all organizations of the gateway
 * @param passwordCurrent of who changes where messages to themself go
 */
record UserChange(
    @Rule.Required @Rule.Size(min = 5, max = 255) String username,
    @Rule.Required
        @Rule.Size(max = 255)
        @Rule.Matches(value = EmailAddress.PATTERN, meaning = EmailAddress.MEANING)
        String email,
    @Rule.Size(min = 2, max = 100) String firstName,
    @Rule.Size(max = 100) Change<String> middleName,
    @Rule.Size(min = 2, max = 100) String lastName,
    Change<JsonNode> phoneNumber,
    JsonNode countryCode,
    @Rule.Size(max = 100) String role,
    @Rule.Size(max = 64) Change<String> timezone,
    Boolean activate,
    Boolean isOperator,
    Boolean allOffices,
    @Rule.Secret @Rule.Size(max = PasswordPolicy.MAX_LENGTH) String passwordCurrent)
    implements Rule.Across {

  @Override
  public void check(FieldErrors errors) {
    PersonText.checkNotBlank(errors, "first_name", firstName);
    PersonText.checkNotBlank(errors, "last_name", lastName);
    EmailAddress.check(errors, "email", email);
    PersonText.checkTimezone(errors, "timezone", timezone.value());
    PhoneNumber.check(errors, phoneNumber.value(), countryCode);
  }

  NewUser user(Account was, PhoneNumbers numbers, FieldErrors errors) {
    String phone = PhoneNumber.of(numbers, phoneNumber.value(), countryCode, errors);
    return new NewUser(
        BoundedText.of(username),
        BoundedText.of(email),
        firstName == null ? was.firstName() : BoundedText.of(firstName),
        BoundedText.orNull(middleName.orElse(was.middleName())),
        lastName == null ? was.lastName() : BoundedText.of(lastName),
        phoneNumber.given() ? phone : was.phoneNumber(),
        timezone.orElse(was.timezone()),
        activate == null ? was.active() : activate);
  }
}
