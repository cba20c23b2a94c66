package io.archway.index.decision;

import io.archway.index.database.Binding;
import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import io.archway.index.inbox.Decision;
import io.archway.index.inbox.DecisionAction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** SQL of decisions, within the caller's transaction. */
final class DecisionRows {
  private static final String COLUMNS =
      """
      SELECT decision_key, organization_key, action, inbox_key, worklist_item_key, patient_key,
        study_key, instance_key, undo_details, decided_by_key, decided_why, decided_at,
        undone_by_key, undone_why, undone_at
      FROM decision
      """;
  private static final String INSERT =
      """
      INSERT INTO decision (decision_key, organization_key, action, inbox_key, worklist_item_key,
        patient_key, study_key, instance_key, undo_details, decided_by_key, decided_why, decided_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String UNDO =
      """
      UPDATE decision SET undone_by_key = ?, undone_why = ?, undone_at = ?
      WHERE decision_key = ? AND undone_at IS NULL
      """;

  /** What a merge keeps of itself beside the decision is not told twice. */
  private static final String OF_INBOX =
      """
      WHERE inbox_key IN %s AND organization_key = ? AND action <> 'MERGE_PATIENTS'
      ORDER BY decision_key DESC
      """;

  private DecisionRows() {}

  /** By the keys of the entries, the last first. */
  static Map<Long, List<Decision>> ofInbox(
      Connection connection, long organizationKey, List<Long> inboxKeys) throws SQLException {
    Map<Long, List<Decision>> found = new HashMap<>();
    for (Decision decision :
        Statements.queryIn(
            connection,
            COLUMNS + OF_INBOX,
            inboxKeys,
            (binding, part) -> binding.addAll(part).add(organizationKey),
            DecisionRows::map)) {
      found.computeIfAbsent(decision.inboxKey(), key -> new ArrayList<>()).add(decision);
    }
    return found;
  }

  static void insert(Connection connection, Decision decision) throws SQLException {
    Statements.update(
        connection,
        INSERT,
        binding ->
            bindSubject(
                    binding
                        .add(decision.decisionKey())
                        .add(decision.organizationKey())
                        .add(decision.action().name()),
                    decision)
                .add(decision.undoDetails())
                .add(decision.decidedByKey())
                .add(decision.decidedWhy())
                .add(decision.decidedAt()));
  }

  private static Binding bindSubject(Binding binding, Decision decision) throws SQLException {
    return binding
        .add(decision.inboxKey())
        .add(decision.worklistItemKey())
        .add(decision.patientKey())
        .add(decision.studyKey())
        .add(decision.instanceKey());
  }

  static void undo(Connection connection, long decisionKey, Author author, Instant now)
      throws SQLException {
    Statements.update(
        connection,
        UNDO,
        binding -> binding.add(author.userKey()).add(author.why()).add(now).add(decisionKey));
  }

  private static Decision map(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new Decision(
        reading.key(),
        reading.key(),
        DecisionAction.valueOf(reading.text()),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.text(),
        reading.keyOrNull(),
        reading.text(),
        reading.instant(),
        reading.keyOrNull(),
        reading.text(),
        reading.instant());
  }
}
