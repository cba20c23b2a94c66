package io.archway.index.audit;

import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Takes away rows that are older than they are to be kept, always the first of the chain: its
 * anchor moves to the last of them, so that the rest still fits. Within the caller's transaction.
 */
public final class AuditAging {
  private static final String DELETE =
      "DELETE FROM audit WHERE audit_position > ? AND audit_position <= ?";
  private static final String DELETE_RECORDS = "DELETE FROM audit_record WHERE last_position <= ?";

  private AuditAging() {}

  /**
   * @param before rows of this moment and later stay, and all after the first of them
   * @return rows that were taken away, fewer than asked for where no more are old enough
   */
  public static int deleteBefore(Connection connection, Instant before, int most)
      throws SQLException {
    ChainState chain = ChainState.lock(connection);
    List<SealedEntry> rows =
        AuditRows.after(connection, chain.anchorPosition(), chain.lastPosition(), most);
    SealedEntry last = null;
    for (SealedEntry row : rows) {
      boolean next =
          row.position() == (last == null ? chain.anchorPosition() : last.position()) + 1;
      if (!next || !row.entry().occurredAt().isBefore(before)) {
        break; // what is missing is not to be forgotten with those before it
      }
      last = row;
    }
    if (last == null) {
      return 0;
    }
    long position = last.position();
    int deleted =
        Statements.update(
            connection, DELETE, binding -> binding.add(chain.anchorPosition()).add(position));
    Statements.update(connection, DELETE_RECORDS, binding -> binding.add(position));
    chain.anchoredAt(position, last.seal()).write(connection);
    return deleted;
  }
}
