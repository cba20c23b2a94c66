package io.archway.index.access;

import io.archway.index.account.Role;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of roles, of who has them, and of what single users may do beside them. */
public interface RoleDao {

  /** Roles of an organization. */
  int MAX_ROLES = 100;

  /** What one role permits. */
  record RolePermission(long roleKey, String permission) {}

  /** What one user is given, or refused, whatever their roles say. */
  record UserPermission(long userKey, String permission, boolean granted) {}

  /** What a role of a user permits. */
  record UserRolePermission(long userKey, String permission) {}

  @SqlQuery(
      """
      SELECT role_key, organization_key, slug, name FROM role
      WHERE organization_key = :organizationKey ORDER BY role_key FETCH FIRST 1000 ROWS ONLY
      """)
  List<Role> list(long organizationKey);

  @SqlQuery(
      """
      SELECT role_key, organization_key, slug, name FROM role
      WHERE organization_key = :organizationKey AND slug = :slug
      """)
  Optional<Role> find(long organizationKey, String slug);

  /** Like {@link #find}, and holds the row until the transaction ends. */
  @SqlQuery(
      """
      SELECT role_key, organization_key, slug, name FROM role
      WHERE organization_key = :organizationKey AND slug = :slug FOR UPDATE
      """)
  Optional<Role> lock(long organizationKey, String slug);

  /** Gives 0 where there is one of this slug. */
  @SqlUpdate(
      """
      INSERT INTO role (organization_key, slug, name) VALUES (:organizationKey, :slug, :name)
      ON CONFLICT DO NOTHING
      """)
  int create(long organizationKey, String slug, String name);

  @SqlUpdate("UPDATE role SET name = :name WHERE role_key = :roleKey")
  void rename(long roleKey, String name);

  /** With what it permits, and from all who have it. */
  @SqlUpdate("DELETE FROM role WHERE role_key = :roleKey")
  void delete(long roleKey);

  @SqlQuery(
      """
      SELECT role_key, permission FROM role_permission WHERE role_key IN (<roleKeys>)
      ORDER BY role_key, permission FETCH FIRST 100000 ROWS ONLY
      """)
  List<RolePermission> permissions(@BindList("roleKeys") List<Long> roleKeys);

  @SqlUpdate("DELETE FROM role_permission WHERE role_key = :roleKey")
  void permitNothing(long roleKey);

  @SqlUpdate(
      """
      INSERT INTO role_permission (role_key, permission) VALUES (:roleKey, :permission)
      ON CONFLICT DO NOTHING
      """)
  void permit(long roleKey, String permission);

  /** Organizations that have no role of this slug yet, the first of them. */
  @SqlQuery(
      """
      SELECT o.organization_key FROM organization o
      WHERE NOT EXISTS (SELECT 1 FROM role r
        WHERE r.organization_key = o.organization_key AND r.slug = :slug)
      ORDER BY o.organization_key FETCH FIRST 100 ROWS ONLY
      """)
  List<Long> organizationsWithout(String slug);

  /** Holds the row of a user who is not deleted; empty where there is none. */
  @SqlQuery(
      """
      SELECT user_key FROM user_account
      WHERE user_key = :userKey AND organization_key = :organizationKey AND deleted_at IS NULL
      FOR UPDATE
      """)
  Optional<Long> lockUser(long organizationKey, long userKey);

  @SqlUpdate(
      "INSERT INTO user_role (user_key, role_key) VALUES (:userKey, :roleKey) ON CONFLICT DO NOTHING")
  void give(long userKey, long roleKey);

  @SqlUpdate("DELETE FROM user_role WHERE user_key = :userKey AND role_key = :roleKey")
  int take(long userKey, long roleKey);

  @SqlQuery(
      """
      SELECT user_key, permission, is_granted AS granted FROM user_permission
      WHERE user_key IN (<userKeys>)
      ORDER BY user_key, permission FETCH FIRST 1000000 ROWS ONLY
      """)
  List<UserPermission> ofUsers(@BindList("userKeys") List<Long> userKeys);

  /** What their roles permit. */
  @SqlQuery(
      """
      SELECT DISTINCT x.user_key, p.permission
      FROM user_role x
      JOIN role r ON r.role_key = x.role_key
      JOIN role_permission p ON p.role_key = r.role_key
      WHERE x.user_key IN (<userKeys>) AND r.organization_key = :organizationKey
      ORDER BY x.user_key, p.permission FETCH FIRST 1000000 ROWS ONLY
      """)
  List<UserRolePermission> ofRoles(long organizationKey, @BindList("userKeys") List<Long> userKeys);

  @SqlUpdate("DELETE FROM user_permission WHERE user_key = :userKey")
  void forgetOfUser(long userKey);

  @SqlUpdate(
      """
      INSERT INTO user_permission (user_key, permission, is_granted)
      VALUES (:userKey, :permission, :granted)
      """)
  void setOfUser(long userKey, String permission, boolean granted);
}
