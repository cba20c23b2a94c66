package io.archway.index.account;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * SQL of failed sign-ins. In the database, so that all gateways count together and a restart frees
 * nobody; a crash of H2 may lose the last ones.
 */
public interface SignInFailureDao {
  @SqlQuery(
      """
      SELECT subject, failures, first_at, blocked_until FROM sign_in_failure
      WHERE subject = :subject
      """)
  Optional<SignInFailure> find(String subject);

  /** Counts one more; what happened before {@code windowStart} is forgotten. */
  default SignInFailure record(String subject, Instant windowStart, Instant now) {
    deleteBefore(subject, windowStart, now);
    insertNone(subject, now);
    countOne(subject);
    return find(subject).orElseThrow();
  }

  @SqlUpdate(
      """
      DELETE FROM sign_in_failure
      WHERE subject = :subject AND first_at < :windowStart
        AND (blocked_until IS NULL OR blocked_until <= :now)
      """)
  void deleteBefore(String subject, Instant windowStart, Instant now);

  @SqlUpdate(
      """
      INSERT INTO sign_in_failure (subject, failures, first_at) VALUES (:subject, 0, :now)
      ON CONFLICT DO NOTHING
      """)
  void insertNone(String subject, Instant now);

  @SqlUpdate("UPDATE sign_in_failure SET failures = failures + 1 WHERE subject = :subject")
  void countOne(String subject);

  /** Takes one back. */
  @SqlUpdate(
      """
      UPDATE sign_in_failure SET failures = failures - 1
      WHERE subject = :subject AND failures > 0
      """)
  void giveBack(String subject);

  /** Forgets every subject whose window began before. */
  @SqlUpdate(
      """
      DELETE FROM sign_in_failure
      WHERE first_at < :windowStart AND (blocked_until IS NULL OR blocked_until < :windowStart)
      """)
  int deleteAllBefore(Instant windowStart);

  @SqlUpdate("UPDATE sign_in_failure SET blocked_until = :until WHERE subject = :subject")
  void block(String subject, Instant until);

  @SqlUpdate("DELETE FROM sign_in_failure WHERE subject = :subject")
  void clear(String subject);
}
