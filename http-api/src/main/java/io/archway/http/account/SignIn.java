package io.archway.http.account;

import io.archway.http.account.SignInThrottle.Subject;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.index.account.AccessTokenDao;
import io.archway.index.account.Account;
import io.archway.index.account.AccountDao;
import io.archway.index.account.SecondFactor;
import io.archway.index.account.SecondFactorDao;
import io.archway.index.database.Database;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Gives tokens for passwords and takes them back. A stranger learns neither from an answer nor from
 * its time whether a name is known. Thread-safe.
 */
public final class SignIn {

  /** As many times as from one network an account may be tried from all of them. */
  private static final int ALL_NETWORKS = 10;

  private final Database database;
  private final PasswordHashing passwords;
  private final SignInSettings settings;
  private final SignInThrottle throttle;
  private final InstantSource clock;

  public SignIn(
      Database database, PasswordHashing passwords, SignInSettings settings, InstantSource clock) {
    this.database = database;
    this.passwords = passwords;
    this.settings = settings;
    this.throttle = new SignInThrottle(database, settings.failureWindow());
    this.clock = clock;
  }

  /**
   * A new token and whose it is. {@code accessToken} is known to nobody but its receiver; with
   * {@code awaitsFactor} it is good for little until a second factor was shown.
   */
  public record Granted(
      String accessToken, long expiresInSeconds, Account account, boolean awaitsFactor) {
    @Override
    public String toString() {
      return "Granted[" + account + "]";
    }
  }

  /** What the transaction that signs somebody in or out tells of it. */
  public interface Record {
    void done(Handle handle, long organizationKey, long userKey);
  }

  /**
   * Signs in by username or e-mail address.
   *
   * @param timezone becomes the user's; null leaves it
   */
  public Granted grant(
      String login, String password, ZoneId timezone, InetAddress address, Record record) {
    Instant now = now();
    SignInThrottle.Attempt attempt =
        throttle.begin(
            now,
            Subject.accountFrom("", login, address, settings.maxFailures()),
            Subject.account("", login, settings.maxFailures() * ALL_NETWORKS),
            Subject.address("", address, settings.maxFailuresPerAddress()));
    Optional<Account> found = find(login);
    if (!verify(password, found.map(Account::passwordHash).orElse(null), attempt)
        || !found.orElseThrow().active()) {
      throw new ProblemException(
          ProblemType.UNAUTHENTICATED, "The username or the password is wrong.");
    }
    return database.durably(
        handle -> {
          record.done(handle, found.get().organizationKey(), found.get().userKey());
          return grant(handle, found.get(), timezone, attempt, now);
        });
  }

  private Optional<Account> find(String login) {
    return database.read(handle -> handle.attach(AccountDao.class).findByLogin(login));
  }

  private boolean verify(String password, String hash, SignInThrottle.Attempt attempt) {
    try {
      return passwords.verify(password, hash);
    } catch (ProblemException e) {
      throttle.giveBack(attempt);
      throw e;
    }
  }

  private Granted grant(
      Handle handle,
      Account account,
      ZoneId timezone,
      SignInThrottle.Attempt attempt,
      Instant now) {
    throttle.succeeded(handle, attempt);
    AccessTokenDao tokens = handle.attach(AccessTokenDao.class);
    tokens.deleteExpired(now);
    String token = Secrets.token();
    tokens.create(
        account.organizationKey(),
        account.userKey(),
        Secrets.sha256(token),
        null,
        null,
        now,
        now.plus(settings.tokenLifetime()));
    AccountDao accounts = handle.attach(AccountDao.class);
    accounts.signedIn(account.userKey(), now);
    if (timezone != null) {
      accounts.updateTimezone(account.organizationKey(), account.userKey(), timezone.getId());
    }
    return new Granted(
        token,
        settings.tokenLifetime().toSeconds(),
        accounts.find(account.organizationKey(), account.userKey()).orElseThrow(),
        handle
            .attach(SecondFactorDao.class)
            .find(account.organizationKey(), account.userKey())
            .map(SecondFactor::defaultFactor)
            .isPresent());
  }

  /** The token of this request is worth nothing from now on, also after a power cut. */
  public void revoke(Principal principal, Record record) {
    database.durably(
        handle -> {
          record.done(handle, principal.organizationKey(), principal.userKey());
          return handle
              .attach(AccessTokenDao.class)
              .revoke(principal.organizationKey(), principal.userKey(), principal.tokenKey());
        });
  }

  /** Whole microseconds, as the database keeps them. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
