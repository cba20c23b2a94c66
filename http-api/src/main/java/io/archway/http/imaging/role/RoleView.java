package io.archway.http.imaging.role;

import io.archway.http.access.DefaultRole;
import io.archway.http.access.Granting;
import io.archway.index.account.Role;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** A role as the API shows it; the built-in ones are never removed. */
record RoleView(long id, String slug, String name, boolean builtIn, List<String> permissions) {

  static RoleView of(Handle handle, Role role) {
    return new RoleView(
        role.roleKey(),
        role.slug(),
        role.name(),
        DefaultRole.isSlug(role.slug()),
        Granting.permissions(handle, role).stream().sorted().toList());
  }
}
