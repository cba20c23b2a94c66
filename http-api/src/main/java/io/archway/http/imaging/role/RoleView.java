package io.archway.http.imaging.role;

import io.archway.http.access.DefaultRole;
import io.archway.http.access.Granting;
import io.archway.index.account.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** A role as the API shows it; the built-in ones are never removed. */
record RoleView(long id, String slug, String name, boolean builtIn, List<String> permissions) {

  static RoleView of(Handle handle, Role role) {
    return of(handle, List.of(role)).get(0);
  }

  /** In one query. */
  static List<RoleView> of(Handle handle, List<Role> roles) {
    Map<Long, Set<String>> permitted = Granting.permissions(handle, roles);
    return roles.stream()
        .map(
            role ->
                new RoleView(
                    role.roleKey(),
                    role.slug(),
                    role.name(),
                    DefaultRole.isSlug(role.slug()),
                    permitted.get(role.roleKey()).stream().sorted().toList()))
        .toList();
  }
}
