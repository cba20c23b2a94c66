package io.archway.http.kernel;

import java.util.Set;

/**
 * Who a request acts for, as an {@link Authenticator} found it. Keys are ours; 0 where there is
 * none (a machine's token has no user).
 *
 * @param proof how they are known
 */
public record Principal(
    long organizationKey, long userKey, long tokenKey, Set<String> permissions, Proof proof) {

  /** How somebody is known. */
  public enum Proof {
    /** By signing in, with a second factor if they have one. */
    SIGN_IN,
    /** By signing in; their second factor is awaited. */
    SIGN_IN_WITHOUT_FACTOR,
    /** By a token that they gave to a program. */
    PERSONAL_TOKEN
  }

  public Principal {
    permissions = Set.copyOf(permissions);
  }

  public Principal(long organizationKey, long userKey, long tokenKey, Set<String> permissions) {
    this(organizationKey, userKey, tokenKey, permissions, Proof.SIGN_IN);
  }

  public boolean may(String permission) {
    return permissions.contains(permission);
  }
}
