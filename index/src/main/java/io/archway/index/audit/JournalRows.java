package io.archway.index.audit;

import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** SQL of how far each gateway's journal is in the chain, within the caller's transaction. */
final class JournalRows {
  private static final String LAST = "SELECT last_number FROM audit_journal WHERE store_name = ?";
  private static final String INSERT =
      "INSERT INTO audit_journal (store_name, last_number) VALUES (?, 0) ON CONFLICT DO NOTHING";
  private static final String UPDATE =
      "UPDATE audit_journal SET last_number = ? WHERE store_name = ?";

  private JournalRows() {}

  static long lastNumber(Connection connection, String storeName) throws SQLException {
    List<Long> found =
        Statements.query(
            connection, LAST, binding -> binding.add(storeName), row -> row.getLong(1));
    if (!found.isEmpty()) {
      return found.get(0);
    }
    Statements.update(connection, INSERT, binding -> binding.add(storeName));
    return 0;
  }

  static void update(Connection connection, String storeName, long number) throws SQLException {
    Statements.update(connection, UPDATE, binding -> binding.add(number).add(storeName));
  }
}
