package io.archway.index.audit;

import io.archway.index.database.RowCopy;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the audit from an old index into a new one as it is: its seals hold only so. Where records
 * have other keys there, they are found by those from then on. One thread.
 */
public final class CarriedAudit {
  private static final String MOVE =
      """
      UPDATE audit_record SET record_key = ?
      WHERE organization_key = ? AND kind = ? AND record_key = ? AND first_position = ?
      """;
  private static final String NAMED =
      """
      SELECT r.organization_key, r.record_key, r.first_position FROM audit_record r
      WHERE r.kind = ? ORDER BY r.organization_key, r.record_key, r.first_position
      """;

  private record Row(long organizationKey, long recordKey, long firstPosition) {}

  private record Moved(Row row, long key) {}

  private CarriedAudit() {}

  /**
   * @param keys old and new keys of the kinds whose keys are others; of a kind with an empty map,
   *     and of records that are not in the map, nothing is found by its key any more
   */
  public static void carry(Connection old, Connection made, Map<RecordKind, Map<Long, Long>> keys)
      throws SQLException {
    new RowCopy("audit").copy(old, made);
    new RowCopy("audit_record").copy(old, made);
    new RowCopy("audit_journal").copy(old, made);
    ChainState chain = ChainState.read(old);
    if (chain != null) {
      chain.write(made);
    }
    for (Map.Entry<RecordKind, Map<Long, Long>> kind : new HashMap<>(keys).entrySet()) {
      move(made, kind.getKey(), kind.getValue());
    }
  }

  /** By way of negative keys, so that two which change places do not meet. */
  private static void move(Connection made, RecordKind kind, Map<Long, Long> keys)
      throws SQLException {
    List<Row> rows =
        Statements.query(
            made,
            NAMED,
            binding -> binding.add(kind.name()),
            row -> new Row(row.getLong(1), row.getLong(2), row.getLong(3)));
    List<Moved> away = rows.stream().map(row -> new Moved(row, -row.recordKey)).toList();
    update(made, kind, away);
    List<Moved> back =
        away.stream()
            .filter(moved -> keys.get(moved.row.recordKey) != null)
            .map(
                moved ->
                    new Moved(
                        new Row(moved.row.organizationKey, moved.key, moved.row.firstPosition),
                        keys.get(moved.row.recordKey)))
            .toList();
    update(made, kind, back);
  }

  private static void update(Connection made, RecordKind kind, List<Moved> rows)
      throws SQLException {
    try (PreparedStatement statement = made.prepareStatement(MOVE)) {
      for (Moved moved : rows) {
        statement.setLong(1, moved.key);
        statement.setLong(2, moved.row.organizationKey);
        statement.setString(3, kind.name());
        statement.setLong(4, moved.row.recordKey);
        statement.setLong(5, moved.row.firstPosition);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
