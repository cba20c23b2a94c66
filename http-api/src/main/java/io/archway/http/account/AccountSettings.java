package io.archway.http.account;

import io.archway.http.contact.PhoneNumbers;
import java.time.Duration;
import java.util.List;

/**
 * What accounts and their codes live by.
 *
 * @param personalTokenLifetime of a token that a user gives to a program; zero: until it is revoked
 * @param activationLifetime of a code that activates an account
 * @param resetLifetime of a token that resets a password
 * @param factorCodeLifetime of a code that is sent for the second factor, and of a factor that
 *     waits for its first code
 * @param maxWrongCodes of a second factor after which its user is told and sign-ins that wait for
 *     one end; again after as many more
 * @param maxMessages that anybody may cause to one account within the window
 * @param maxMessagesPerAddress the same from one network address
 * @param messageWindow counted from the first
 * @param issuer by which authenticators call this gateway
 * @param phoneNumbers how numbers are read that people give
 * @param registrationRoles that a stranger may choose; none: nobody can register
 * @param registrationOrganization slug of the organization of those who register; "": the first
 * @param registrationMaxOffices offices of an organization up to which a dentist who registers
 *     makes one more
 */
public record AccountSettings(
    SignInSettings signIn,
    Duration personalTokenLifetime,
    Duration activationLifetime,
    Duration resetLifetime,
    Duration factorCodeLifetime,
    int maxWrongCodes,
    int maxMessages,
    int maxMessagesPerAddress,
    Duration messageWindow,
    String issuer,
    PhoneNumbers phoneNumbers,
    List<String> registrationRoles,
    String registrationOrganization,
    int registrationMaxOffices) {

  public AccountSettings {
    registrationRoles = List.copyOf(registrationRoles);
  }

  public static AccountSettings defaults() {
    return new AccountSettings(
        SignInSettings.defaults(),
        Duration.ofDays(365),
        Duration.ofDays(7),
        Duration.ofHours(1),
        Duration.ofMinutes(5),
        50,
        5,
        50,
        Duration.ofHours(1),
        "Archway",
        PhoneNumbers.withoutRegion(),
        List.of("dentist", "radiologist"),
        "",
        100);
  }

  public AccountSettings withSignIn(SignInSettings value) {
    return new AccountSettings(
        value,
        personalTokenLifetime,
        activationLifetime,
        resetLifetime,
        factorCodeLifetime,
        maxWrongCodes,
        maxMessages,
        maxMessagesPerAddress,
        messageWindow,
        issuer,
        phoneNumbers,
        registrationRoles,
        registrationOrganization,
        registrationMaxOffices);
  }

  public AccountSettings withPhoneNumbers(PhoneNumbers value) {
    return new AccountSettings(
        signIn,
        personalTokenLifetime,
        activationLifetime,
        resetLifetime,
        factorCodeLifetime,
        maxWrongCodes,
        maxMessages,
        maxMessagesPerAddress,
        messageWindow,
        issuer,
        value,
        registrationRoles,
        registrationOrganization,
        registrationMaxOffices);
  }

  public AccountSettings withRegistrationMaxOffices(int value) {
    return new AccountSettings(
        signIn,
        personalTokenLifetime,
        activationLifetime,
        resetLifetime,
        factorCodeLifetime,
        maxWrongCodes,
        maxMessages,
        maxMessagesPerAddress,
        messageWindow,
        issuer,
        phoneNumbers,
        registrationRoles,
        registrationOrganization,
        value);
  }
}
