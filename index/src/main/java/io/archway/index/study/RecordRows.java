package io.archway.index.study;

import io.archway.index.database.Statements;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.Relocation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** SQL of the records of the log: an instance's, a quarantined object's or another file's. */
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
  private static final String MOVE_FILE =
      """
      UPDATE medium_file SET container = ?, byte_offset = ?, byte_length = ?
      WHERE record_number = ?
      """;
  private static final String LIES_AT =
      """
      SELECT 1 FROM instance WHERE record_number = ? AND container = ? AND byte_offset = ?
      UNION ALL
      SELECT 1 FROM inbox
      WHERE record_number = ? AND container = ? AND byte_offset = ? AND reason = 'QUARANTINED'
      UNION ALL
      SELECT 1 FROM medium_file WHERE record_number = ? AND container = ? AND byte_offset = ?
      """;

  private static final String FIND =
      """
      SELECT record_number, container, byte_offset, byte_length FROM instance
      WHERE record_number IN %s
      """;
  private static final String FIND_QUARANTINED =
      """
      SELECT record_number, container, byte_offset, byte_length FROM inbox
      WHERE record_number IN %s AND reason = 'QUARANTINED'
      """;
  private static final String FIND_FILE =
      """
      SELECT record_number, container, byte_offset, byte_length FROM medium_file
      WHERE record_number IN %s
      """;
  private static final String PAGE =
      """
      SELECT record_number, container, byte_offset, byte_length FROM instance
      WHERE record_number > ? ORDER BY record_number FETCH FIRST 1000 ROWS ONLY
      """;
  private static final String PAGE_QUARANTINED =
      """
      SELECT record_number, container, byte_offset, byte_length FROM inbox
      WHERE record_number > ? AND reason = 'QUARANTINED'
      ORDER BY record_number FETCH FIRST 1000 ROWS ONLY
      """;
  private static final String PAGE_FILES =
      """
      SELECT record_number, container, byte_offset, byte_length FROM medium_file
      WHERE record_number > ? ORDER BY record_number FETCH FIRST 1000 ROWS ONLY
      """;

  private static final String SERIES_COUNTS =
      """
      SELECT e.series_key, e.instance_count, (SELECT count(*) FROM instance i
        WHERE i.series_key = e.series_key AND i.is_current)
      FROM series e WHERE e.series_key > ? ORDER BY e.series_key FETCH FIRST 500 ROWS ONLY
      """;

  /** Where the index has a record. */
  public record Row(long recordNumber, ObjectLocation location) {}

  private RecordRows() {}

  /** The rows of these records. */
  public static List<Row> find(Connection connection, List<Long> recordNumbers)
      throws SQLException {
    List<Row> rows = new ArrayList<>();
    for (String sql : List.of(FIND, FIND_QUARANTINED, FIND_FILE)) {
      rows.addAll(
          Statements.queryIn(
              connection,
              sql,
              recordNumbers,
              (binding, values) -> binding.addAll(values),
              RecordRows::row));
    }
    return rows;
  }

  /** The next rows of instances, at most 1000, by record number. */
  public static List<Row> instancesAfter(Connection connection, long recordNumber)
      throws SQLException {
    return Statements.query(
        connection, PAGE, binding -> binding.add(recordNumber), RecordRows::row);
  }

  /** The next rows of quarantined objects, at most 1000, by record number. */
  public static List<Row> quarantinedAfter(Connection connection, long recordNumber)
      throws SQLException {
    return Statements.query(
        connection, PAGE_QUARANTINED, binding -> binding.add(recordNumber), RecordRows::row);
  }

  /** The next rows of files that are no DICOM objects, at most 1000, by record number. */
  public static List<Row> filesAfter(Connection connection, long recordNumber) throws SQLException {
    return Statements.query(
        connection, PAGE_FILES, binding -> binding.add(recordNumber), RecordRows::row);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1), new ObjectLocation(row.getString(2), row.getLong(3), row.getLong(4)));
  }

  /** Keys of series whose count is not that of their current instances, at most 100. */
  public static List<Long> wrongSeriesCounts(Connection connection) throws SQLException {
    List<Long> wrong = new ArrayList<>();
    List<Long> page;
    long after = 0;
    do {
      long from = after;
      page =
          Statements.query(
              connection,
              SERIES_COUNTS,
              binding -> binding.add(from),
              row -> row.getLong(2) == row.getLong(3) ? row.getLong(1) : -row.getLong(1));
      page.stream().filter(key -> key < 0).forEach(key -> wrong.add(-key));
      after = page.isEmpty() ? after : Math.abs(page.get(page.size() - 1));
    } while (!page.isEmpty() && wrong.size() < 100);
    return wrong;
  }

  /** Gives the record numbers that are not here. */
  public static List<Long> move(Connection connection, List<Relocation.Moved> moved)
      throws SQLException {
    List<Relocation.Moved> inOrder =
        moved.stream().sorted(Comparator.comparingLong(Relocation.Moved::recordNumber)).toList();
    List<Relocation.Moved> elsewhere = unmoved(inOrder, update(connection, MOVE, inOrder));
    List<Relocation.Moved> files =
        unmoved(elsewhere, update(connection, MOVE_QUARANTINED, elsewhere));
    return unmoved(files, update(connection, MOVE_FILE, files)).stream()
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
                    .add(location.offset())
                    .add(recordNumber)
                    .add(location.container())
                    .add(location.offset()),
            row -> row.getInt(1))
        .isEmpty();
  }
}
