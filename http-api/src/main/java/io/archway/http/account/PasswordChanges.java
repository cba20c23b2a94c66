package io.archway.http.account;

import io.archway.http.account.SignInThrottle.Attempt;
import io.archway.http.account.SignInThrottle.Subject;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.index.account.AccessTokenDao;
import io.archway.index.account.Account;
import io.archway.index.account.AccountCodeDao;
import io.archway.index.account.AccountCodeDao.Owner;
import io.archway.index.account.AccountCodeDao.Purpose;
import io.archway.index.account.AccountDao;
import io.archway.index.account.LoginName;
import io.archway.index.database.Database;
import io.archway.index.message.Channel;
import io.archway.index.message.MessageDao;
import io.archway.index.message.MessageKind;
import io.archway.index.message.NewMessage;
import io.archway.index.message.Outbox;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Other passwords: for who has forgotten theirs, by a token that goes to their address, and for who
 * knows it. Who was signed in by the old one is so no more. Thread-safe.
 */
public final class PasswordChanges {

  /** How long it is tried to tell somebody that their password was changed. */
  private static final Duration NOTICE = Duration.ofDays(3);

  private static final long NOBODY = 0;

  /** As many times as from one network messages to an account may be asked for from all of them. */
  static final int ALL_NETWORKS = 4;

  /** Tokens that are good at one time: whoever asks for another does not spoil one just mailed. */
  private static final int KEPT_TOKENS = 3;

  private final Database database;
  private final PasswordHashing passwords;
  private final AccountSettings settings;
  private final SignInThrottle messages;
  private final SignInThrottle tries;
  private final InstantSource clock;

  public PasswordChanges(
      Database database, PasswordHashing passwords, AccountSettings settings, InstantSource clock) {
    this.database = database;
    this.passwords = passwords;
    this.settings = settings;
    this.messages = new SignInThrottle(database, settings.messageWindow());
    this.tries = new SignInThrottle(database, settings.signIn().failureWindow());
    this.clock = clock;
  }

  /** What the transaction that changes a password tells of it. */
  public interface Record {
    void changed(Handle handle, long organizationKey, long userKey);
  }

  /** Sends a token to an active user with this address; the same statements where there is none. */
  public void forgot(String email, InetAddress address) {
    Instant now = now();
    messages.begin(
        now,
        Subject.accountFrom("message-", email, address, settings.maxMessages()),
        Subject.account("message-", email, settings.maxMessages() * ALL_NETWORKS),
        Subject.address("message-", address, settings.maxMessagesPerAddress()));
    String token = Secrets.token();
    database.durably(
        handle -> {
          Optional<Account> account =
              handle
                  .attach(AccountDao.class)
                  .findByEmail(LoginName.fold(email))
                  .filter(Account::active);
          send(handle, account, token, now);
          return null;
        });
  }

  private void send(Handle handle, Optional<Account> account, String token, Instant now) {
    Long userKey = account.map(Account::userKey).orElse(null);
    long organizationKey = account.map(Account::organizationKey).orElse(NOBODY);
    Instant until = now.plus(settings.resetLifetime());
    AccountCodeDao codes = handle.attach(AccountCodeDao.class);
    codes.withdrawOlder(
        userKey == null ? NOBODY : userKey, Purpose.PASSWORD_RESET, KEPT_TOKENS - 1);
    codes.create(
        Secrets.sha256(token), organizationKey, userKey, Purpose.PASSWORD_RESET, now, until);
    Outbox.put(
        handle,
        new NewMessage(
            organizationKey,
            userKey,
            account.map(Account::email).orElse(null),
            MessageKind.PASSWORD_RESET,
            Channel.MAIL,
            Map.of("token", token),
            until),
        now);
  }

  private static void withdraw(Handle handle, long userKey, Instant now) {
    handle.attach(AccountCodeDao.class).withdraw(userKey, Purpose.PASSWORD_RESET);
    handle.attach(MessageDao.class).withdraw(userKey, MessageKind.PASSWORD_RESET, now);
  }

  /** By a token of a message, once. All tokens of the user, personal ones too, are revoked. */
  public void reset(String token, String password, InetAddress address, Record record) {
    Instant now = now();
    Attempt attempt =
        tries.begin(
            now, Subject.address("code-", address, settings.signIn().maxFailuresPerAddress()));
    String sha256 = Secrets.sha256(token);
    Owner owner =
        database
            .read(handle -> owner(handle, sha256, now))
            .orElseThrow(PasswordChanges::wrongToken);
    String hash = hash(password, tries, attempt);
    boolean changed =
        database.durably(
            handle -> {
              if (handle.attach(AccountCodeDao.class).use(sha256) == 0) {
                return false;
              }
              handle
                  .attach(AccessTokenDao.class)
                  .revokeAll(owner.organizationKey(), owner.userKey());
              set(handle, owner.organizationKey(), owner.userKey(), hash, now);
              record.changed(handle, owner.organizationKey(), owner.userKey());
              tries.succeeded(handle, attempt);
              return true;
            });
    if (!changed) {
      throw wrongToken();
    }
  }

  private static Optional<Owner> owner(Handle handle, String sha256, Instant now) {
    AccountDao accounts = handle.attach(AccountDao.class);
    return handle
        .attach(AccountCodeDao.class)
        .owner(sha256, Purpose.PASSWORD_RESET, now)
        .filter(
            owner ->
                accounts
                    .find(owner.organizationKey(), owner.userKey())
                    .filter(Account::active)
                    .isPresent());
  }

  private static ProblemException wrongToken() {
    return Problem.invalid("token", "expected: the token of a message, once and in time")
        .toException();
  }

  /** Refuses who does not know their password. A try like those to change it. */
  public void prove(Principal principal, String current) {
    Attempt attempt = proven(principal, current, now());
    database.inTransaction(
        handle -> {
          tries.succeeded(handle, attempt);
          return null;
        });
  }

  private Attempt proven(Principal principal, String current, Instant now) {
    long userKey = principal.userKey();
    Attempt attempt =
        tries.begin(now, Subject.user("password-", userKey, settings.signIn().maxFailures()));
    String hash =
        database
            .read(
                handle ->
                    handle.attach(AccountDao.class).find(principal.organizationKey(), userKey))
            .orElseThrow(() -> Problem.notFound().toException())
            .passwordHash();
    if (!verify(current, hash, attempt)) {
      throw Problem.invalid("password_current", "expected: the password as it is now")
          .toException();
    }
    return attempt;
  }

  /**
   * By who knows the one before; their other sign-ins end. Personal tokens stay unless it is said,
   * so that nobody fears to change a password; the message tells how many there are.
   */
  public void change(
      Principal principal, String current, String password, boolean revokeTokens, Record record) {
    Instant now = now();
    long organizationKey = principal.organizationKey();
    long userKey = principal.userKey();
    Attempt attempt = proven(principal, current, now);
    String changed = hash(password, tries, attempt);
    database.durably(
        handle -> {
          AccessTokenDao tokens = handle.attach(AccessTokenDao.class);
          tokens.revokeOtherSignIns(organizationKey, userKey, principal.tokenKey());
          if (revokeTokens) {
            tokens.revokeAllPersonal(organizationKey, userKey);
          }
          set(handle, organizationKey, userKey, changed, now);
          record.changed(handle, organizationKey, userKey);
          tries.succeeded(handle, attempt);
          return null;
        });
  }

  private boolean verify(String password, String hash, Attempt attempt) {
    try {
      return passwords.verify(password, hash);
    } catch (ProblemException e) {
      tries.giveBack(attempt);
      throw e;
    }
  }

  private String hash(String password, SignInThrottle throttle, Attempt attempt) {
    try {
      return passwords.hash(password);
    } catch (ProblemException e) {
      throttle.giveBack(attempt);
      throw e;
    }
  }

  /** Ends what the old password and tokens for a new one were good for, and tells its owner. */
  private static void set(
      Handle handle, long organizationKey, long userKey, String hash, Instant now) {
    handle.attach(AccountDao.class).updatePassword(organizationKey, userKey, hash, now);
    withdraw(handle, userKey, now);
    int tokens = handle.attach(AccessTokenDao.class).personal(organizationKey, userKey, now).size();
    Outbox.put(
        handle,
        NewMessage.mail(
            organizationKey,
            userKey,
            MessageKind.PASSWORD_CHANGED,
            Map.of("tokens", Integer.toString(tokens)),
            now.plus(NOTICE)),
        now);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
