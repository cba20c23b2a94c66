package io.archway.index.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * SQL of failed sign-ins. In the database, so that all gateways count together and a restart frees
 * nobody; a crash of H2 may lose the last ones.
 */
public interface SignInFailureDao {
  /** How many {@link #stale} gives at once. */
  int MAX_STALE = 1_000;

  @SqlQuery(
      """
      SELECT subject, failures, first_at, blocked_until FROM sign_in_failure
      WHERE subject = :subject
      """)
  Optional<SignInFailure> find(String subject);

  /** Counts one more; what happened before {@code windowStart} is forgotten. */
  default SignInFailure record(String subject, Instant windowStart, Instant now) {
    deleteBefore(subject, windowStart, now);
    Instant until = now.plus(Duration.between(windowStart, now));
    do {
      insertNone(subject, now, until);
    } while (countOne(subject) == 0); // cleared meanwhile by a sign-in that succeeded
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
      INSERT INTO sign_in_failure (subject, failures, first_at, blocked_until)
      VALUES (:subject, 0, :now, :until)
      ON CONFLICT DO NOTHING
      """)
  void insertNone(String subject, Instant now, Instant until);

  @SqlUpdate("UPDATE sign_in_failure SET failures = failures + 1 WHERE subject = :subject")
  int countOne(String subject);

  /** Takes one back. */
  @SqlUpdate(
      """
      UPDATE sign_in_failure SET failures = failures - 1
      WHERE subject = :subject AND failures > 0
      """)
  void giveBack(String subject);

  /** Subjects whose window began before, to be forgotten one by one. */
  @SqlQuery(
      """
      SELECT subject FROM sign_in_failure
      WHERE first_at < :windowStart AND (blocked_until IS NULL OR blocked_until <= :now)
      ORDER BY subject FETCH FIRST 1000 ROWS ONLY
      """)
  List<String> stale(Instant windowStart, Instant now);

  @SqlUpdate("UPDATE sign_in_failure SET blocked_until = :until WHERE subject = :subject")
  void block(String subject, Instant until);

  /** For a command, which may look at all of them. */
  @SqlUpdate("DELETE FROM sign_in_failure WHERE position(:prefix IN subject) = 1")
  void clearBeginning(String prefix);

  @SqlUpdate("DELETE FROM sign_in_failure WHERE subject = :subject")
  void clear(String subject);
}
