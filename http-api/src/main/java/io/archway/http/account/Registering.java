package io.archway.http.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.http.account.SignInThrottle.Subject;
import io.archway.http.contact.PhoneNumbers;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.index.account.AccountDao;
import io.archway.index.account.LoginName;
import io.archway.index.account.Registration;
import io.archway.index.account.RegistrationDao;
import io.archway.index.database.Database;
import io.archway.index.message.Channel;
import io.archway.index.message.MessageKind;
import io.archway.index.message.NewMessage;
import io.archway.index.message.Outbox;
import io.archway.index.organization.OrganizationDao;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Takes what strangers say who want an account. Nothing of it counts before its code comes back,
 * which goes to the e-mail address: so no name is reserved, and neither answer nor time tells
 * whether a name is known. Thread-safe.
 */
public final class Registering {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database database;
  private final PasswordHashing passwords;
  private final AccountSettings settings;
  private final SignInThrottle throttle;
  private final InstantSource clock;

  public Registering(
      Database database, PasswordHashing passwords, AccountSettings settings, InstantSource clock) {
    this.database = database;
    this.passwords = passwords;
    this.settings = settings;
    this.throttle = new SignInThrottle(database, settings.messageWindow());
    this.clock = clock;
  }

  public List<String> roles() {
    return settings.registrationRoles();
  }

  public PhoneNumbers phoneNumbers() {
    return settings.phoneNumbers();
  }

  /** Sends a code to the address, or a word that what was chosen is taken. */
  public void register(NewAccount account, InetAddress address) {
    if (settings.registrationRoles().isEmpty()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "Accounts are made by an administrator here.");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    SignInThrottle.Attempt attempt =
        throttle.begin(
            now,
            Subject.accountFrom("message-", account.email(), address, settings.maxMessages()),
            Subject.account(
                "message-", account.email(), settings.maxMessages() * PasswordChanges.ALL_NETWORKS),
            Subject.address("message-", address, settings.maxMessagesPerAddress()));
    String hash = hash(account, attempt);
    String code = Secrets.token();
    database.durably(
        handle -> {
          long organizationKey = organizationKey(handle);
          Optional<String> taken = taken(handle, account);
          keep(handle, organizationKey, account, hash, code, taken.isPresent(), now);
          Outbox.put(handle, message(organizationKey, account, code, taken, now), now);
          return null;
        });
  }

  private String hash(NewAccount account, SignInThrottle.Attempt attempt) {
    try {
      return passwords.hash(account.password());
    } catch (ProblemException e) {
      throttle.giveBack(attempt);
      throw e;
    }
  }

  private long organizationKey(Handle handle) {
    OrganizationDao organizations = handle.attach(OrganizationDao.class);
    String slug = settings.registrationOrganization();
    if (slug.isEmpty()) {
      return organizations.firstTwoKeys().get(0);
    }
    return organizations
        .keyOfSlug(slug)
        .orElseThrow(
            () ->
                Problem.unavailable("The organization of new accounts is not there.", 3_600)
                    .toException());
  }

  private static Optional<String> taken(Handle handle, NewAccount account) {
    AccountDao accounts = handle.attach(AccountDao.class);
    boolean email = accounts.isTaken(LoginName.fold(account.email()));
    boolean username = accounts.isTaken(LoginName.fold(account.username()));
    return email ? Optional.of("email") : username ? Optional.of("username") : Optional.empty();
  }

  /** What is taken is kept too, for no time: it costs as much. */
  private void keep(
      Handle handle,
      long organizationKey,
      NewAccount account,
      String hash,
      String code,
      boolean taken,
      Instant now) {
    handle
        .attach(RegistrationDao.class)
        .create(
            new Registration(
                Secrets.sha256(code),
                organizationKey,
                account.username(),
                account.email(),
                hash,
                account.role() == null ? "" : account.role(),
                details(account),
                now,
                taken ? now : now.plus(settings.activationLifetime())));
  }

  private NewMessage message(
      long organizationKey, NewAccount account, String code, Optional<String> taken, Instant now) {
    return new NewMessage(
        organizationKey,
        null,
        account.email(),
        taken.isPresent() ? MessageKind.REGISTRATION_REFUSED : MessageKind.ACTIVATION,
        Channel.MAIL,
        taken.map(what -> Map.of("taken", what)).orElseGet(() -> Map.of("code", code)),
        now.plus(settings.activationLifetime()));
  }

  /** All but the password, which is kept as a hash alone. */
  private static String details(NewAccount account) {
    try {
      ObjectNode details = JSON.valueToTree(account);
      details.remove("password");
      return JSON.writeValueAsString(details);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The birth date and the ids of the files, as JSON; empty for who was not asked for them. */
  static Optional<String> papers(NewAccount account) {
    if (account.birthDate() == null && account.papers().isEmpty()) {
      return Optional.empty();
    }
    ObjectNode papers = JSON.createObjectNode();
    papers.put("birth_date", account.birthDate());
    account.papers().forEach(papers::put);
    return Optional.of(papers.toString());
  }

  static NewAccount details(Registration registration) {
    try {
      return JSON.readValue(registration.details(), NewAccount.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("details of a registration", e);
    }
  }
}
