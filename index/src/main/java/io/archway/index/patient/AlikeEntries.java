package io.archway.index.patient;

import io.archway.index.database.Statements;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the inbox asks about a patient, and what a merge answers of it. */
final class AlikeEntries {
  private static final int MOST = 1_000;
  private static final String OF_PATIENT =
      """
      SELECT i.inbox_key FROM inbox i
      WHERE i.patient_key = ? AND i.organization_key = ?
        AND i.reason IN ('PATIENTS_ALIKE', 'PATIENT_UNIDENTIFIED')
      """;
  private static final String AS_CANDIDATE =
      """
      SELECT i.inbox_key FROM match_candidate c JOIN inbox i ON i.inbox_key = c.inbox_key
      WHERE c.patient_key = ? AND i.organization_key = ? AND i.reason = 'PATIENTS_ALIKE'
      """;
  private static final String OPEN = " AND i.state = 'OPEN'";
  private static final String CLOSED = " AND i.state = 'RESOLVED' AND i.closed_why = ?";
  private static final String FIRST = " ORDER BY i.inbox_key FETCH FIRST ? ROWS ONLY";
  private static final String CLOSE =
      """
      UPDATE inbox SET state = 'RESOLVED', closed_at = ?, closed_by_key = ?, closed_why = ?
      WHERE inbox_key = ? AND state = 'OPEN'
      """;
  private static final String REOPEN =
      """
      UPDATE inbox SET state = 'OPEN', closed_at = NULL, closed_by_key = NULL, closed_why = NULL
      WHERE inbox_key = ?
      """;

  private AlikeEntries() {}

  /**
   * Closes what is open about whom is merged; it opens again when the two are taken apart.
   *
   * @param inboxKey of the entry that whoever calls closes, or null
   */
  static List<NewEvent> settle(
      Connection connection,
      long organizationKey,
      PatientMerge merge,
      Long inboxKey,
      Long userKey,
      Instant now)
      throws SQLException {
    List<NewEvent> events = new ArrayList<>();
    for (String sql : List.of(OF_PATIENT + OPEN, AS_CANDIDATE + OPEN)) {
      List<Long> found =
          Statements.query(
              connection,
              sql + FIRST,
              binding -> binding.add(merge.fromPatientKey()).add(organizationKey).add(MOST),
              row -> row.getLong(1));
      for (long key : found) {
        boolean decided = inboxKey != null && inboxKey == key;
        if (!decided && close(connection, key, merge, userKey, now)) {
          events.add(event(EventType.INBOX_CLOSED, organizationKey, merge, key));
        }
      }
    }
    return events;
  }

  private static boolean close(
      Connection connection, long inboxKey, PatientMerge merge, Long userKey, Instant now)
      throws SQLException {
    return Statements.update(
            connection,
            CLOSE,
            binding -> binding.add(now).add(userKey).add(closedWhy(merge)).add(inboxKey))
        > 0;
  }

  private static String closedWhy(PatientMerge merge) {
    return "patient merge " + merge.patientMergeKey();
  }

  /** What only the merge had closed. */
  static List<NewEvent> reopen(Connection connection, long organizationKey, PatientMerge merge)
      throws SQLException {
    List<NewEvent> events = new ArrayList<>();
    for (String sql : List.of(OF_PATIENT + CLOSED, AS_CANDIDATE + CLOSED)) {
      List<Long> found =
          Statements.query(
              connection,
              sql + FIRST,
              binding ->
                  binding
                      .add(merge.fromPatientKey())
                      .add(organizationKey)
                      .add(closedWhy(merge))
                      .add(MOST),
              row -> row.getLong(1));
      for (long key : found) {
        Statements.update(connection, REOPEN, binding -> binding.add(key));
        events.add(event(EventType.INBOX_OPENED, organizationKey, merge, key));
      }
    }
    return events;
  }

  private static NewEvent event(
      EventType type, long organizationKey, PatientMerge merge, long inboxKey) {
    return new NewEvent(
        organizationKey, type, merge.fromPatientKey(), null, null, null, inboxKey, null);
  }
}
