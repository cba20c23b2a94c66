package io.archway.index.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of access tokens, which are known by the SHA-256 (hex) of what was given out. */
public interface AccessTokenDao {
  String COLUMNS =
      """
      t.token_key, t.organization_key, t.user_key, t.name, t.scopes, t.created_at, t.expires_at,
      CASE WHEN t.verified_at IS NULL AND f.default_factor IS NOT NULL THEN TRUE ELSE FALSE END
        AS awaits_factor
      """;

  /**
   * @param expiresAt null: never
   */
  @SqlUpdate(
      """
      INSERT INTO access_token (organization_key, user_key, token_sha256, name, scopes, created_at,
        expires_at)
      VALUES (:organizationKey, :userKey, :sha256, :name, :scopes, :now, :expiresAt)
      """)
  void create(
      long organizationKey,
      long userKey,
      String sha256,
      String name,
      String scopes,
      Instant now,
      Instant expiresAt);

  /** A token that has not expired, of a user who may still sign in. */
  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM access_token t JOIN user_account u ON u.user_key = t.user_key
             LEFT JOIN second_factor f ON f.user_key = t.user_key
            WHERE t.token_sha256 = :sha256 AND (t.expires_at IS NULL OR t.expires_at > :now)
              AND u.is_active AND u.deleted_at IS NULL
            """)
  Optional<AccessToken> find(String sha256, Instant now);

  /** Also one that has expired, or of a user who may not sign in: for the audit of refusals. */
  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM access_token t LEFT JOIN second_factor f ON f.user_key = t.user_key
            WHERE t.token_sha256 = :sha256
            """)
  Optional<AccessToken> findEvenInvalid(String sha256);

  /** The same by its key. */
  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM access_token t JOIN user_account u ON u.user_key = t.user_key
             LEFT JOIN second_factor f ON f.user_key = t.user_key
            WHERE t.token_key = :tokenKey AND t.organization_key = :organizationKey
              AND (t.expires_at IS NULL OR t.expires_at > :now) AND u.is_active AND u.deleted_at IS NULL
            """)
  Optional<AccessToken> findByKey(long organizationKey, long tokenKey, Instant now);

  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM access_token t LEFT JOIN second_factor f ON f.user_key = t.user_key
            WHERE t.organization_key = :organizationKey AND t.user_key = :userKey
            ORDER BY t.token_key FETCH FIRST 1000 ROWS ONLY
            """)
  List<AccessToken> list(long organizationKey, long userKey);

  /** Those that the user gave to programs. */
  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM access_token t LEFT JOIN second_factor f ON f.user_key = t.user_key
            WHERE t.organization_key = :organizationKey AND t.user_key = :userKey
              AND t.name IS NOT NULL AND (t.expires_at IS NULL OR t.expires_at > :now)
            ORDER BY t.token_key FETCH FIRST 1000 ROWS ONLY
            """)
  List<AccessToken> personal(long organizationKey, long userKey, Instant now);

  /** Tokens for programs, of all organizations or of one user; null: all. */
  @SqlQuery(
      """
      SELECT t.token_key, u.username, t.name, t.scopes, t.created_at, t.expires_at
      FROM access_token t JOIN user_account u ON u.user_key = t.user_key
      WHERE t.name IS NOT NULL AND (t.expires_at IS NULL OR t.expires_at > :now)
        AND (CAST(:userKey AS bigint) IS NULL OR t.user_key = :userKey)
      ORDER BY t.token_key FETCH FIRST 10000 ROWS ONLY
      """)
  List<ProgramToken> programTokens(Long userKey, Instant now);

  /** Whose a token for a program is. */
  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM access_token t LEFT JOIN second_factor f ON f.user_key = t.user_key
            WHERE t.token_key = :tokenKey AND t.name IS NOT NULL
            """)
  Optional<AccessToken> programToken(long tokenKey);

  /** All that the user gave to programs. */
  @SqlUpdate(
      """
      DELETE FROM access_token
      WHERE user_key = :userKey AND organization_key = :organizationKey AND name IS NOT NULL
      """)
  int revokeAllPersonal(long organizationKey, long userKey);

  /** Its holder is known by a second factor too from now on. */
  @SqlUpdate(
      """
      UPDATE access_token SET verified_at = :now
      WHERE token_key = :tokenKey AND user_key = :userKey AND organization_key = :organizationKey
      """)
  int verified(long organizationKey, long userKey, long tokenKey, Instant now);

  @SqlQuery("SELECT token_key FROM access_token WHERE token_sha256 = :sha256")
  Optional<Long> keyOf(String sha256);

  /** Sign-ins of a user but one; personal tokens stay. */
  @SqlUpdate(
      """
      DELETE FROM access_token
      WHERE user_key = :userKey AND organization_key = :organizationKey AND name IS NULL
        AND token_key <> :tokenKey
      """)
  int revokeOtherSignIns(long organizationKey, long userKey, long tokenKey);

  /** Sign-ins that never showed a second factor, but one. */
  @SqlUpdate(
      """
      DELETE FROM access_token
      WHERE user_key = :userKey AND organization_key = :organizationKey AND verified_at IS NULL
        AND token_key <> :tokenKey
      """)
  int revokeUnverified(long organizationKey, long userKey, long tokenKey);

  @SqlUpdate(
      """
      DELETE FROM access_token
      WHERE token_key = :tokenKey AND user_key = :userKey AND organization_key = :organizationKey
        AND name IS NOT NULL
      """)
  int revokePersonal(long organizationKey, long userKey, long tokenKey);

  @SqlUpdate(
      """
      DELETE FROM access_token
      WHERE token_key = :tokenKey AND user_key = :userKey AND organization_key = :organizationKey
      """)
  int revoke(long organizationKey, long userKey, long tokenKey);

  @SqlUpdate(
      "DELETE FROM access_token WHERE user_key = :userKey AND organization_key = :organizationKey")
  int revokeAll(long organizationKey, long userKey);

  @SqlUpdate("DELETE FROM access_token WHERE expires_at <= :now")
  int deleteExpired(Instant now);
}
