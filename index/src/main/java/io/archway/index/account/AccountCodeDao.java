package io.archway.index.account;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of codes that activate an account or reset its password, known by their SHA-256 (hex). */
public interface AccountCodeDao {
  /** What a code is good for. */
  enum Purpose {
    ACTIVATION,
    PASSWORD_RESET
  }

  /** Whose a code is. */
  record Owner(long organizationKey, long userKey) {}

  /**
   * @param userKey null: of a code that nobody has
   */
  @SqlUpdate(
      """
      INSERT INTO account_code (code_sha256, organization_key, user_key, purpose, created_at,
        expires_at)
      VALUES (:sha256, :organizationKey, :userKey, :purpose, :now, :expiresAt)
      """)
  void create(
      String sha256,
      long organizationKey,
      Long userKey,
      Purpose purpose,
      Instant now,
      Instant expiresAt);

  @SqlQuery(
      """
      SELECT organization_key, user_key FROM account_code
      WHERE code_sha256 = :sha256 AND purpose = :purpose AND expires_at > :now
        AND user_key IS NOT NULL
      """)
  Optional<Owner> owner(String sha256, Purpose purpose, Instant now);

  /** 0 where somebody else has used it meanwhile. */
  @SqlUpdate("DELETE FROM account_code WHERE code_sha256 = :sha256")
  int use(String sha256);

  @SqlUpdate("DELETE FROM account_code WHERE user_key = :userKey AND purpose = :purpose")
  int withdraw(long userKey, Purpose purpose);

  /** All but the newest. */
  @SqlUpdate(
      """
      DELETE FROM account_code
      WHERE user_key = :userKey AND purpose = :purpose AND code_sha256 NOT IN (
        SELECT c.code_sha256 FROM account_code c
        WHERE c.user_key = :userKey AND c.purpose = :purpose
        ORDER BY c.created_at DESC, c.code_sha256 FETCH FIRST :kept ROWS ONLY)
      """)
  int withdrawOlder(long userKey, Purpose purpose, int kept);

  @SqlUpdate("DELETE FROM account_code WHERE expires_at <= :now")
  int deleteExpired(Instant now);
}
