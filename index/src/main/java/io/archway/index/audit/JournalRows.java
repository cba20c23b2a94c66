package io.archway.index.audit;

import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** SQL of how far each gateway's journal is in the chain, within the caller's transaction. */
final class JournalRows {
  private static final String LAST = "SELECT last_number FROM audit_journal WHERE journal_id = ?";
  private static final String INSERT =
      "INSERT INTO audit_journal (journal_id, last_number) VALUES (?, 0) ON CONFLICT DO NOTHING";
  private static final String UPDATE =
      "UPDATE audit_journal SET last_number = ? WHERE journal_id = ?";

  private JournalRows() {}

  static long lastNumber(Connection connection, String journalId) throws SQLException {
    List<Long> found =
        Statements.query(
            connection, LAST, binding -> binding.add(journalId), row -> row.getLong(1));
    if (!found.isEmpty()) {
      return found.get(0);
    }
    Statements.update(connection, INSERT, binding -> binding.add(journalId));
    return 0;
  }

  static void update(Connection connection, String journalId, long number) throws SQLException {
    Statements.update(connection, UPDATE, binding -> binding.add(number).add(journalId));
  }
}
