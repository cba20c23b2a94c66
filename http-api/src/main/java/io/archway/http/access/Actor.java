package io.archway.http.access;

import io.archway.http.kernel.Principal;
import io.archway.index.access.Visibility;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Role;
import io.archway.index.account.UserDao;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Who acts, and which rows they see: an administrator all, a radiologist what is assigned to them,
 * who is bound to offices what belongs to these unless it is said that they see all of them,
 * anybody else all. {@code userKey} is null where no user acts.
 */
public record Actor(long organizationKey, Long userKey, Visibility visible) {

  /** As the rows are now. */
  public static Actor of(Handle handle, Principal principal) {
    long organizationKey = principal.organizationKey();
    if (principal.userKey() == 0) {
      return new Actor(organizationKey, null, Visibility.ALL);
    }
    return new Actor(
        organizationKey,
        principal.userKey(),
        visible(handle, organizationKey, principal.userKey()));
  }

  static Visibility visible(Handle handle, long organizationKey, long userKey) {
    AccountDao accounts = handle.attach(AccountDao.class);
    if (accounts.permissions(organizationKey, userKey).contains(Role.EVERYTHING)) {
      return Visibility.ALL;
    }
    Set<String> roles =
        accounts.roles(organizationKey, userKey).stream()
            .map(Role::slug)
            .collect(Collectors.toSet());
    if (roles.contains(Role.RADIOLOGIST)) {
      return Visibility.ofRadiologist(userKey);
    }
    List<Long> offices = accounts.officeKeys(organizationKey, userKey);
    boolean bound = !offices.isEmpty() || roles.contains(Role.DENTIST);
    return !bound || seesAllOffices(handle, organizationKey, userKey)
        ? Visibility.ALL
        : Visibility.ofOffices(offices);
  }

  private static boolean seesAllOffices(Handle handle, long organizationKey, long userKey) {
    return handle.attach(UserDao.class).seesAllOffices(organizationKey, userKey).orElse(false);
  }

  /**
   * Whether they see a user of their organization: where they are bound, those of their offices.
   */
  public boolean seesUser(Handle handle, long otherKey) {
    List<Long> offices = visible.officeKeys();
    return offices == null
        || userKey != null && userKey == otherKey
        || handle.attach(AccountDao.class).officeKeys(organizationKey, otherKey).stream()
            .anyMatch(offices::contains);
  }
}
