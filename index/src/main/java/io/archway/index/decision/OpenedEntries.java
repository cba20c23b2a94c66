package io.archway.index.decision;

import io.archway.index.database.Binding;
import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxRows;
import io.archway.index.inbox.InboxState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Entries that a decision opens rather than closes: what they were, and as that again. */
final class OpenedEntries {
  private static final String CANDIDATES =
      """
      SELECT c.candidate_number, c.worklist_item_key, c.step_key, c.grade, c.differences
      FROM match_candidate c
      WHERE c.inbox_key = ? AND c.worklist_item_key IS NOT NULL
      ORDER BY c.inbox_key, c.candidate_number FETCH FIRST 1000 ROWS ONLY
      """;
  private static final String RESTORE =
      """
      UPDATE inbox SET reason = ?, details = ?, state = ?, closed_at = ?, closed_by_key = ?,
        closed_why = ?
      WHERE inbox_key = ?
      """;
  private static final String DELETE = "DELETE FROM match_candidate WHERE inbox_key = ?";
  private static final String INSERT =
      """
      INSERT INTO match_candidate (inbox_key, candidate_number, organization_key,
        worklist_item_key, step_key, grade, differences)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private OpenedEntries() {}

  static Deed.Entry kept(Connection connection, InboxEntry entry) throws SQLException {
    return new Deed.Entry(
        entry.reason(),
        entry.state(),
        Json.tree(entry.details()),
        entry.closedAt() == null ? null : entry.closedAt().toString(),
        entry.closedByKey(),
        entry.closedWhy(),
        Statements.query(
            connection,
            CANDIDATES,
            binding -> binding.add(entry.inboxKey()),
            row -> {
              Reading reading = new Reading(row);
              return new Deed.Candidate(
                  reading.number(),
                  reading.key(),
                  reading.keyOrNull(),
                  reading.text(),
                  reading.text());
            }));
  }

  /**
   * One that was not there before stays, closed, as what tells of both.
   *
   * @return whether it is closed now
   */
  static boolean restore(Doing doing, Deed.Entry was) throws SQLException {
    Connection connection = doing.connection();
    long inboxKey = doing.entry().inboxKey();
    if (was == null) {
      Author author = doing.author();
      InboxRows.close(
          connection,
          List.of(inboxKey),
          InboxState.RESOLVED,
          author.userKey(),
          author.why(),
          doing.now());
      return true;
    }
    Statements.update(
        connection,
        RESTORE,
        binding ->
            binding
                .add(was.reason())
                .add(was.details().toString())
                .add(was.state())
                .add(Linking.instant(was.closedAt()))
                .add(was.closedByKey())
                .add(was.closedWhy())
                .add(inboxKey));
    Statements.update(connection, DELETE, binding -> binding.add(inboxKey));
    Statements.batch(
        connection, INSERT, was.candidates(), (binding, one) -> bind(binding, doing, one));
    return !InboxEntry.OPEN.equals(was.state());
  }

  private static void bind(Binding binding, Doing doing, Deed.Candidate one) throws SQLException {
    binding
        .add(doing.entry().inboxKey())
        .add(one.number())
        .add(doing.organizationKey())
        .add(one.worklistItemKey())
        .add(one.stepKey())
        .add(one.grade())
        .add(one.differences());
  }
}
