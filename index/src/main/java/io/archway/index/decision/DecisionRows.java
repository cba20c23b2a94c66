package io.archway.index.decision;

import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import io.archway.index.inbox.Decision;
import io.archway.index.inbox.DecisionAction;
import io.archway.index.inbox.DecisionDao;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the decisions of many entries at once; all else is {@link DecisionDao}'s. */
final class DecisionRows {
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
            DecisionDao.SELECT + OF_INBOX,
            inboxKeys,
            (binding, part) -> binding.addAll(part).add(organizationKey),
            DecisionRows::map)) {
      found.computeIfAbsent(decision.inboxKey(), key -> new ArrayList<>()).add(decision);
    }
    return found;
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
