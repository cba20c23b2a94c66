package io.archway.index.audit;

import io.archway.index.database.SqlFailureException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Records changes in the transaction that makes them: both are kept, or neither. Thread-safe; the
 * connection is the caller's.
 */
public final class Audit {
  /** Of one entry, in characters, as wide as the column. */
  static final int MAX_TEXT = 12_000;

  private static final String INSERT = "INSERT INTO audit_pending (entry) VALUES (?)";

  private Audit() {}

  /** Somebody changed one record. */
  public static void changed(
      Handle handle, Auditor auditor, RecordKind kind, long key, Action action) {
    changed(handle, auditor, action, List.of(new RecordKey(kind, key)));
  }

  /** Somebody changed several records by one act. */
  public static void changed(
      Handle handle, Auditor auditor, Action action, List<RecordKey> records) {
    try {
      changed(handle.getConnection(), auditor, action, records);
    } catch (SQLException e) {
      throw new SqlFailureException(e);
    }
  }

  /** The same in plain JDBC: as many entries as it takes to name every record. */
  public static void changed(
      Connection connection, Auditor auditor, Action action, List<RecordKey> records)
      throws SQLException {
    Instant now = Instant.now();
    List<RecordKey> all = records.stream().distinct().toList();
    int from = 0;
    do {
      int to = Math.min(all.size(), from + AuditEntry.MAX_RECORDS);
      add(connection, AuditEntry.of(now, auditor, action, null, all.subList(from, to)));
      from = to;
    } while (from < all.size());
  }

  static void add(Connection connection, AuditEntry entry) throws SQLException {
    add(connection, entry.text());
  }

  static void add(Connection connection, String text) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, text);
      insert.executeUpdate();
    }
  }
}
