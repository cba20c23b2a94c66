package io.archway.index.study;

import io.archway.index.database.Statements;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.Relocation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** SQL of the records of the log: an instance's or a quarantined object's. */
public final class RecordRows {
  private static final String MOVE =
      """
      UPDATE instance SET container = ?, byte_offset = ?, byte_length = ? WHERE record_number = ?
      """;
  private static final String MOVE_QUARANTINED =
      """
      UPDATE inbox SET container = ?, byte_offset = ?, byte_length = ?
      WHERE record_number = ? AND reason = 'QUARANTINED'
      """;
  private static final String LIES_AT =
      """
      SELECT 1 FROM instance WHERE record_number = ? AND container = ? AND byte_offset = ?
      UNION ALL
      SELECT 1 FROM inbox
      WHERE record_number = ? AND container = ? AND byte_offset = ? AND reason = 'QUARANTINED'
      """;

  private RecordRows() {}

  /** Gives the record numbers that are not here. */
  public static List<Long> move(Connection connection, List<Relocation.Moved> moved)
      throws SQLException {
    List<Relocation.Moved> inOrder =
        moved.stream().sorted(Comparator.comparingLong(Relocation.Moved::recordNumber)).toList();
    List<Relocation.Moved> elsewhere = unmoved(inOrder, update(connection, MOVE, inOrder));
    return unmoved(elsewhere, update(connection, MOVE_QUARANTINED, elsewhere)).stream()
        .map(Relocation.Moved::recordNumber)
        .toList();
  }

  private static int[] update(Connection connection, String sql, List<Relocation.Moved> moved)
      throws SQLException {
    return Statements.batch(
        connection,
        sql,
        moved,
        (binding, row) ->
            binding
                .add(row.to().container())
                .add(row.to().offset())
                .add(row.to().length())
                .add(row.recordNumber()));
  }

  private static List<Relocation.Moved> unmoved(List<Relocation.Moved> moved, int[] updated) {
    List<Relocation.Moved> rest = new ArrayList<>();
    for (int i = 0; i < updated.length; i++) {
      if (updated[i] == 0) {
        rest.add(moved.get(i));
      }
    }
    return rest;
  }

  public static boolean liesAt(Connection connection, long recordNumber, ObjectLocation location)
      throws SQLException {
    return !Statements.query(
            connection,
            LIES_AT,
            binding ->
                binding
                    .add(recordNumber)
                    .add(location.container())
                    .add(location.offset())
                    .add(recordNumber)
                    .add(location.container())
                    .add(location.offset()),
            row -> row.getInt(1))
        .isEmpty();
  }
}
