package io.archway.http.account;

import io.archway.http.account.NewAccount.NewOffice;
import io.archway.http.account.SignInThrottle.Attempt;
import io.archway.http.account.SignInThrottle.Subject;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.index.account.Account;
import io.archway.index.account.AccountCodeDao;
import io.archway.index.account.AccountCodeDao.Owner;
import io.archway.index.account.AccountCodeDao.Purpose;
import io.archway.index.account.AccountDao;
import io.archway.index.account.LoginName;
import io.archway.index.account.Registration;
import io.archway.index.account.RegistrationDao;
import io.archway.index.account.Role;
import io.archway.index.account.UserMetaDao;
import io.archway.index.account.UserWords;
import io.archway.index.database.Database;
import io.archway.index.message.MessageDao;
import io.archway.index.message.MessageKind;
import io.archway.index.message.NewMessage;
import io.archway.index.message.Outbox;
import io.archway.index.organization.OrganizationDao;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Makes accounts active by the codes that were sent for them. Thread-safe. */
public final class Activation {

  private static final int MAX_OFFICES_OF_ONE_NAME = 1_000;

  /** What a radiologist said of their papers, among what is kept of them. */
  private static final String PAPERS = "registration";

  private final Database database;
  private final SignInThrottle throttle;
  private final int maxFailures;
  private final int maxOffices;
  private final InstantSource clock;

  public Activation(Database database, AccountSettings settings, InstantSource clock) {
    this.database = database;
    this.throttle = new SignInThrottle(database, settings.signIn().failureWindow());
    this.maxFailures = settings.signIn().maxFailuresPerAddress();
    this.maxOffices = settings.registrationMaxOffices();
    this.clock = clock;
  }

  /** What the transaction that makes an account active tells of it. */
  public interface Record {
    void activated(Handle handle, Account account);
  }

  /**
   * Sends a code to a user who is not active, in the transaction that made them; it replaces those
   * before. For whoever makes users.
   */
  public static void send(
      Handle handle, long organizationKey, long userKey, Duration lifetime, Instant now) {
    String code = Secrets.token();
    AccountCodeDao codes = handle.attach(AccountCodeDao.class);
    codes.withdraw(userKey, Purpose.ACTIVATION);
    handle.attach(MessageDao.class).withdraw(userKey, MessageKind.ACTIVATION, now);
    codes.create(
        Secrets.sha256(code),
        organizationKey,
        userKey,
        Purpose.ACTIVATION,
        now,
        now.plus(lifetime));
    Outbox.put(
        handle,
        NewMessage.mail(
            organizationKey,
            userKey,
            MessageKind.ACTIVATION,
            Map.of("code", code),
            now.plus(lifetime)),
        now);
  }

  /**
   * Makes all codes of a user worthless: somebody has let them in, shut them out, or given them
   * another address.
   */
  public static void withdraw(Handle handle, long userKey, Instant now) {
    AccountCodeDao codes = handle.attach(AccountCodeDao.class);
    MessageDao messages = handle.attach(MessageDao.class);
    codes.withdraw(userKey, Purpose.ACTIVATION);
    codes.withdraw(userKey, Purpose.PASSWORD_RESET);
    messages.withdraw(userKey, MessageKind.ACTIVATION, now);
    messages.withdraw(userKey, MessageKind.PASSWORD_RESET, now);
  }

  /** By a code of either kind, once. A registered radiologist is not active yet after it. */
  public Account activate(String code, InetAddress address, Record record) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Attempt attempt = throttle.begin(now, Subject.address("code-", address, maxFailures));
    String sha256 = Secrets.sha256(code);
    Optional<Account> activated =
        database.durably(
            handle -> {
              Optional<Account> account = activate(handle, sha256, now);
              account.ifPresent(made -> record.activated(handle, made));
              account.ifPresent(made -> throttle.succeeded(handle, attempt));
              return account;
            });
    return activated.orElseThrow(
        () ->
            Problem.invalid("code", "expected: the code of a message, once and in time")
                .toException());
  }

  private Optional<Account> activate(Handle handle, String sha256, Instant now) {
    AccountCodeDao codes = handle.attach(AccountCodeDao.class);
    Optional<Owner> owner = codes.owner(sha256, Purpose.ACTIVATION, now);
    if (owner.isPresent()) {
      return codes.use(sha256) == 1 ? activate(handle, owner.get(), now) : Optional.empty();
    }
    RegistrationDao registrations = handle.attach(RegistrationDao.class);
    return registrations
        .find(sha256, now)
        .filter(registration -> registrations.use(sha256) == 1)
        .map(registration -> make(handle, registration, now));
  }

  private static Optional<Account> activate(Handle handle, Owner owner, Instant now) {
    AccountDao accounts = handle.attach(AccountDao.class);
    accounts.activate(owner.organizationKey(), owner.userKey(), now);
    return accounts.find(owner.organizationKey(), owner.userKey());
  }

  /** Who would read for others is let in by an administrator, who looks at their papers. */
  private Account make(Handle handle, Registration registration, Instant now) {
    AccountDao accounts = handle.attach(AccountDao.class);
    NewAccount details = Registering.details(registration);
    if (details.office() != null) {
      requireRoom(handle, registration.organizationKey());
    }
    boolean taken =
        accounts.isTaken(LoginName.fold(registration.username()))
            || accounts.isTaken(LoginName.fold(registration.email()));
    if (taken
        || accounts.createRegistered(
                registration,
                details.firstName(),
                details.middleName(),
                details.lastName(),
                details.phoneNumber(),
                now)
            == 0) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Somebody else has taken the username or the e-mail address meanwhile. Register anew.");
    }
    Account account = accounts.findByLogin(registration.username()).orElseThrow();
    accounts
        .roleKey(account.organizationKey(), registration.roleSlug())
        .ifPresent(roleKey -> accounts.giveRole(account.userKey(), roleKey));
    if (details.office() != null) {
      accounts.bindToOffice(account.userKey(), newOffice(handle, account, details.office(), now));
    }
    UserWords.write(handle, account.organizationKey(), account.userKey());
    Registering.papers(details)
        .ifPresent(
            papers ->
                handle
                    .attach(UserMetaDao.class)
                    .insert(
                        account.organizationKey(), account.userKey(), PAPERS, papers, false, now));
    if (Role.RADIOLOGIST.equals(registration.roleSlug())) {
      accounts.deactivate(account.organizationKey(), account.userKey(), now);
    }
    return accounts.find(account.organizationKey(), account.userKey()).orElseThrow();
  }

  /**
   * Strangers do not fill an organization with offices. Its row is held, before any name is, so
   * that those who come at once are counted one after the other.
   */
  private void requireRoom(Handle handle, long organizationKey) {
    OrganizationDao organizations = handle.attach(OrganizationDao.class);
    organizations.lock(organizationKey);
    if (organizations.countOffices(organizationKey) >= maxOffices) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "No further office is made by registering. Ask an administrator for an account.");
    }
  }

  /** Always a new one: nobody comes into an office by knowing its name. */
  private static long newOffice(Handle handle, Account account, NewOffice office, Instant now) {
    OrganizationDao organizations = handle.attach(OrganizationDao.class);
    for (int number = 1; number <= MAX_OFFICES_OF_ONE_NAME; number++) {
      String name = number == 1 ? office.name() : office.name() + " (" + number + ")";
      int created =
          organizations.createOffice(
              account.organizationKey(),
              name,
              office.addressLine1(),
              office.addressLine2(),
              office.city(),
              office.state(),
              office.zipcode(),
              now);
      if (created == 1) {
        return organizations.officeKeyOf(account.organizationKey(), name).orElseThrow();
      }
    }
    throw new ProblemException(ProblemType.CONFLICT, "There are too many offices of this name.");
  }
}
