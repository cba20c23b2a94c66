package io.archway.http.account;

import io.archway.http.access.Permission;
import io.archway.http.account.PersonalTokens.NewToken;
import io.archway.index.account.AccessToken;
import io.archway.index.account.AccessTokenDao;
import io.archway.index.account.Account;
import io.archway.index.account.AccountDao;
import io.archway.index.account.ProgramToken;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.Auditor;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Tokens for programs, made and revoked on behalf of whoever has the machine. They are the personal
 * tokens of their users, who are told of them. Thread-safe.
 */
public final class ProgramTokens {

  private static final String COMMAND = "token";

  private final Database database;
  private final AccessTokens tokens;
  private final InstantSource clock;

  public ProgramTokens(Database database, InstantSource clock) {
    this.database = database;
    this.tokens = new AccessTokens(database, Permission.all(), clock);
    this.clock = clock;
  }

  /** Why a token is not made: a text with what was expected. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Makes a token for a user.
   *
   * @param scopes names of permissions that the user holds; empty: all that they may at any time
   * @param lifetime null: until it is revoked
   * @return the token, to be shown once, and what is known of it
   */
  public PersonalTokens.Granted create(
      String login, String name, List<String> scopes, Duration lifetime) throws RefusedException {
    Instant now = now();
    return database.durably(
        handle -> {
          Account account = account(handle, login);
          if (!account.active()) {
            throw new RefusedException(login + ": not active (expected: a user who may sign in)");
          }
          checkScopes(handle, account, scopes);
          checkCount(handle, account, now);
          NewToken wish =
              new NewToken(
                  name,
                  scopes.isEmpty() ? null : String.join(" ", new TreeSet<>(scopes)),
                  lifetime);
          return PersonalTokens.create(
              handle,
              account.organizationKey(),
              account.userKey(),
              wish,
              (inside, key) -> record(inside, account.organizationKey(), key, Action.CREATE),
              now);
        });
  }

  private static Account account(Handle handle, String login) throws RefusedException {
    return handle
        .attach(AccountDao.class)
        .findByLogin(login)
        .orElseThrow(
            () ->
                new RefusedException(
                    login + ": no such user (expected: a username or an e-mail address)"));
  }

  private void checkScopes(Handle handle, Account account, List<String> scopes)
      throws RefusedException {
    for (String scope : scopes) {
      if (Permission.of(scope).isEmpty()) {
        throw new RefusedException(
            scope + ": no such permission (expected: a name such as patient.index)");
      }
    }
    List<String> beyond =
        scopes.stream()
            .filter(
                scope ->
                    !tokens
                        .permissions(handle, account.organizationKey(), account.userKey())
                        .contains(scope))
            .toList();
    if (!beyond.isEmpty()) {
      throw new RefusedException(
          String.join(" ", beyond)
              + ": beyond the user's rights (expected: permissions they have)");
    }
  }

  private static void checkCount(Handle handle, Account account, Instant now)
      throws RefusedException {
    AccessTokenDao dao = handle.attach(AccessTokenDao.class);
    if (dao.personal(account.organizationKey(), account.userKey(), now).size()
        >= PersonalTokens.MAX_TOKENS) {
      throw new RefusedException(
          "tokens of the user: %d (expected: fewer; revoke one)"
              .formatted(PersonalTokens.MAX_TOKENS));
    }
  }

  /**
   * Tokens for programs that have not expired, those made first first.
   *
   * @param login null: of all users
   */
  public List<ProgramToken> list(String login) throws RefusedException {
    Instant now = now();
    return database.read(
        handle -> {
          Long userKey = login == null ? null : account(handle, login).userKey();
          return handle.attach(AccessTokenDao.class).programTokens(userKey, now);
        });
  }

  /** Whether there was such a token: it is worth nothing from now on. */
  public boolean revoke(long tokenKey) {
    return database.durably(
        handle -> {
          AccessTokenDao dao = handle.attach(AccessTokenDao.class);
          Optional<AccessToken> token = dao.programToken(tokenKey);
          token.ifPresent(
              found -> {
                dao.revokePersonal(found.organizationKey(), found.userKey(), tokenKey);
                record(handle, found.organizationKey(), tokenKey, Action.DELETE);
              });
          return token.isPresent();
        });
  }

  private static void record(Handle handle, long organizationKey, long tokenKey, Action action) {
    Audit.changed(
        handle, Auditor.command(organizationKey, COMMAND), RecordKind.TOKEN, tokenKey, action);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
