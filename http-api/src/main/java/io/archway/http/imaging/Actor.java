package io.archway.http.imaging;

import io.archway.http.kernel.Principal;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Role;
import io.archway.index.worklist.VisibleItems;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Who acts, and which items they see: an administrator all, a radiologist those assigned to them,
 * who is bound to offices those of their offices, anybody else all. {@code userKey} is null where
 * no user acts.
 */
record Actor(long organizationKey, Long userKey, VisibleItems visible) {

  /** As the rows are now. */
  static Actor of(Handle handle, Principal principal) {
    long organizationKey = principal.organizationKey();
    if (principal.userKey() == 0) {
      return new Actor(organizationKey, null, VisibleItems.ALL);
    }
    AccountDao accounts = handle.attach(AccountDao.class);
    return new Actor(
        organizationKey,
        principal.userKey(),
        visible(accounts, organizationKey, principal.userKey()));
  }

  private static VisibleItems visible(AccountDao accounts, long organizationKey, long userKey) {
    if (accounts.permissions(organizationKey, userKey).contains(Role.EVERYTHING)) {
      return VisibleItems.ALL;
    }
    Set<String> roles =
        accounts.roles(organizationKey, userKey).stream()
            .map(Role::slug)
            .collect(Collectors.toSet());
    if (roles.contains(Role.RADIOLOGIST)) {
      return new VisibleItems(null, userKey);
    }
    List<Long> offices = accounts.officeKeys(organizationKey, userKey);
    return offices.isEmpty() && !roles.contains(Role.DENTIST)
        ? VisibleItems.ALL
        : new VisibleItems(offices, null);
  }
}
