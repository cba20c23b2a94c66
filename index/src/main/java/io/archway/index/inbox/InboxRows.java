package io.archway.index.inbox;

import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** SQL that opens inbox entries, for a group of arrivals. */
public final class InboxRows {
  private static final String INSERT =
      """
      INSERT INTO inbox (inbox_key, organization_key, reason, subject, state, patient_key,
        study_key, instance_key, record_number, container, byte_offset, byte_length, office_key,
        details, created_at)
      VALUES (?, ?, ?, ?, 'OPEN', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String QUARANTINED =
      """
      SELECT 1 FROM inbox
      WHERE organization_key = ? AND reason = 'QUARANTINED' AND subject = ?
      """;

  private static final String CLOSE =
      """
      UPDATE inbox SET state = ?, closed_at = ?, closed_by_key = ?, closed_why = ?
      WHERE inbox_key = ?
      """;
  private static final String REOPEN =
      """
      UPDATE inbox SET state = 'OPEN', closed_at = NULL, closed_by_key = NULL, closed_why = NULL
      WHERE inbox_key = ?
      """;

  private InboxRows() {}

  /** Whether an object of this subject ({@link Quarantine}) is or was in quarantine. */
  public static boolean isQuarantined(Connection connection, long organizationKey, String subject)
      throws SQLException {
    return !Statements.query(
            connection,
            QUARANTINED,
            binding -> binding.add(organizationKey).add(subject),
            row -> row.getInt(1))
        .isEmpty();
  }

  /** Closes entries that the caller holds. */
  public static void close(
      Connection connection,
      List<Long> inboxKeys,
      InboxState state,
      Long userKey,
      String why,
      Instant now)
      throws SQLException {
    Statements.batch(
        connection,
        CLOSE,
        inboxKeys,
        (binding, key) -> binding.add(state.name()).add(now).add(userKey).add(why).add((long) key));
  }

  /**
   * Another object of the same UID and bytes is quarantined anew from then on, since this one is
   * gone.
   */
  public static void free(Connection connection, InboxEntry entry) throws SQLException {
    Statements.update(
        connection,
        "UPDATE inbox SET subject = ? WHERE inbox_key = ?",
        binding -> binding.add(entry.subject() + ":" + entry.recordNumber()).add(entry.inboxKey()));
  }

  /** Opens entries again as they were before {@link #close}. */
  public static void reopen(Connection connection, List<Long> inboxKeys) throws SQLException {
    Statements.batch(connection, REOPEN, inboxKeys, (binding, key) -> binding.add((long) key));
  }

  /** Gives those that were not there before. */
  public static List<NewInboxEntry> open(
      Connection connection, List<NewInboxEntry> entries, Instant now) throws SQLException {
    List<NewInboxEntry> inOrder =
        entries.stream()
            .sorted(
                Comparator.comparing(NewInboxEntry::organizationKey)
                    .thenComparing(NewInboxEntry::reason)
                    .thenComparing(NewInboxEntry::subject))
            .toList();
    int[] inserted =
        Statements.batch(
            connection,
            INSERT,
            inOrder,
            (binding, entry) -> {
              var location = entry.location();
              binding
                  .add(entry.inboxKey())
                  .add(entry.organizationKey())
                  .add(entry.reason().name())
                  .add(entry.subject())
                  .add(entry.patientKey())
                  .add(entry.studyKey())
                  .add(entry.instanceKey())
                  .add(entry.recordNumber())
                  .add(location == null ? null : location.container())
                  .add(location == null ? null : (Long) location.offset())
                  .add(location == null ? null : (Long) location.length())
                  .add(entry.officeKey())
                  .add(entry.details())
                  .add(now);
            });
    List<NewInboxEntry> opened = new ArrayList<>();
    for (int i = 0; i < inserted.length; i++) {
      if (inserted[i] != 0) {
        opened.add(inOrder.get(i));
      }
    }
    return opened;
  }
}
