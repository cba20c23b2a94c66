package io.archway.index.event;

import io.archway.index.database.Times;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Writes events in the transaction of what they tell. Must be its last statements: the counter row
 * stays locked until the commit, which is what makes numbers visible in order.
 */
public final class EventLog {
  private static final String COUNT =
      "UPDATE event_counter SET last_number = last_number + ? WHERE counter_key = 1";
  private static final String LAST = "SELECT last_number FROM event_counter WHERE counter_key = 1";
  private static final String INSERT =
      """
      INSERT INTO event (event_number, organization_key, event_type, patient_key, study_key,
        medium_key, instance_key, inbox_key, worklist_item_key, details, occurred_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private EventLog() {}

  public static void append(Connection connection, List<NewEvent> events, Instant now)
      throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    long number = take(connection, events.size()) - events.size();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (NewEvent event : events) {
        bind(insert, ++number, event, now);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static long take(Connection connection, int count) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(COUNT)) {
      update.setLong(1, count);
      update.executeUpdate();
    }
    try (PreparedStatement last = connection.prepareStatement(LAST);
        ResultSet row = last.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void bind(PreparedStatement insert, long number, NewEvent event, Instant now)
      throws SQLException {
    insert.setLong(1, number);
    insert.setLong(2, event.organizationKey());
    insert.setString(3, event.type().name());
    insert.setObject(4, event.patientKey());
    insert.setObject(5, event.studyKey());
    insert.setObject(6, event.mediumKey());
    insert.setObject(7, event.instanceKey());
    insert.setObject(8, event.inboxKey());
    insert.setObject(9, event.worklistItemKey());
    insert.setString(10, event.details());
    insert.setObject(11, Times.toColumn(now));
  }
}
