package io.archway.index.worklist;

import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** SQL of what people and agents did to items, within the caller's transaction. */
public final class WorklistHistory {
  /** Of an item of which no more is to be said than what was done. */
  public static final String NO_CHANGES = "[]";

  private static final String INSERT =
      """
      INSERT INTO worklist_history (worklist_history_key, organization_key, worklist_item_key,
        action, changes, changed_by_key, changed_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String COUNT =
      """
      SELECT count(*) FROM (SELECT 1 FROM worklist_history h
        WHERE h.worklist_item_key = ? AND h.organization_key = ? FETCH FIRST ? ROWS ONLY) counted
      """;
  private static final String PAGE =
      """
      SELECT h.worklist_history_key, h.worklist_item_key, h.action, h.changes, h.changed_by_key,
        u.username, h.changed_at
      FROM worklist_history h LEFT JOIN user_account u ON u.user_key = h.changed_by_key
      WHERE h.worklist_item_key = ? AND h.organization_key = ?
      ORDER BY h.worklist_item_key, h.worklist_history_key DESC
      OFFSET ? ROWS FETCH FIRST ? ROWS ONLY
      """;

  private WorklistHistory() {}

  /**
   * @param userKey null where no user did it
   * @param changes JSON: an array of objects with field, from and to
   */
  public static void add(
      Connection connection,
      Keys keys,
      WorklistItem item,
      HistoryEntry.Action action,
      String changes,
      Long userKey,
      Instant now)
      throws SQLException {
    long key = keys.next(connection, KeySequence.WORKLIST_HISTORY);
    Statements.update(
        connection,
        INSERT,
        binding ->
            binding
                .add(key)
                .add(item.organizationKey())
                .add(item.worklistItemKey())
                .add(action.name())
                .add(changes)
                .add(userKey)
                .add(now));
  }

  /** The last first; also that of a deleted item. */
  public static Page<HistoryEntry> page(
      Connection connection, long organizationKey, long itemKey, PageRequest page)
      throws SQLException {
    long counted =
        Statements.query(
                connection,
                COUNT,
                binding ->
                    binding.add(itemKey).add(organizationKey).add(PageRequest.COUNT_LIMIT + 1),
                row -> row.getLong(1))
            .get(0);
    List<HistoryEntry> rows =
        Statements.query(
            connection,
            PAGE,
            binding ->
                binding.add(itemKey).add(organizationKey).add(page.offset()).add(page.perPage()),
            WorklistHistory::entry);
    return Page.counted(rows, counted);
  }

  private static HistoryEntry entry(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new HistoryEntry(
        reading.key(),
        reading.key(),
        HistoryEntry.Action.valueOf(reading.text()),
        reading.text(),
        reading.keyOrNull(),
        reading.text(),
        reading.instant());
  }
}
