package io.archway.index.event;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of events, for followers. */
public interface EventDao {
  String COLUMNS =
      """
      event_number, organization_key, event_type, patient_key, study_key, medium_key, instance_key,
      inbox_key, worklist_item_key, details, occurred_at
      """;

  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM event WHERE event_number > :after
            ORDER BY event_number FETCH FIRST :most ROWS ONLY
            """)
  List<Event> after(long after, int most);

  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM event WHERE organization_key = :organizationKey AND event_number > :after
            ORDER BY organization_key, event_number FETCH FIRST :most ROWS ONLY
            """)
  List<Event> afterOf(long organizationKey, long after, int most);

  @SqlQuery("SELECT last_number FROM event_counter WHERE counter_key = 1")
  long lastNumber();

  @SqlUpdate("DELETE FROM event WHERE occurred_at < :before AND event_number <= :upTo")
  int deleteBefore(Instant before, long upTo);
}
