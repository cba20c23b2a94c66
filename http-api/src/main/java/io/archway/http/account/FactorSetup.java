package io.archway.http.account;

import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.index.account.AccessTokenDao;
import io.archway.index.account.Account;
import io.archway.index.account.Factor;
import io.archway.index.account.SecondFactor;
import io.archway.index.account.SecondFactorDao;
import io.archway.index.audit.Action;
import io.archway.index.database.Database;
import io.archway.index.message.MessageKind;
import io.archway.index.message.NewMessage;
import io.archway.index.message.Outbox;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Begins, chooses and takes away second factors. Thread-safe. */
public final class FactorSetup {

  /** How long it is tried to tell somebody of a change. */
  private static final Duration NOTICE = Duration.ofDays(3);

  private static final long NO_TOKEN = 0;

  private final Database database;
  private final AccountSettings settings;
  private final Seal seal;
  private final InstantSource clock;

  FactorSetup(Database database, Accounts accounts, InstantSource clock) {
    this.database = database;
    this.settings = accounts.settings();
    this.seal = accounts.seal();
    this.clock = clock;
  }

  /** A secret that waits for its first code, as an authenticator takes it. */
  public record Enrolment(String secret, String uri, Duration lifetime) {
    @Override
    public String toString() {
      return "Enrolment[" + lifetime + "]";
    }
  }

  /** Begins an authenticator; the factor before counts until this one's first code is there. */
  public Enrolment enrol(Principal principal, SecondFactors.Record record) {
    Instant now = now();
    byte[] secret = TimeCodes.newSecret();
    Account account =
        database.durably(
            handle -> {
              SecondFactorDao factors = handle.attach(SecondFactorDao.class);
              factors.insertNone(principal.organizationKey(), principal.userKey(), now);
              factors.await(
                  principal.userKey(),
                  Factor.AUTHENTICATOR,
                  seal.seal(secret, SecondFactors.owner(principal)),
                  now.plus(settings.factorCodeLifetime()),
                  now);
              record.changed(handle, Action.UPDATE);
              return SecondFactors.account(handle, principal);
            });
    return new Enrolment(
        TimeCodes.base32(secret), uri(account, secret), settings.factorCodeLifetime());
  }

  /** What an authenticator reads from the picture; empty where no secret waits. */
  public Optional<String> pendingUri(Principal principal) {
    Instant now = now();
    return database.read(
        handle ->
            handle
                .attach(SecondFactorDao.class)
                .find(principal.organizationKey(), principal.userKey())
                .filter(factor -> factor.pendingAt(now) == Factor.AUTHENTICATOR)
                .map(factor -> seal.open(factor.pendingSecret(), SecondFactors.owner(principal)))
                .map(secret -> uri(SecondFactors.account(handle, principal), secret)));
  }

  private String uri(Account account, byte[] secret) {
    String issuer = encode(settings.issuer());
    return "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=30"
        .formatted(issuer, encode(account.username()), TimeCodes.base32(secret), issuer);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * Makes a factor the one that is asked for: at once where it is confirmed, else with its first
   * code.
   */
  public void choose(Principal principal, Factor chosen, SecondFactors.Record record) {
    Instant now = now();
    database.durably(
        handle -> {
          SecondFactorDao factors = handle.attach(SecondFactorDao.class);
          factors.insertNone(principal.organizationKey(), principal.userKey(), now);
          SecondFactor factor =
              factors.lock(principal.organizationKey(), principal.userKey()).orElseThrow();
          if (chosen != factor.defaultFactor()) {
            begin(handle, principal, factor, chosen, now);
            record.changed(handle, Action.UPDATE);
          }
          return null;
        });
  }

  private void begin(
      Handle handle, Principal principal, SecondFactor factor, Factor chosen, Instant now) {
    SecondFactorDao factors = handle.attach(SecondFactorDao.class);
    switch (chosen) {
      case SMS, CALL -> {
        phone(settings, SecondFactors.account(handle, principal));
        Instant until = now.plus(settings.factorCodeLifetime());
        factors.await(principal.userKey(), chosen, null, until, now);
      }
      case AUTHENTICATOR -> {
        if (factor.authenticatorSecret() == null) {
          throw Problem.invalid(
                  "default_factor",
                  "authenticator: not set up (expected: POST /api/user/{user_id}/mfa first)")
              .toException();
        }
        factors.choose(principal.userKey(), chosen, now);
        tell(handle, principal.organizationKey(), principal.userKey(), "changed", now);
      }
      case PUSH ->
          throw Problem.invalid(
                  "default_factor", "push: not supported (expected: sms, authenticator or call)")
              .toException();
    }
  }

  /** Where codes go: numbers that were kept without their country are of the settings' region. */
  static String phone(AccountSettings settings, Account account) {
    return Optional.ofNullable(account.phoneNumber())
        .flatMap(settings.phoneNumbers()::parseKept)
        .orElseThrow(
            () ->
                Problem.invalid(
                        "default_factor",
                        "expected: a user with a phone number, country code included")
                    .toException());
  }

  /**
   * Takes a user's factors away in the caller's transaction. Sign-ins that had not shown one end;
   * they would be complete all at once.
   *
   * @param except a token that stays, or 0
   * @return whether there was any
   */
  public static boolean remove(
      Handle handle, long organizationKey, long userKey, long except, Instant now) {
    SecondFactorDao factors = handle.attach(SecondFactorDao.class);
    Optional<SecondFactor> factor = factors.lock(organizationKey, userKey);
    if (factor.isEmpty()) {
      return false;
    }
    if (factor.get().defaultFactor() != null) {
      handle.attach(AccessTokenDao.class).revokeUnverified(organizationKey, userKey, except);
      tell(handle, organizationKey, userKey, "taken away", now);
    }
    factors.deleteCodes(userKey);
    factors.deleteRecoveryCodes(userKey);
    factors.delete(organizationKey, userKey);
    return true;
  }

  /** For a command: nobody is signed in. */
  public static boolean remove(Handle handle, long organizationKey, long userKey, Instant now) {
    return remove(handle, organizationKey, userKey, NO_TOKEN, now);
  }

  static void tell(Handle handle, long organizationKey, long userKey, String change, Instant now) {
    Outbox.put(
        handle,
        NewMessage.mail(
            organizationKey,
            userKey,
            MessageKind.FACTOR_CHANGED,
            Map.of("change", change),
            now.plus(NOTICE)),
        now);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
