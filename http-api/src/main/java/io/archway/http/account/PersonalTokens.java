package io.archway.http.account;

import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.index.account.AccessToken;
import io.archway.index.account.AccessTokenDao;
import io.archway.index.database.BoundedText;
import io.archway.index.database.Database;
import io.archway.index.message.MessageKind;
import io.archway.index.message.NewMessage;
import io.archway.index.message.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Tokens that users give to programs: named, good for no more than their scopes and their user's
 * rights of the moment, and shown once. Thread-safe.
 */
public final class PersonalTokens {

  /** Of one user. */
  static final int MAX_TOKENS = 100;

  /** How long it is tried to tell somebody that a token was made. */
  private static final Duration NOTICE = Duration.ofDays(3);

  private final Database database;
  private final AccountSettings settings;
  private final InstantSource clock;

  public PersonalTokens(Database database, AccountSettings settings, InstantSource clock) {
    this.database = database;
    this.settings = settings;
    this.clock = clock;
  }

  /** A new token; {@code accessToken} is known to nobody but its receiver. */
  public record Granted(String accessToken, AccessToken token) {
    @Override
    public String toString() {
      return "Granted[" + token + "]";
    }
  }

  /** What the transaction that makes or revokes a token tells of it. */
  public interface Record {
    void changed(Handle handle, long tokenKey);
  }

  public List<AccessToken> list(Principal principal) {
    return database.read(
        handle ->
            handle
                .attach(AccessTokenDao.class)
                .personal(principal.organizationKey(), principal.userKey(), clock.instant()));
  }

  /**
   * @param scopes names of permissions, of which those are kept that the user holds; empty: all
   *     that the user may at any time
   */
  public Granted create(
      Principal principal, String name, Collection<String> scopes, Record record) {
    String kept = scopes.isEmpty() ? null : kept(principal, scopes);
    Duration lifetime = settings.personalTokenLifetime();
    NewToken wish = new NewToken(name, kept, lifetime.isZero() ? null : lifetime);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return database.durably(
        handle ->
            create(handle, principal.organizationKey(), principal.userKey(), wish, record, now));
  }

  /**
   * A token to be made.
   *
   * @param scopes divided by blanks; null: all that the user may at any time
   * @param lifetime null: until it is revoked
   */
  record NewToken(String name, String scopes, Duration lifetime) {}

  /** Makes a token in the caller's transaction, and tells its user. */
  static Granted create(
      Handle handle,
      long organizationKey,
      long userKey,
      NewToken wish,
      Record record,
      Instant now) {
    AccessTokenDao tokens = handle.attach(AccessTokenDao.class);
    if (tokens.personal(organizationKey, userKey, now).size() >= MAX_TOKENS) {
      throw Problem.invalid("name", "tokens: %d (expected: fewer)".formatted(MAX_TOKENS))
          .toException();
    }
    String token = Secrets.token();
    String sha256 = Secrets.sha256(token);
    Instant end = wish.lifetime() == null ? null : now.plus(wish.lifetime());
    tokens.create(organizationKey, userKey, sha256, wish.name(), wish.scopes(), now, end);
    long tokenKey = tokens.keyOf(sha256).orElseThrow();
    // programs cannot show a factor; who makes a token has shown theirs
    tokens.verified(organizationKey, userKey, tokenKey, now);
    tell(handle, organizationKey, userKey, wish.name(), now);
    record.changed(handle, tokenKey);
    return new Granted(token, tokens.findByKey(organizationKey, tokenKey, now).orElseThrow());
  }

  private static void tell(
      Handle handle, long organizationKey, long userKey, String name, Instant now) {
    Outbox.put(
        handle,
        NewMessage.mail(
            organizationKey,
            userKey,
            MessageKind.TOKEN_CREATED,
            Map.of("name", BoundedText.of(name)),
            now.plus(NOTICE)),
        now);
  }

  private static String kept(Principal principal, Collection<String> scopes) {
    TreeSet<String> kept = new TreeSet<>(scopes);
    kept.retainAll(principal.permissions());
    if (kept.isEmpty()) {
      throw Problem.invalid("scopes", "expected: at least one that the user holds").toException();
    }
    return String.join(" ", kept);
  }

  public void revoke(Principal principal, long tokenKey, Record record) {
    database.durably(
        handle -> {
          int revoked =
              handle
                  .attach(AccessTokenDao.class)
                  .revokePersonal(principal.organizationKey(), principal.userKey(), tokenKey);
          if (revoked == 0) {
            throw Problem.notFound().toException();
          }
          record.changed(handle, tokenKey);
          return null;
        });
  }
}
