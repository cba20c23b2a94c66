package io.archway.index.database;

import io.archway.index.store.LogPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * How far the log of a store is indexed: moved in the transaction of the arrivals, never backwards,
 * and never over what the index has lost.
 */
public final class LogPositions {
  private static final String FIND =
      "SELECT segment, byte_offset FROM log_position WHERE store_name = ?";
  private static final String ADVANCE =
      """
      UPDATE log_position SET segment = ?, byte_offset = ?
      WHERE store_name = ? AND (segment < ? OR segment = ? AND byte_offset < ?)
        AND (segment > ? OR segment = ? AND byte_offset >= ?)
      """;
  private static final String INSERT =
      """
      INSERT INTO log_position (store_name, segment, byte_offset) VALUES (?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private LogPositions() {}

  public static LogPosition find(Connection connection, String storeName) throws SQLException {
    List<LogPosition> found =
        Statements.query(
            connection,
            FIND,
            binding -> binding.add(storeName),
            row -> new LogPosition(row.getLong(1), row.getLong(2)));
    return found.isEmpty() ? new LogPosition(0, 0) : found.get(0);
  }

  /**
   * Moves the position.
   *
   * @param known where it must be by now
   * @throws IndexBehindException where it is not
   */
  public static void advance(
      Connection connection, String storeName, LogPosition to, LogPosition known)
      throws SQLException {
    int moved =
        Statements.update(
            connection,
            ADVANCE,
            binding ->
                binding
                    .add(to.segment())
                    .add(to.offset())
                    .add(storeName)
                    .add(to.segment())
                    .add(to.segment())
                    .add(to.offset())
                    .add(known.segment())
                    .add(known.segment())
                    .add(known.offset()));
    if (moved == 0) {
      LogPosition found = find(connection, storeName);
      if (found.compareTo(known) < 0) {
        throw new IndexBehindException(found, known);
      }
      Statements.update(
          connection, INSERT, binding -> binding.add(storeName).add(to.segment()).add(to.offset()));
    }
  }
}
