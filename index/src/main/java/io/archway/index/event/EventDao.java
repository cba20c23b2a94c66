package io.archway.index.event;

import io.archway.index.access.Visibility;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** SQL of events, for followers. */
public interface EventDao extends SqlObject {
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

  /** The numbers of events that somebody sees, of two numbers and between them. */
  default List<Long> visible(long organizationKey, long first, long last, Visibility visible) {
    if (visible.isNone()) {
      return List.of();
    }
    return getHandle()
        .createQuery(
            """
            SELECT e.event_number FROM event e
            WHERE e.organization_key = :organizationKey
              AND e.event_number >= :first AND e.event_number <= :last
            """
                + visible.andEvent("e"))
        .bind("organizationKey", organizationKey)
        .bind("first", first)
        .bind("last", last)
        .mapTo(long.class)
        .list();
  }

  @SqlQuery("SELECT last_number FROM event_counter WHERE counter_key = 1")
  long lastNumber();

  /** Events are deleted from the first on; up to this number there are none any more. */
  default long forgotten() {
    long last = lastNumber(); // before the other: what is appended meanwhile is not forgotten
    return first().map(number -> number - 1).orElse(last);
  }

  @SqlQuery(
      """
      SELECT event_number FROM event WHERE event_number > 0
      ORDER BY event_number FETCH FIRST 1 ROWS ONLY
      """)
  Optional<Long> first();
}
