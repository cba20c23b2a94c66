package io.archway.index.access;

import io.archway.index.account.Role;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    return of(handle, organizationKey, List.of(userKey)).get(userKey);
  }

  /** The same of several users, however many in two queries, by their keys. */
  public static Map<Long, Rights> of(Handle handle, long organizationKey, List<Long> userKeys) {
    RoleDao roles = handle.attach(RoleDao.class);
    Map<Long, Set<String>> ofRoles = new HashMap<>();
    Map<Long, Set<String>> added = new HashMap<>();
    Map<Long, Set<String>> removed = new HashMap<>();
    if (!userKeys.isEmpty()) {
      roles
          .ofRoles(organizationKey, userKeys)
          .forEach(one -> put(ofRoles, one.userKey(), one.permission()));
      roles
          .ofUsers(userKeys)
          .forEach(one -> put(one.granted() ? added : removed, one.userKey(), one.permission()));
    }
    Map<Long, Rights> rights = new HashMap<>();
    for (long key : userKeys) {
      rights.put(key, new Rights(of(ofRoles, key), of(added, key), of(removed, key)));
    }
    return rights;
  }

  private static void put(Map<Long, Set<String>> names, long key, String name) {
    names.computeIfAbsent(key, one -> new HashSet<>()).add(name);
  }

  private static Set<String> of(Map<Long, Set<String>> names, long key) {
    return names.getOrDefault(key, Set.of());
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
