package io.archway.http.access;

import io.archway.http.kernel.Principal;
import io.archway.index.access.Visibility;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Role;
import io.archway.index.organization.Office;
import io.archway.index.organization.OrganizationDao;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Who acts, and which rows they see: an administrator all, a radiologist what is assigned to them,
 * who is bound to offices what belongs to these, anybody else all. {@code userKey} is null where no
 * user acts.
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
    return !bound || areAll(handle, organizationKey, offices)
        ? Visibility.ALL
        : Visibility.ofOffices(offices);
  }

  /** Who is bound to every office sees what belongs to none, too: with one, there is none. */
  private static boolean areAll(Handle handle, long organizationKey, List<Long> offices) {
    return !offices.isEmpty()
        && handle.attach(OrganizationDao.class).offices(organizationKey).stream()
            .map(Office::officeKey)
            .allMatch(offices::contains);
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
