package io.archway.index.event;

import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import io.archway.index.database.Times;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Reads and deletes events within the caller's transaction. */
public final class EventRows {
  private static final String AFTER =
      "SELECT "
          + EventDao.COLUMNS
          + " FROM event WHERE event_number > ? ORDER BY event_number FETCH FIRST ? ROWS ONLY";

  private static final String FIRST =
      """
      SELECT event_number, occurred_at FROM event WHERE event_number > 0
      ORDER BY event_number FETCH FIRST ? ROWS ONLY
      """;
  private static final String BEHIND = "SELECT min(event_number) FROM event_follower";
  private static final String DELETE = "DELETE FROM event WHERE event_number <= ?";

  private record First(long number, Instant occurredAt) {}

  private EventRows() {}

  /**
   * Deletes the first events as far as they are of before a time and every follower position is
   * past them; gives how many, fewer than asked for where no more are left.
   */
  public static int deleteBefore(Connection connection, Instant before, int most)
      throws SQLException {
    long behind = Statements.query(connection, BEHIND, binding -> {}, row -> row.getLong(1)).get(0);
    List<First> old =
        Statements.query(
                connection,
                FIRST,
                binding -> binding.add(most),
                row -> new First(row.getLong(1), Times.fromColumn(row, 2)))
            .stream()
            .takeWhile(first -> first.number <= behind && first.occurredAt.isBefore(before))
            .toList();
    if (old.isEmpty()) {
      return 0;
    }
    long upTo = old.get(old.size() - 1).number;
    return Statements.update(connection, DELETE, binding -> binding.add(upTo));
  }

  public static List<Event> after(Connection connection, long number, int most)
      throws SQLException {
    return Statements.query(
        connection, AFTER, binding -> binding.add(number).add(most), EventRows::map);
  }

  private static Event map(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new Event(
        reading.key(),
        reading.key(),
        reading.text(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.text(),
        reading.instant());
  }
}
