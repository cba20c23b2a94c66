package io.archway.http.account;

import io.archway.http.account.SignInThrottle.Subject;
import io.archway.index.account.AccessTokenDao;
import io.archway.index.account.Account;
import io.archway.index.account.AccountDao;
import io.archway.index.account.SignInFailureDao;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.Auditor;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Lets in again who is locked out, on behalf of whoever has the machine. Thread-safe. */
public final class AccountRescue {

  private final Database database;
  private final PasswordHashing passwords;
  private final InstantSource clock;

  public AccountRescue(Database database, PasswordHashing passwords, InstantSource clock) {
    this.database = database;
    this.passwords = passwords;
    this.clock = clock;
  }

  /**
   * Makes a password up, ends all that the user was signed in with, and forgets failed sign-ins.
   *
   * @return the password, to be shown once; empty where nobody has this username or address
   */
  public Optional<String> resetPassword(String login) {
    String password = Secrets.password();
    String hash = passwords.hash(password);
    Instant now = now();
    return database.durably(
        handle -> {
          Optional<Account> account = handle.attach(AccountDao.class).findByLogin(login);
          account.ifPresent(found -> setPassword(handle, found, login, hash, now));
          return account.map(found -> password);
        });
  }

  private static void setPassword(
      Handle handle, Account account, String login, String hash, Instant now) {
    handle
        .attach(AccountDao.class)
        .updatePassword(account.organizationKey(), account.userKey(), hash, now);
    handle.attach(AccessTokenDao.class).revokeAll(account.organizationKey(), account.userKey());
    SignInFailureDao failures = handle.attach(SignInFailureDao.class);
    for (String name : List.of(login, account.username())) {
      String subject = Subject.account("", name, 1).name();
      failures.clear(subject);
      failures.clearBeginning(subject + SignInThrottle.FROM);
    }
    record(handle, account, "reset-password");
  }

  /**
   * Takes a user's second factor away.
   *
   * @return whether there was one; empty where nobody has this username or address
   */
  public Optional<Boolean> resetFactor(String login) {
    Instant now = now();
    return database.durably(
        handle -> {
          Optional<Account> account = handle.attach(AccountDao.class).findByLogin(login);
          return account.map(found -> removeFactor(handle, found, now));
        });
  }

  private static boolean removeFactor(Handle handle, Account account, Instant now) {
    boolean removed = FactorSetup.remove(handle, account.organizationKey(), account.userKey(), now);
    handle
        .attach(SignInFailureDao.class)
        .clear(Subject.user("factor-", account.userKey(), 1).name());
    if (removed) {
      record(handle, account, "reset-factor");
    }
    return removed;
  }

  private static void record(Handle handle, Account account, String command) {
    Audit.changed(
        handle,
        Auditor.command(account.organizationKey(), command),
        RecordKind.USER,
        account.userKey(),
        Action.UPDATE);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
