package io.archway.http.account;

import io.archway.http.account.Seal.SealedElsewhereException;
import io.archway.http.account.SignInThrottle.Attempt;
import io.archway.http.account.SignInThrottle.Subject;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Principal.Proof;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.index.account.AccessTokenDao;
import io.archway.index.account.Account;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Factor;
import io.archway.index.account.SecondFactor;
import io.archway.index.account.SecondFactorDao;
import io.archway.index.audit.Action;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What users show beside their passwords. A factor counts from the first code that came back; until
 * then the one before stays. Every code is good once: those that are sent, those of an
 * authenticator by their time step, those for whoever lost a factor. Thread-safe.
 */
public final class SecondFactors {

  private static final Logger LOG = LoggerFactory.getLogger(SecondFactors.class);
  private static final int RECOVERY_CODES = 10;
  private static final long NO_TOKEN = 0;

  /** How long it is tried to tell somebody that their codes are guessed. */
  private static final Duration NOTICE = Duration.ofDays(3);

  private final Database database;
  private final AccountSettings settings;
  private final Seal seal;
  private final FactorSetup setup;
  private final TimeCodes timeCodes = new TimeCodes();
  private final SignInThrottle tries;
  private final SignInThrottle messages;
  private final InstantSource clock;

  public SecondFactors(Database database, Accounts accounts, InstantSource clock) {
    this.database = database;
    this.settings = accounts.settings();
    this.seal = accounts.seal();
    this.setup = new FactorSetup(database, accounts, clock);
    this.tries = new SignInThrottle(database, settings.signIn().failureWindow());
    this.messages = new SignInThrottle(database, settings.messageWindow());
    this.clock = clock;
  }

  /** How a user's factors are begun, chosen and taken away. */
  public FactorSetup setup() {
    return setup;
  }

  /**
   * How things stand for a user.
   *
   * @param factor null where none was ever begun
   */
  public record Standing(SecondFactor factor, String phoneNumber, int recoveryCodes) {}

  public Standing standing(Principal principal) {
    return database.read(
        handle -> {
          SecondFactorDao factors = handle.attach(SecondFactorDao.class);
          return new Standing(
              factors.find(principal.organizationKey(), principal.userKey()).orElse(null),
              account(handle, principal).phoneNumber(),
              factors.recoveryCodes(principal.userKey()));
        });
  }

  static Account account(Handle handle, Principal principal) {
    return handle
        .attach(AccountDao.class)
        .find(principal.organizationKey(), principal.userKey())
        .orElseThrow(() -> Problem.notFound().toException());
  }

  /** Where a code went. */
  public record Sent(Channel channel, String recipient) {}

  /** Sends a code for this token, by message or call; the one before is worth nothing any more. */
  public Sent send(Principal principal) {
    Instant now = now();
    messages.begin(now, Subject.user("factor-send-", principal.userKey(), settings.maxMessages()));
    return database.durably(
        handle -> {
          SecondFactor factor =
              handle
                  .attach(SecondFactorDao.class)
                  .lock(principal.organizationKey(), principal.userKey())
                  .orElseThrow(SecondFactors::noFactor);
          return send(handle, principal, channel(inTurn(principal, factor, now)), now);
        });
  }

  private Sent send(Handle handle, Principal principal, Channel channel, Instant now) {
    String code = Secrets.code();
    long userKey = principal.userKey();
    long organizationKey = principal.organizationKey();
    Instant until = now.plus(settings.factorCodeLifetime());
    Account account = account(handle, principal);
    String phone = FactorSetup.phone(settings, account);
    handle
        .attach(SecondFactorDao.class)
        .send(
            organizationKey,
            userKey,
            principal.tokenKey(),
            seal.digest(code, owner(principal)),
            until);
    handle.attach(MessageDao.class).withdraw(userKey, MessageKind.FACTOR_CODE, now);
    Outbox.put(
        handle,
        new NewMessage(
            organizationKey,
            userKey,
            phone,
            MessageKind.FACTOR_CODE,
            channel,
            Map.of("code", code),
            until),
        now);
    return new Sent(channel, phone);
  }

  /** The factor whose code is asked for now: one that is set up by who may, or the one there is. */
  private static Factor inTurn(Principal principal, SecondFactor factor, Instant now) {
    Factor pending = pending(principal, factor, now);
    if (pending == null && factor.defaultFactor() == null) {
      throw noFactor();
    }
    return pending == null ? factor.defaultFactor() : pending;
  }

  /** Nobody sets up a factor whose password alone is known, where there is one already. */
  private static Factor pending(Principal principal, SecondFactor factor, Instant now) {
    return principal.proof() == Proof.SIGN_IN ? factor.pendingAt(now) : null;
  }

  private static Channel channel(Factor factor) {
    return switch (factor) {
      case SMS -> Channel.SMS;
      case CALL -> Channel.CALL;
      case AUTHENTICATOR, PUSH ->
          throw Problem.invalid("default_factor", "expected: sms or call, to have a code sent")
              .toException();
    };
  }

  private static ProblemException noFactor() {
    return Problem.invalid("default_factor", "expected: a second factor that was set up")
        .toException();
  }

  /**
   * What a right code did.
   *
   * @param recoveryCodes new ones, to be shown once; empty where no factor was confirmed by it
   */
  public record Verified(Factor factor, List<String> recoveryCodes) {
    @Override
    public String toString() {
      return "Verified[" + factor + "]";
    }
  }

  /** What the transaction that changes or takes a factor tells of it. */
  public interface Record {
    void changed(Handle handle, Action action);
  }

  /** Takes a code of any kind; the token of this principal is complete from then on. */
  public Verified verify(Principal principal, String code, InetAddress address, Record record) {
    Instant now = now();
    Attempt attempt =
        tries.begin(
            now,
            Subject.token("factor-", principal.tokenKey(), settings.signIn().maxFailures() / 2),
            Subject.user("factor-", principal.userKey(), settings.signIn().maxFailures()),
            Subject.address("factor-", address, settings.signIn().maxFailuresPerAddress()));
    String clean = code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    Optional<Verified> verified =
        database.durably(
            handle -> {
              Optional<Verified> done = verify(handle, principal, clean, record, now);
              done.ifPresent(right -> tries.succeeded(handle, attempt));
              return done;
            });
    return verified.orElseThrow(
        () -> Problem.invalid("code", "wrong, used before or too old").toException());
  }

  private Optional<Verified> verify(
      Handle handle, Principal principal, String code, Record record, Instant now) {
    SecondFactorDao factors = handle.attach(SecondFactorDao.class);
    SecondFactor factor =
        factors
            .lock(principal.organizationKey(), principal.userKey())
            .orElseThrow(SecondFactors::noFactor);
    Factor pending = pending(principal, factor, now);
    if (pending != null && isRight(factors, principal, factor, pending, code, now)) {
      factors.confirm(principal.userKey(), now);
      List<String> recovery = newRecoveryCodes(factors, principal);
      complete(handle, principal, now);
      String change = factor.defaultFactor() == null ? setUpFirst(handle, principal) : "set up";
      FactorSetup.tell(handle, principal.organizationKey(), principal.userKey(), change, now);
      record.changed(handle, Action.UPDATE);
      return Optional.of(new Verified(pending, recovery));
    }
    if (factor.defaultFactor() == null) {
      if (pending == null) {
        throw noFactor();
      }
      return Optional.empty();
    }
    if (isRightOfOld(handle, principal, factor, code, now)) {
      complete(handle, principal, now);
      factors.failed(principal.userKey(), 0);
      record.changed(handle, Action.SIGN_IN);
      return Optional.of(new Verified(factor.defaultFactor(), List.of()));
    }
    countWrong(handle, factor, now);
    return Optional.empty();
  }

  /**
   * Who guesses slowly enough is never throttled: every so many wrong codes their user is told, and
   * all who know the password alone sign in anew.
   */
  private void countWrong(Handle handle, SecondFactor factor, Instant now) {
    int failures = factor.failures() + 1;
    handle.attach(SecondFactorDao.class).failed(factor.userKey(), failures);
    if (failures % settings.maxWrongCodes() == 0) {
      handle
          .attach(AccessTokenDao.class)
          .revokeUnverified(factor.organizationKey(), factor.userKey(), NO_TOKEN);
      Outbox.put(
          handle,
          NewMessage.mail(
              factor.organizationKey(),
              factor.userKey(),
              MessageKind.FACTOR_GUESSED,
              Map.of("failures", Integer.toString(failures)),
              now.plus(NOTICE)),
          now);
    }
  }

  /** Whoever made a token with the password alone is not let in by it any longer. */
  private static String setUpFirst(Handle handle, Principal principal) {
    int revoked =
        handle
            .attach(AccessTokenDao.class)
            .revokeAllPersonal(principal.organizationKey(), principal.userKey());
    return revoked == 0
        ? "set up"
        : "set up; tokens for programs that were made before are revoked, %d of them"
            .formatted(revoked);
  }

  private boolean isRight(
      SecondFactorDao factors,
      Principal principal,
      SecondFactor factor,
      Factor pending,
      String code,
      Instant now) {
    if (pending != Factor.AUTHENTICATOR) {
      return isRightSent(factors, principal, code, now);
    }
    OptionalLong step = step(principal, factor.pendingSecret(), code, now, -1);
    step.ifPresent(counted -> factors.count(principal.userKey(), counted));
    return step.isPresent();
  }

  private boolean isRightOfOld(
      Handle handle, Principal principal, SecondFactor factor, String code, Instant now) {
    SecondFactorDao factors = handle.attach(SecondFactorDao.class);
    if (factor.authenticatorSecret() != null) {
      OptionalLong step =
          step(principal, factor.authenticatorSecret(), code, now, factor.lastTimeStep());
      if (step.isPresent() && factors.count(principal.userKey(), step.getAsLong()) == 1) {
        return true;
      }
    }
    return isRightSent(factors, principal, code, now)
        || isRightRecovery(handle, principal, code, now);
  }

  private boolean isRightSent(
      SecondFactorDao factors, Principal principal, String code, Instant now) {
    String digest = seal.digest(code, owner(principal));
    return factors.useCode(principal.userKey(), principal.tokenKey(), digest, now) == 1;
  }

  private boolean isRightRecovery(Handle handle, Principal principal, String code, Instant now) {
    SecondFactorDao factors = handle.attach(SecondFactorDao.class);
    String digest = seal.digest(code, owner(principal));
    if (factors.useRecoveryCode(principal.userKey(), digest) == 0) {
      return false;
    }
    FactorSetup.tell(
        handle,
        principal.organizationKey(),
        principal.userKey(),
        "replaced by a recovery code; %d are left"
            .formatted(factors.recoveryCodes(principal.userKey())),
        now);
    return true;
  }

  private OptionalLong step(
      Principal principal, String sealed, String code, Instant now, long lastStep) {
    try {
      return timeCodes.step(seal.open(sealed, owner(principal)), code, now, lastStep);
    } catch (SealedElsewhereException e) {
      LOG.error("second factor of user {}: {}", principal.userKey(), e.getMessage());
      return OptionalLong.empty();
    }
  }

  private List<String> newRecoveryCodes(SecondFactorDao factors, Principal principal) {
    factors.deleteRecoveryCodes(principal.userKey());
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < RECOVERY_CODES; i++) {
      String code = Secrets.recoveryCode();
      codes.add(code);
      factors.insertRecoveryCode(
          principal.organizationKey(),
          principal.userKey(),
          seal.digest(code.replace("-", ""), owner(principal)));
    }
    return codes;
  }

  private static void complete(Handle handle, Principal principal, Instant now) {
    handle
        .attach(AccessTokenDao.class)
        .verified(principal.organizationKey(), principal.userKey(), principal.tokenKey(), now);
  }

  static String owner(Principal principal) {
    return "user:" + principal.userKey();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
