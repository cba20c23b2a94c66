package io.archway.index.agent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of heartbeats: one row an agent. */
public interface HeartbeatDao {
  String SELECT =
      """
      SELECT user_key, organization_key, version, address, first_seen_at, last_seen_at,
        is_silent AS silent
      FROM heartbeat
      """;

  @SqlQuery(SELECT + "WHERE user_key = :userKey")
  Optional<Heartbeat> find(long userKey);

  @SqlQuery(SELECT + "WHERE organization_key = :organizationKey AND user_key IN (<userKeys>)")
  List<Heartbeat> of(long organizationKey, @BindList("userKeys") List<Long> userKeys);

  @SqlUpdate(
      """
      INSERT INTO heartbeat (user_key, organization_key, version, address, first_seen_at,
        last_seen_at, is_silent)
      VALUES (:userKey, :organizationKey, :version, :address, :now, :now, FALSE)
      ON CONFLICT DO NOTHING
      """)
  int insert(long organizationKey, long userKey, String version, String address, Instant now);

  @SqlUpdate(
      """
      UPDATE heartbeat SET version = :version, address = :address, last_seen_at = :now
      WHERE user_key = :userKey
      """)
  int update(long userKey, String version, String address, Instant now);

  /** Gives 1 to whoever is the first to say so, of all gateways. */
  @SqlUpdate(
      """
      UPDATE heartbeat SET is_silent = FALSE WHERE user_key = :userKey AND is_silent
      """)
  int returned(long userKey);

  /** Those heard of last before, of which that was not told; the longest silent first. */
  @SqlQuery(
      SELECT
          + """
            WHERE is_silent = FALSE AND last_seen_at < :before
            ORDER BY is_silent, last_seen_at, user_key FETCH FIRST :most ROWS ONLY
            """)
  List<Heartbeat> quietSince(Instant before, int most);

  /** Gives 1 to whoever is the first to say so, of all gateways. */
  @SqlUpdate(
      """
      UPDATE heartbeat SET is_silent = TRUE
      WHERE user_key = :userKey AND is_silent = FALSE AND last_seen_at < :before
      """)
  int fellSilent(long userKey, Instant before);

  @SqlUpdate("DELETE FROM heartbeat WHERE user_key = :userKey")
  int delete(long userKey);
}
