package io.archway.index.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of what is kept of users: at most {@link #MAX_OF_USER} each. */
public interface UserMetaDao {
  int MAX_OF_USER = 100;

  String SELECT =
      """
      SELECT meta_key, organization_key, user_key, name, meta_value AS "value", autoload,
        created_at, updated_at
      FROM user_meta
      """;

  @SqlQuery(
      SELECT
          + """
            WHERE organization_key = :organizationKey AND user_key = :userKey
            ORDER BY name FETCH FIRST 100 ROWS ONLY
            """)
  List<UserMeta> list(long organizationKey, long userKey);

  /** What comes with these users. */
  @SqlQuery(
      SELECT
          + """
            WHERE organization_key = :organizationKey AND user_key IN (<userKeys>) AND autoload
            ORDER BY user_key, name
            """)
  List<UserMeta> loaded(long organizationKey, @BindList("userKeys") List<Long> userKeys);

  @SqlQuery(
      SELECT + "WHERE organization_key = :organizationKey AND user_key = :userKey AND name = :name")
  Optional<UserMeta> find(long organizationKey, long userKey, String name);

  @SqlQuery("SELECT count(*) FROM user_meta WHERE user_key = :userKey")
  int count(long userKey);

  /** Gives 0 where there is one of this name. */
  @SqlUpdate(
      """
      INSERT INTO user_meta (organization_key, user_key, name, meta_value, autoload, created_at,
        updated_at)
      VALUES (:organizationKey, :userKey, :name, :value, :autoload, :now, :now)
      ON CONFLICT DO NOTHING
      """)
  int insert(
      long organizationKey, long userKey, String name, String value, boolean autoload, Instant now);

  @SqlUpdate(
      """
      UPDATE user_meta SET meta_value = :value, autoload = :autoload, updated_at = :now
      WHERE meta_key = :metaKey
      """)
  int update(long metaKey, String value, boolean autoload, Instant now);

  @SqlUpdate("DELETE FROM user_meta WHERE meta_key = :metaKey")
  int delete(long metaKey);

  @SqlUpdate("DELETE FROM user_meta WHERE user_key = :userKey")
  int deleteOf(long userKey);
}
