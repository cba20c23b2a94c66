package io.archway.http.account;

import io.archway.http.kernel.Authenticator.BearerTokens;
import io.archway.http.kernel.Principal;
import io.archway.index.access.Rights;
import io.archway.index.account.AccessToken;
import io.archway.index.account.AccessTokenDao;
import io.archway.index.database.Database;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Knows the holders of tokens. Asks the database each time, three reads by key: whoever signs out,
 * is locked or loses a role is so at once, with every gateway. Thread-safe.
 */
public final class AccessTokens implements BearerTokens {

  private final Database database;
  private final Set<String> allPermissions;
  private final InstantSource clock;

  /**
   * @param allPermissions what the administrator's role stands for
   */
  public AccessTokens(Database database, Set<String> allPermissions, InstantSource clock) {
    this.database = database;
    this.allPermissions = Set.copyOf(allPermissions);
    this.clock = clock;
  }

  @Override
  public Optional<Principal> find(String token) {
    if (!Secrets.looksLikeToken(token)) {
      return Optional.empty();
    }
    String sha256 = Secrets.sha256(token);
    return database.read(
        handle ->
            handle
                .attach(AccessTokenDao.class)
                .find(sha256, clock.instant())
                .map(found -> principal(handle, found)));
  }

  @Override
  public Optional<Principal> holder(String token) {
    if (!Secrets.looksLikeToken(token)) {
      return Optional.empty();
    }
    String sha256 = Secrets.sha256(token);
    return database
        .read(handle -> handle.attach(AccessTokenDao.class).findEvenInvalid(sha256))
        .map(
            found ->
                new Principal(
                    found.organizationKey(), found.userKey(), found.tokenKey(), Set.of()));
  }

  /** Whether what a caller was let in with would let them in again: token, user and permission. */
  public boolean stillMay(Principal principal, String permission) {
    return database
        .read(
            handle ->
                handle
                    .attach(AccessTokenDao.class)
                    .findByKey(principal.organizationKey(), principal.tokenKey(), clock.instant())
                    .filter(found -> !found.awaitsFactor())
                    .map(found -> principal(handle, found)))
        .filter(again -> again.may(permission))
        .isPresent();
  }

  /** What the user's roles and they alone are permitted, as single permissions. */
  public Set<String> permissions(long organizationKey, long userKey) {
    return database.read(handle -> permissions(handle, organizationKey, userKey));
  }

  private Principal principal(Handle handle, AccessToken token) {
    Set<String> permissions = permissions(handle, token.organizationKey(), token.userKey());
    if (token.scopes() != null) {
      permissions.retainAll(Arrays.asList(token.scopes().split(" ")));
    }
    return new Principal(
        token.organizationKey(), token.userKey(), token.tokenKey(), permissions, proof(token));
  }

  private static Principal.Proof proof(AccessToken token) {
    if (token.name() != null) {
      return Principal.Proof.PERSONAL_TOKEN;
    }
    return token.awaitsFactor() ? Principal.Proof.SIGN_IN_WITHOUT_FACTOR : Principal.Proof.SIGN_IN;
  }

  /** The same as the rows are for this transaction. */
  public Set<String> permissions(Handle handle, long organizationKey, long userKey) {
    return new HashSet<>(Rights.of(handle, organizationKey, userKey).permissions(allPermissions));
  }

  /** The same of several users in two queries, by their keys. */
  public Map<Long, Set<String>> permissions(
      Handle handle, long organizationKey, List<Long> userKeys) {
    Map<Long, Set<String>> permissions = new HashMap<>();
    Rights.of(handle, organizationKey, userKeys)
        .forEach((key, rights) -> permissions.put(key, rights.permissions(allPermissions)));
    return permissions;
  }
}
