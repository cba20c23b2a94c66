package io.archway.index.event;

import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Reads events within the caller's transaction. */
public final class EventRows {
  private static final String AFTER =
      "SELECT "
          + EventDao.COLUMNS
          + " FROM event WHERE event_number > ? ORDER BY event_number FETCH FIRST ? ROWS ONLY";

  private EventRows() {}

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
