package io.archway.http.imaging.people;

import io.archway.http.access.Actor;
import io.archway.http.access.Administrators;
import io.archway.http.access.Granting;
import io.archway.http.access.Permission;
import io.archway.http.access.Precedence;
import io.archway.http.account.AccountSettings;
import io.archway.http.account.Activation;
import io.archway.http.account.PasswordChanges;
import io.archway.http.account.PasswordHashing;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.Request;
import io.archway.index.account.AccessTokenDao;
import io.archway.index.account.Account;
import io.archway.index.account.AccountDao;
import io.archway.index.account.LoginName;
import io.archway.index.account.NewUser;
import io.archway.index.account.Role;
import io.archway.index.account.UserDao;
import io.archway.index.account.UserMetaDao;
import io.archway.index.account.UserWords;
import io.archway.index.agent.HeartbeatDao;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Makes, changes and deletes users: each in one transaction that holds the organization, durable
 * when it returns. Thread-safe.
 */
final class UserChanges {

  private static final String BEFORE_NAMES = "before_names";
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String NO_ADDRESS = "expected: no @, or the user's own e-mail address";
  private static final String TAKEN = "taken (expected: one that nobody has or has had)";

  private final Database database;
  private final PasswordHashing passwords;
  private final PasswordChanges proofs;
  private final UserRules rules;
  private final AccountSettings settings;
  private final InstantSource clock;

  /**
   * @param proofs that somebody knows their own password
   */
  UserChanges(
      Database database,
      PasswordHashing passwords,
      PasswordChanges proofs,
      UserRules rules,
      AccountSettings settings,
      InstantSource clock) {
    this.database = database;
    this.settings = settings;
    this.passwords = passwords;
    this.proofs = proofs;
    this.rules = rules;
    this.clock = clock;
  }

  long create(Request request, NewUserBody body) {
    String hash = passwords.hash(body.password());
    return database.durablyInConnection(handle -> create(handle, request, body, hash));
  }

  private long create(Handle handle, Request request, NewUserBody body, String hash) {
    Principal principal = request.principal();
    long organizationKey = principal.organizationKey();
    UserDao users = handle.attach(UserDao.class);
    users.lock(organizationKey);
    FieldErrors errors = new FieldErrors();
    NewUser user = body.user(settings.phoneNumbers(), errors);
    checkNames(users, user, 0, errors);
    checkUsername(user, null, errors);
    Role role = null;
    if (body.role() != null) {
      UserRules.require(principal, Permission.USER_ROLE_STORE, "Giving a role");
      role = rules.role(handle, principal, body.role(), errors);
    }
    List<String> granted = body.permissions() == null ? List.of() : body.permissions();
    if (!granted.isEmpty()) {
      UserRules.require(principal, Permission.USER_PERMISSION_STORE, "Giving permissions");
      UserRules.checkGranted(principal, granted, errors);
    }
    List<Long> offices = body.office() == null ? List.of() : body.office();
    boolean all = Boolean.TRUE.equals(body.allOffices());
    if (all) {
      checkMayShowAll(handle, principal, errors);
    }
    rules.checkOffices(handle, request, "office", offices, errors);
    errors.throwIfAny();
    if (users.insert(organizationKey, user, hash, now()) == 0) {
      throw takenMeanwhile(users, user, 0);
    }
    AccountDao accounts = handle.attach(AccountDao.class);
    long userKey = accounts.findByUsername(user.usernameFolded()).orElseThrow().userKey();
    if (role != null) {
      accounts.giveRole(userKey, role.roleKey());
    }
    granted.forEach(permission -> users.grant(userKey, permission));
    offices.forEach(office -> accounts.bindToOffice(userKey, office));
    users.showAllOffices(userKey, all);
    UserWords.write(handle, organizationKey, userKey);
    if (!user.active()) {
      Activation.send(handle, organizationKey, userKey, settings.activationLifetime(), now());
    }
    Audit.changed(handle, request.auditor(), RecordKind.USER, userKey, Action.CREATE);
    return userKey;
  }

  void update(Request request, long userKey, UserChange body) {
    Principal principal = request.principal();
    boolean proved = body.passwordCurrent() != null && UserRules.isSelf(principal, userKey);
    if (proved) {
      proofs.prove(principal, body.passwordCurrent());
    }
    database.durablyInConnection(
        handle -> {
          update(handle, request, userKey, body, proved);
          return null;
        });
  }

  private void update(
      Handle handle, Request request, long userKey, UserChange body, boolean proved) {
    Principal principal = request.principal();
    UserDao users = handle.attach(UserDao.class);
    users.lock(principal.organizationKey());
    Account was = rules.find(handle, request, userKey);
    Precedence.require(handle, principal, userKey);
    FieldErrors errors = new FieldErrors();
    NewUser user = body.user(was, settings.phoneNumbers(), errors);
    checkActive(principal, was, user);
    checkNames(users, user, userKey, errors);
    checkUsername(user, was.username(), errors);
    ContactChange contact = new ContactChange(was, user);
    contact.check(handle, principal, proved, errors, now());
    Role role = newRole(handle, principal, body.role(), errors);
    if (body.allOffices() != null
        && !users
            .seesAllOffices(was.organizationKey(), userKey)
            .equals(Optional.of(body.allOffices()))) {
      checkMayShowAll(handle, principal, errors);
    }
    errors.throwIfAny();
    Administrators.keepOne(
        handle,
        was.organizationKey(),
        () -> {
          update(handle, was, user);
          if (role != null) {
            Granting.setRole(handle, principal, userKey, role);
          }
          return null;
        });
    if (was.active() != user.active() || !Objects.equals(was.email(), user.email())) {
      Activation.withdraw(handle, userKey, now());
    }
    contact.tell(handle, now());
    if (was.active() && !user.active()) {
      handle.attach(AccessTokenDao.class).revokeAll(was.organizationKey(), userKey);
    }
    if (body.allOffices() != null) {
      users.showAllOffices(userKey, body.allOffices());
    }
    if (body.isOperator() != null) {
      makeOperator(users, principal, userKey, body.isOperator());
    }
    UserRules.requireOperatorLeft(handle);
    UserWords.write(handle, was.organizationKey(), userKey);
    Audit.changed(handle, request.auditor(), RecordKind.USER, userKey, Action.UPDATE);
  }

  /** Users of other organizations are not held meanwhile: one may come first to a name. */
  private void update(Handle handle, Account was, NewUser user) {
    UserDao users = handle.attach(UserDao.class);
    handle.savepoint(BEFORE_NAMES);
    try {
      users.update(was.organizationKey(), was.userKey(), user, now());
    } catch (UnableToExecuteStatementException e) {
      if (!(e.getCause() instanceof SQLException cause)
          || !UNIQUE_VIOLATION.equals(cause.getSQLState())) {
        throw e;
      }
      handle.rollbackToSavepoint(BEFORE_NAMES);
      throw takenMeanwhile(users, user, was.userKey());
    }
    handle.releaseSavepoint(BEFORE_NAMES);
  }

  private static ProblemException takenMeanwhile(UserDao users, NewUser user, long userKey) {
    FieldErrors errors = new FieldErrors();
    checkNames(users, user, userKey, errors);
    errors.throwIfAny();
    return Problem.unavailable("A name was taken and is free again. Try again.", 1).toException();
  }

  private Role newRole(Handle handle, Principal principal, String slug, FieldErrors errors) {
    if (slug == null) {
      return null;
    }
    UserRules.require(principal, Permission.USER_ROLE_UPDATE, "Giving a role");
    return rules.role(handle, principal, slug, errors);
  }

  /** Who administers users, and sees all of them: nobody shows more than they see. */
  private static void checkMayShowAll(Handle handle, Principal principal, FieldErrors errors) {
    boolean may =
        principal.may(Permission.USER_STORE.text()) || principal.may(Permission.USER_UPDATE.text());
    if (!may || !Actor.of(handle, principal).visible().isAll()) {
      errors.add("all_offices", "expected: none, by who does not see all offices themself");
    }
  }

  /** Of oneself one changes names and numbers only, without the permission. */
  private static void checkActive(Principal principal, Account was, NewUser user) {
    if (was.active() != user.active()) {
      if (UserRules.isSelf(principal, was.userKey())) {
        throw UserRules.conflict("Nobody locks themself out.");
      }
      UserRules.require(principal, Permission.USER_UPDATE, "Letting a user in or not");
    }
  }

  private static void makeOperator(
      UserDao users, Principal principal, long userKey, boolean operator) {
    if (users.isOperator(userKey).orElse(false) == operator) {
      return;
    }
    if (!users.isOperator(principal.userKey()).orElse(false)) {
      throw UserRules.forbidden("Only an operator of the gateway makes operators.");
    }
    users.makeOperator(userKey, operator);
  }

  private static void checkNames(UserDao users, NewUser user, long userKey, FieldErrors errors) {
    if (users.isTaken(LoginName.fold(user.username()), userKey)) {
      errors.add("username", TAKEN);
    }
    if (users.isTaken(LoginName.fold(user.email()), userKey)) {
      errors.add("email", TAKEN);
    }
  }

  /** Whoever has an address as their username keeps it when their address changes. */
  private static void checkUsername(NewUser user, String was, FieldErrors errors) {
    boolean stays = was != null && LoginName.fold(was).equals(user.usernameFolded());
    boolean taken = errors.asMap().containsKey("username");
    if (!stays && !taken && !LoginName.mayBe(user.username(), user.email())) {
      errors.add("username", NO_ADDRESS);
    }
  }

  void delete(Request request, long userKey) {
    database.durablyInConnection(
        handle -> {
          delete(handle, request, userKey);
          return null;
        });
  }

  private void delete(Handle handle, Request request, long userKey) {
    UserDao users = handle.attach(UserDao.class);
    users.lock(request.principal().organizationKey());
    Account was = rules.find(handle, request, userKey);
    if (UserRules.isSelf(request.principal(), userKey)) {
      throw UserRules.conflict("Nobody deletes themself.");
    }
    Precedence.require(handle, request.principal(), userKey);
    Administrators.keepOne(
        handle,
        was.organizationKey(),
        () -> {
          users.delete(was.organizationKey(), userKey, now());
          handle.attach(UserMetaDao.class).deleteOf(userKey);
          return handle.attach(HeartbeatDao.class).delete(userKey);
        });
    UserRules.requireOperatorLeft(handle);
    Audit.changed(handle, request.auditor(), RecordKind.USER, userKey, Action.DELETE);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
