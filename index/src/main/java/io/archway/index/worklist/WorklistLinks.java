package io.archway.index.worklist;

import io.archway.index.database.Binding;
import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** SQL of what belongs to which item, within the caller's transaction. */
public final class WorklistLinks {
  private static final String COLUMNS =
      """
      SELECT series_key, worklist_item_key, organization_key, study_key, step_key, grade,
        decision_key, linked_at
      FROM worklist_link
      """;
  private static final String INSERT =
      """
      INSERT INTO worklist_link (series_key, worklist_item_key, organization_key, study_key,
        step_key, grade, decision_key, linked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String DELETE =
      "DELETE FROM worklist_link WHERE series_key = ? AND worklist_item_key = ?";

  private static final String FORGET_STEP =
      "UPDATE worklist_link SET step_key = NULL WHERE worklist_item_key = ? AND step_key = ?";

  private WorklistLinks() {}

  /** Gives how many were not there before. */
  public static int insert(Connection connection, List<WorklistLink> links) throws SQLException {
    List<WorklistLink> inOrder =
        links.stream()
            .sorted(
                Comparator.comparingLong(WorklistLink::seriesKey)
                    .thenComparingLong(WorklistLink::worklistItemKey))
            .toList();
    int[] inserted =
        Statements.batch(
            connection,
            INSERT,
            inOrder,
            (binding, link) ->
                binding
                    .add(link.seriesKey())
                    .add(link.worklistItemKey())
                    .add(link.organizationKey())
                    .add(link.studyKey())
                    .add(link.stepKey())
                    .add(link.grade().name())
                    .add(link.decisionKey())
                    .add(link.linkedAt()));
    return Arrays.stream(inserted).sum();
  }

  public static int delete(Connection connection, List<WorklistLink> links) throws SQLException {
    int[] deleted =
        Statements.batch(
            connection,
            DELETE,
            links,
            (binding, link) -> binding.add(link.seriesKey()).add(link.worklistItemKey()));
    return Arrays.stream(deleted).sum();
  }

  /** The images stay with the item; its step is no more. */
  static void forgetStep(Connection connection, long itemKey, long stepKey) throws SQLException {
    Statements.update(connection, FORGET_STEP, binding -> binding.add(itemKey).add(stepKey));
  }

  public static List<WorklistLink> ofItem(Connection connection, long itemKey) throws SQLException {
    return Statements.query(
        connection,
        COLUMNS + "WHERE worklist_item_key = ? ORDER BY worklist_item_key, series_key",
        binding -> binding.add(itemKey),
        WorklistLinks::map);
  }

  public static List<WorklistLink> ofStudy(Connection connection, long studyKey)
      throws SQLException {
    return Statements.query(
        connection,
        COLUMNS + "WHERE study_key = ? ORDER BY study_key, series_key, worklist_item_key",
        binding -> binding.add(studyKey),
        WorklistLinks::map);
  }

  /** The links of these series, one query for all. */
  public static List<WorklistLink> ofSeries(Connection connection, List<Long> seriesKeys)
      throws SQLException {
    return Statements.queryIn(
        connection,
        COLUMNS + "WHERE series_key IN %s ORDER BY series_key, worklist_item_key",
        seriesKeys,
        Binding::addAll,
        WorklistLinks::map);
  }

  private static WorklistLink map(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new WorklistLink(
        reading.key(),
        reading.key(),
        reading.key(),
        reading.key(),
        reading.keyOrNull(),
        MatchGrade.valueOf(reading.text()),
        reading.keyOrNull(),
        reading.instant());
  }
}
