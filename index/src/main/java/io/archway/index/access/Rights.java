package io.archway.index.access;

import io.archway.index.access.RoleDao.UserPermission;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What a user may do: what any of their roles permits ({@link Role#EVERYTHING} for all), what they
 * alone are given, and without what they alone are refused.
 */
public record Rights(Set<String> ofRoles, Set<String> added, Set<String> removed) {
  public Rights {
    ofRoles = Set.copyOf(ofRoles);
    added = Set.copyOf(added);
    removed = Set.copyOf(removed);
  }

  /** As the rows are now. */
  public static Rights of(Handle handle, long organizationKey, long userKey) {
    List<String> ofRoles = handle.attach(AccountDao.class).permissions(organizationKey, userKey);
    List<UserPermission> own = handle.attach(RoleDao.class).ofUser(userKey);
    return new Rights(Set.copyOf(ofRoles), names(own, true), names(own, false));
  }

  private static Set<String> names(List<UserPermission> own, boolean granted) {
    return own.stream()
        .filter(one -> one.granted() == granted)
        .map(UserPermission::permission)
        .collect(Collectors.toSet());
  }

  /** As single permissions; {@code all} are those that there are. */
  public Set<String> permissions(Set<String> all) {
    Set<String> permissions = new HashSet<>(permissionsOfRoles(all));
    permissions.addAll(added);
    permissions.removeAll(removed);
    return permissions;
  }

  /** As single permissions, of the roles alone. */
  public Set<String> permissionsOfRoles(Set<String> all) {
    return ofRoles.contains(Role.EVERYTHING) ? all : ofRoles;
  }
}
