package io.archway.index.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Rows of the inbox, as tests look at and change them. */
public interface InboxDao {
  String COLUMNS =
      """
      inbox_key, organization_key, reason, subject, state, patient_key, study_key, instance_key,
      record_number, container, byte_offset, byte_length, office_key, details, created_at,
      closed_at, closed_by_key, closed_why
      """;

  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM inbox
            WHERE inbox_key = :inboxKey AND organization_key = :organizationKey
            """)
  Optional<InboxEntry> find(long organizationKey, long inboxKey);

  /** Newest first. */
  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM inbox WHERE organization_key = :organizationKey AND state = :state
            ORDER BY organization_key, state, inbox_key DESC
            OFFSET :offset ROWS FETCH FIRST :most ROWS ONLY
            """)
  List<InboxEntry> list(long organizationKey, String state, int offset, int most);

  @SqlQuery(
      """
      SELECT count(*) FROM (SELECT 1 FROM inbox
        WHERE organization_key = :organizationKey AND state = :state
        FETCH FIRST :most ROWS ONLY) counted
      """)
  long count(long organizationKey, String state, int most);

  /** Gives 0 where it was closed before. */
  @SqlUpdate(
      """
      UPDATE inbox SET state = :state, closed_at = :now, closed_by_key = :userKey, closed_why = :why
      WHERE inbox_key = :inboxKey AND organization_key = :organizationKey AND state = 'OPEN'
      """)
  int close(
      long organizationKey, long inboxKey, String state, long userKey, String why, Instant now);
}
