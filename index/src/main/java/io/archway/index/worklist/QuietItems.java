package io.archway.index.worklist;

import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * SQL of items that nothing more is waited for: their last images came a while ago, and where an
 * item has several steps there are images of each that is still to be made. Images that name no
 * step count for every step of their modality.
 */
public final class QuietItems {
  private static final String IMAGES =
      """
      SELECT 1 FROM worklist_link l JOIN series e ON e.series_key = l.series_key
      WHERE l.worklist_item_key = w.worklist_item_key
        AND (l.step_key = s.step_key
          OR EXISTS (SELECT 1 FROM series_request r WHERE r.series_key = l.series_key
            AND r.scheduled_procedure_step_id = s.scheduled_procedure_step_id)
          OR e.modality = s.modality AND NOT EXISTS (SELECT 1 FROM series_request r
            WHERE r.series_key = l.series_key AND r.scheduled_procedure_step_id <> ''))
      """;
  private static final String MISSING =
      """
      SELECT 1 FROM scheduled_procedure_step s
      WHERE s.worklist_item_key = w.worklist_item_key
        AND s.status IN ('SCHEDULED', 'STARTED') AND s.start_date >= ?
        AND EXISTS (SELECT 1 FROM scheduled_procedure_step o
          WHERE o.worklist_item_key = w.worklist_item_key AND o.step_key <> s.step_key)
        AND EXISTS (SELECT 1 FROM worklist_link k
          WHERE k.worklist_item_key = w.worklist_item_key)
        AND NOT EXISTS (\
      """
          + IMAGES
          + ")";
  private static final String QUIET =
      "SELECT "
          + WorklistColumns.ITEM
          + """
             FROM worklist_item w
            WHERE w.scan_status = 'arrived' AND w.last_arrived_at < ? AND w.deleted_at IS NULL
              AND (w.expires_at <= ? OR NOT EXISTS (\
            """
          + MISSING
          + """
            ))
            ORDER BY w.scan_status, w.last_arrived_at FETCH FIRST ? ROWS ONLY
            """;

  private QuietItems() {}

  /**
   * Of all organizations, the longest quiet first.
   *
   * @param before when their last images came
   * @param stepsFrom the first day of steps whose images may still come
   */
  public static List<WorklistItem> find(
      Connection connection, Instant before, Instant now, LocalDate stepsFrom, int most)
      throws SQLException {
    return Statements.query(
        connection,
        QUIET,
        binding -> binding.add(before).add(now).add(stepsFrom).add(most),
        row -> WorklistColumns.item(new Reading(row)));
  }
}
