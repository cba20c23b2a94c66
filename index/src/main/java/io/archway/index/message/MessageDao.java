package io.archway.index.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.GetGeneratedKeys;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of the outbox. Messages are put into it by {@link Outbox} alone. */
public interface MessageDao {
  String COLUMNS =
      """
      m.message_key, m.organization_key, m.user_key, m.kind, m.channel, m.recipient, m.parameters,
      m.state, m.attempts, m.failure, m.created_at, m.expires_at, m.next_attempt_at, m.ended_at
      """;

  /** Address and number of a user, both null where they have none. */
  record Reached(String email, String phoneNumber) {}

  @SqlQuery(
      """
      SELECT u.email, u.phone_number FROM user_account u
      WHERE u.user_key = :userKey AND u.organization_key = :organizationKey
      """)
  Optional<Reached> reached(long organizationKey, long userKey);

  @SqlUpdate(
      """
      INSERT INTO outgoing_message (organization_key, user_key, kind, channel, recipient, parameters,
        state, attempts, failure, created_at, expires_at, next_attempt_at, ended_at)
      VALUES (:organizationKey, :userKey, :kind, :channel, :recipient, :parameters, :state, 0,
        :failure, :createdAt, :expiresAt, :nextAttemptAt, :endedAt)
      """)
  @GetGeneratedKeys("message_key")
  long insert(@BindMethods OutgoingMessage message);

  /** What a list is asked for; each may be null. */
  record Filter(MessageState state, MessageKind kind, Long userKey) {}

  String FILTERED =
      """
       FROM outgoing_message m
      WHERE m.organization_key = :organizationKey
        AND (CAST(:state AS varchar) IS NULL OR m.state = :state)
        AND (CAST(:kind AS varchar) IS NULL OR m.kind = :kind)
        AND (CAST(:userKey AS bigint) IS NULL OR m.user_key = :userKey)
      """;

  /** Newest first. */
  @SqlQuery(
      "SELECT "
          + COLUMNS
          + FILTERED
          + " ORDER BY m.message_key DESC OFFSET :offset ROWS FETCH FIRST :limit ROWS ONLY")
  List<OutgoingMessage> list(
      long organizationKey, @BindMethods Filter filter, long offset, int limit);

  /** Counted up to the limit. */
  @SqlQuery(
      "SELECT count(*) FROM (SELECT m.message_key "
          + FILTERED
          + " FETCH FIRST :limit ROWS ONLY) counted")
  long count(long organizationKey, @BindMethods Filter filter, int limit);

  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM outgoing_message m
            WHERE m.message_key = :messageKey AND m.organization_key = :organizationKey
            """)
  Optional<OutgoingMessage> find(long organizationKey, long messageKey);

  /** Those whose time has come, for one way out, the longest waiting first. */
  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM outgoing_message m
            WHERE m.next_attempt_at <= :now AND m.channel = :channel
            ORDER BY m.next_attempt_at, m.message_key FETCH FIRST 50 ROWS ONLY
            """)
  List<OutgoingMessage> due(Channel channel, Instant now);

  /**
   * Takes a message for one attempt: no other sender has it before {@code until}. 0 where somebody
   * else was faster.
   */
  @SqlUpdate(
      """
      UPDATE outgoing_message SET attempts = attempts + 1, next_attempt_at = :until
      WHERE message_key = :messageKey AND attempts = :attempts AND next_attempt_at IS NOT NULL
      """)
  int take(long messageKey, int attempts, Instant until);

  @SqlUpdate(
      """
      UPDATE outgoing_message SET next_attempt_at = :at, failure = :failure
      WHERE message_key = :messageKey AND next_attempt_at IS NOT NULL
      """)
  int retry(long messageKey, Instant at, String failure);

  /** What it said is forgotten with its end. */
  @SqlUpdate(
      """
      UPDATE outgoing_message SET state = :state, failure = :failure, ended_at = :now,
        next_attempt_at = NULL, parameters = NULL
      WHERE message_key = :messageKey AND next_attempt_at IS NOT NULL
      """)
  int end(long messageKey, MessageState state, String failure, Instant now);

  /** Of all messages that are worth nothing any more. */
  @SqlUpdate(
      """
      UPDATE outgoing_message SET state = 'EXPIRED', ended_at = :now, next_attempt_at = NULL,
        parameters = NULL
      WHERE next_attempt_at IS NOT NULL AND expires_at <= :now
      """)
  int expire(Instant now);

  /** Ends what waits with codes that were replaced or used. */
  @SqlUpdate(
      """
      UPDATE outgoing_message SET state = 'EXPIRED', ended_at = :now, next_attempt_at = NULL,
        parameters = NULL
      WHERE user_key = :userKey AND kind = :kind AND next_attempt_at IS NOT NULL
      """)
  int withdraw(long userKey, MessageKind kind, Instant now);

  @SqlUpdate("DELETE FROM outgoing_message WHERE ended_at < :before")
  int deleteEnded(@Bind("before") Instant before);
}
