package io.archway.http.imaging.people;

import io.archway.http.access.Actor;
import io.archway.http.access.Granting;
import io.archway.http.access.Permission;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.index.access.RoleDao;
import io.archway.index.account.Account;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Role;
import io.archway.index.account.UserDao;
import io.archway.index.organization.OrganizationDao;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Who may do what to which user: nobody gives what they do not have, or changes who may do more
 * than they; an organization keeps an administrator and the gateway an operator. Thread-safe.
 */
final class UserRules {

  /**
   * A user whom the caller sees: of their organization and, where they are bound, their offices.
   */
  Account find(Handle handle, Request request, long userKey) {
    Actor actor = Actor.of(handle, request.principal());
    return handle
        .attach(AccountDao.class)
        .find(actor.organizationKey(), userKey)
        .filter(account -> actor.seesUser(handle, userKey))
        .orElseThrow(() -> Problem.notFound().toException());
  }

  static boolean isSelf(Principal principal, long userKey) {
    return principal.userKey() == userKey;
  }

  static void require(Principal principal, Permission permission, String what) {
    if (!principal.may(permission.text())) {
      throw forbidden("%s needs the permission %s.".formatted(what, permission.text()));
    }
  }

  /** The role of that slug; null with an error where there is none that the caller may give. */
  Role role(Handle handle, Principal principal, String slug, FieldErrors errors) {
    List<Role> roles = handle.attach(RoleDao.class).list(principal.organizationKey());
    Role role = roles.stream().filter(one -> one.slug().equals(slug)).findFirst().orElse(null);
    if (role == null) {
      errors.add(
          "role",
          "expected: one of %s"
              .formatted(roles.stream().map(Role::slug).collect(Collectors.joining(", "))));
    } else if (!principal.permissions().containsAll(Granting.permissions(handle, role))) {
      errors.add("role", "expected: a role that permits no more than you may");
    }
    return role;
  }

  static void checkGranted(Principal principal, List<String> permissions, FieldErrors errors) {
    for (int i = 0; i < permissions.size(); i++) {
      if (Permission.of(permissions.get(i)).isEmpty()) {
        errors.add("permissions." + i, "expected: one of those that /permission lists");
      } else if (!principal.may(permissions.get(i))) {
        errors.add("permissions." + i, "expected: a permission that you have");
      }
    }
  }

  /** Offices that the caller sees; where they do not see all, one at least. */
  void checkOffices(
      Handle handle, Request request, String field, List<Long> officeKeys, FieldErrors errors) {
    Actor actor = Actor.of(handle, request.principal());
    OrganizationDao organizations = handle.attach(OrganizationDao.class);
    for (int i = 0; i < officeKeys.size(); i++) {
      long key = officeKeys.get(i);
      if (!actor.visible().includeOffice(key)
          || organizations.findOffice(actor.organizationKey(), key).isEmpty()) {
        errors.add("%s.%d".formatted(field, i), "expected: an office of this organization");
      }
    }
    if (officeKeys.isEmpty() && !actor.visible().isAll()) {
      errors.add(field, "expected: at least one office, as you do not see all of them");
    }
  }

  /** After a change: the gateway keeps somebody who may see to organizations. */
  static void requireOperatorLeft(Handle handle) {
    if (handle.attach(UserDao.class).operators().isEmpty()) {
      throw conflict("It is the gateway's last operator (expected: another beside them).");
    }
  }

  static ProblemException conflict(String text) {
    return Problem.of(ProblemType.CONFLICT, text).toException();
  }

  static ProblemException forbidden(String text) {
    return Problem.of(ProblemType.FORBIDDEN, text).toException();
  }
}
