package io.archway.http.kernel;

import java.util.Set;

/**
 * Who a request acts for, as an {@link Authenticator} found it. Keys are ours; 0 where there is
 * none (a machine's token has no user).
 */
public record Principal(
    long organizationKey, long userKey, long tokenKey, Set<String> permissions) {

  public Principal {
    permissions = Set.copyOf(permissions);
  }

  public boolean may(String permission) {
    return permissions.contains(permission);
  }
}
