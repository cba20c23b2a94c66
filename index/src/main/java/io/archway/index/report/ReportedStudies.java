package io.archway.index.report;

import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;

/**
 * SQL of the studies that reports are about, within the caller's transaction: those linked to the
 * worklist item, and that of its medium.
 */
public final class ReportedStudies {
  private static final String OF_ITEM =
      """
      SELECT l.study_key FROM worklist_link l WHERE l.worklist_item_key = ?
      UNION SELECT m.study_key FROM worklist_item w JOIN medium m ON m.medium_key = w.medium_key
      WHERE w.worklist_item_key = ? AND m.study_key IS NOT NULL
      """;

  /** That of the item's medium, else the first that came. */
  private static final String MAIN =
      """
      SELECT s.study_key FROM study s
      WHERE s.study_key IN %s
      ORDER BY CASE WHEN s.study_key = (SELECT m.study_key FROM worklist_item w
        JOIN medium m ON m.medium_key = w.medium_key WHERE w.worklist_item_key = ?)
        THEN 0 ELSE 1 END, s.first_received_at, s.study_key
      """;

  private static final String REFRESH =
      """
      UPDATE study SET report_state = CASE
        WHEN EXISTS (SELECT 1 FROM report r WHERE r.deleted_at IS NULL AND r.status <> 'final'
          AND r.worklist_item_key IN (SELECT l.worklist_item_key FROM worklist_link l
            WHERE l.study_key = study.study_key)) THEN 'PENDING'
        WHEN EXISTS (SELECT 1 FROM report r WHERE r.deleted_at IS NULL AND r.status = 'final'
          AND r.worklist_item_key IN (SELECT l.worklist_item_key FROM worklist_link l
            WHERE l.study_key = study.study_key)) THEN 'DONE'
        ELSE 'NONE' END
      WHERE study_key IN %s
      """;

  private ReportedStudies() {}

  /** In the order of keys. */
  public static List<Long> ofItem(Connection connection, long itemKey) throws SQLException {
    return List.copyOf(
        new TreeSet<>(
            Statements.query(
                connection,
                OF_ITEM,
                binding -> binding.add(itemKey).add(itemKey),
                row -> row.getLong(1))));
  }

  /** The study that a document of the item belongs to; null where no images came. */
  public static Long main(Connection connection, long itemKey) throws SQLException {
    List<Long> studies = ofItem(connection, itemKey);
    return Statements.queryIn(
            connection,
            MAIN,
            studies,
            (binding, part) -> binding.addAll(part).add(itemKey),
            row -> row.getLong(1))
        .stream()
        .findFirst()
        .orElse(null);
  }

  /** Lets retention know what the reports of an item's studies are by now. */
  public static void refresh(Connection connection, Long itemKey) throws SQLException {
    if (itemKey == null) {
      return;
    }
    List<Long> studies = ofItem(connection, itemKey);
    for (int from = 0; from < studies.size(); from += Statements.MAX_IN) {
      List<Long> part = studies.subList(from, Math.min(studies.size(), from + Statements.MAX_IN));
      Statements.update(
          connection,
          REFRESH.formatted(Statements.in(part.size())),
          binding -> binding.addAll(part));
    }
  }
}
