package io.archway.http.access;

import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.index.access.Rights;
import io.archway.index.access.RoleDao;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Role;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Gives and takes rights, each within the caller's transaction. Nobody gives or takes what their
 * own request may not do, so that rights only ever come from who has them.
 */
public final class Granting {

  private Granting() {}

  /** Names the permissions of a body that do not exist, by their places. */
  public static void check(String field, List<String> names, FieldErrors errors) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i) == null || Permission.of(names.get(i)).isEmpty()) {
        errors.add(field + "." + i, "expected: a permission of GET /api/permission");
      }
    }
  }

  /** What a role permits, as single permissions. */
  public static Set<String> permissions(Handle handle, Role role) {
    return permissions(handle, List.of(role)).get(role.roleKey());
  }

  /** The same of several in one query, by their keys. */
  public static Map<Long, Set<String>> permissions(Handle handle, List<Role> roles) {
    List<Long> keys = roles.stream().map(Role::roleKey).toList();
    Map<Long, Set<String>> permitted = new HashMap<>();
    keys.forEach(key -> permitted.put(key, new HashSet<>()));
    if (!keys.isEmpty()) {
      handle
          .attach(RoleDao.class)
          .permissions(keys)
          .forEach(one -> permitted.get(one.roleKey()).add(one.permission()));
    }
    permitted.replaceAll((key, of) -> of.contains(Role.EVERYTHING) ? Permission.all() : of);
    return permitted;
  }

  /** 403 where the caller may not do all of these themselves. */
  public static void requireHeld(Principal principal, Collection<String> permissions) {
    List<String> missing =
        permissions.stream().filter(one -> !principal.may(one)).sorted().toList();
    if (!missing.isEmpty()) {
      String first = String.join(", ", missing.subList(0, Math.min(5, missing.size())));
      throw Problem.of(
              ProblemType.FORBIDDEN,
              "Only rights that one has oneself are given or taken (missing: %s%s)."
                  .formatted(first, missing.size() > 5 ? ", …" : ""))
          .toException();
    }
  }

  /** A role of the caller's organization that they may give. */
  public static Role role(Handle handle, Principal principal, String field, String slug) {
    Role role =
        handle
            .attach(RoleDao.class)
            .find(principal.organizationKey(), slug)
            .orElseThrow(
                () -> Problem.invalid(field, "expected: the slug of a role").toException());
    requireHeld(principal, permissions(handle, role));
    return role;
  }

  /** Gives a user exactly this role. */
  public static void setRole(Handle handle, Principal principal, long userKey, Role role) {
    Administrators.keepOne(
        handle,
        principal.organizationKey(),
        () -> {
          RoleDao roles = handle.attach(RoleDao.class);
          for (Role before : rolesOf(handle, principal, userKey)) {
            if (before.roleKey() != role.roleKey()) {
              requireHeld(principal, permissions(handle, before));
              roles.take(userKey, before.roleKey());
            }
          }
          roles.give(userKey, role.roleKey());
          return null;
        });
  }

  /** Makes these what a user may do, by additions to what their roles permit and removals. */
  public static void setPermissions(
      Handle handle, Principal principal, long userKey, Set<String> wanted) {
    long organizationKey = principal.organizationKey();
    Set<String> all = Permission.all();
    Rights before = Rights.of(handle, organizationKey, userKey);
    Set<String> had = before.permissions(all);
    Set<String> changed = new HashSet<>(wanted);
    changed.removeAll(had);
    had.stream().filter(one -> !wanted.contains(one)).forEach(changed::add);
    requireHeld(principal, changed);
    Set<String> ofRoles = before.permissionsOfRoles(all);
    Administrators.keepOne(
        handle,
        organizationKey,
        () -> {
          RoleDao roles = handle.attach(RoleDao.class);
          roles.forgetOfUser(userKey);
          for (String permission : new TreeSet<>(all)) {
            if (wanted.contains(permission) != ofRoles.contains(permission)) {
              roles.setOfUser(userKey, permission, wanted.contains(permission));
            }
          }
          return null;
        });
  }

  /** Takes one role from a user. */
  public static void takeRole(Handle handle, Principal principal, long userKey, Role role) {
    requireHeld(principal, permissions(handle, role));
    Administrators.keepOne(
        handle,
        principal.organizationKey(),
        () -> handle.attach(RoleDao.class).take(userKey, role.roleKey()));
  }

  private static List<Role> rolesOf(Handle handle, Principal principal, long userKey) {
    return handle.attach(AccountDao.class).roles(principal.organizationKey(), userKey);
  }
}
