package io.archway.index.account;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of second factors, the codes that are sent for them and the codes for whoever lost one. */
public interface SecondFactorDao {
  String COLUMNS =
      """
      f.user_key, f.organization_key, f.default_factor, f.authenticator_secret, f.last_time_step,
      f.pending_factor, f.pending_secret, f.pending_until, f.failures, f.updated_at
      """;

  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM second_factor f
            WHERE f.user_key = :userKey AND f.organization_key = :organizationKey
            """)
  Optional<SecondFactor> find(long organizationKey, long userKey);

  /** Until the end of the transaction nobody else changes it. */
  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM second_factor f
            WHERE f.user_key = :userKey AND f.organization_key = :organizationKey FOR UPDATE
            """)
  Optional<SecondFactor> lock(long organizationKey, long userKey);

  @SqlUpdate(
      """
      INSERT INTO second_factor (user_key, organization_key, last_time_step, updated_at)
      VALUES (:userKey, :organizationKey, 0, :now) ON CONFLICT DO NOTHING
      """)
  void insertNone(long organizationKey, long userKey, Instant now);

  @SqlUpdate(
      """
      UPDATE second_factor SET pending_factor = :factor, pending_secret = :secret,
        pending_until = :until, updated_at = :now
      WHERE user_key = :userKey
      """)
  void await(long userKey, Factor factor, String secret, Instant until, Instant now);

  /** What waited counts from now on. */
  @SqlUpdate(
      """
      UPDATE second_factor SET default_factor = pending_factor,
        authenticator_secret = COALESCE(pending_secret, authenticator_secret),
        pending_factor = NULL, pending_secret = NULL, pending_until = NULL, updated_at = :now
      WHERE user_key = :userKey
      """)
  void confirm(long userKey, Instant now);

  @SqlUpdate(
      """
      UPDATE second_factor SET default_factor = :factor, pending_factor = NULL,
        pending_secret = NULL, pending_until = NULL, updated_at = :now
      WHERE user_key = :userKey
      """)
  void choose(long userKey, Factor factor, Instant now);

  @SqlUpdate(
      """
      UPDATE second_factor SET last_time_step = :step
      WHERE user_key = :userKey AND last_time_step < :step
      """)
  int count(long userKey, long step);

  /** Wrong codes since the last right one, from now on. */
  @SqlUpdate("UPDATE second_factor SET failures = :failures WHERE user_key = :userKey")
  void failed(long userKey, int failures);

  @SqlUpdate(
      "DELETE FROM second_factor WHERE user_key = :userKey AND organization_key = :organizationKey")
  int delete(long organizationKey, long userKey);

  /** The code that counts for a token from now on. */
  default void send(
      long organizationKey, long userKey, long tokenKey, String digest, Instant expiresAt) {
    deleteCode(tokenKey);
    insertCode(organizationKey, userKey, tokenKey, digest, expiresAt);
  }

  @SqlUpdate(
      """
      INSERT INTO factor_code (token_key, organization_key, user_key, code_digest, expires_at)
      VALUES (:tokenKey, :organizationKey, :userKey, :digest, :expiresAt) ON CONFLICT DO NOTHING
      """)
  void insertCode(
      long organizationKey, long userKey, long tokenKey, String digest, Instant expiresAt);

  @SqlUpdate("DELETE FROM factor_code WHERE token_key = :tokenKey")
  int deleteCode(long tokenKey);

  /** 1 where it was right, which it is once. */
  @SqlUpdate(
      """
      DELETE FROM factor_code
      WHERE token_key = :tokenKey AND user_key = :userKey AND code_digest = :digest
        AND expires_at > :now
      """)
  int useCode(long userKey, long tokenKey, String digest, Instant now);

  @SqlUpdate("DELETE FROM factor_code WHERE user_key = :userKey")
  int deleteCodes(long userKey);

  @SqlUpdate("DELETE FROM factor_code WHERE expires_at <= :now")
  int deleteExpiredCodes(Instant now);

  @SqlUpdate(
      """
      INSERT INTO recovery_code (user_key, code_digest, organization_key)
      VALUES (:userKey, :digest, :organizationKey)
      """)
  void insertRecoveryCode(long organizationKey, long userKey, String digest);

  /** 1 where it was right, which it is once. */
  @SqlUpdate("DELETE FROM recovery_code WHERE user_key = :userKey AND code_digest = :digest")
  int useRecoveryCode(long userKey, String digest);

  @SqlQuery("SELECT count(*) FROM recovery_code WHERE user_key = :userKey")
  int recoveryCodes(long userKey);

  @SqlUpdate("DELETE FROM recovery_code WHERE user_key = :userKey")
  int deleteRecoveryCodes(long userKey);
}
