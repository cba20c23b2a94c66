package io.archway.index.worklist;

import io.archway.index.access.Visibility;
import io.archway.index.database.Binding;
import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SQL that reads items for people and for what follows up on them. */
public final class WorklistLists {
  private static final String ENTRIES =
      "SELECT "
          + WorklistColumns.ITEM
          + ", "
          + WorklistColumns.PATIENT
          + """
             FROM worklist_item w JOIN patient p ON p.patient_key = w.patient_key
            WHERE w.worklist_item_key IN %s AND w.deleted_at IS NULL
            """;
  private static final String BY_ORIGIN =
      """
      SELECT w.worklist_item_key FROM worklist_item w
      WHERE w.organization_key = ? AND w.origin = ? AND w.origin_id = ? AND w.deleted_at IS NULL
      """;
  private static final String BY_ORIGINS =
      """
      SELECT w.worklist_item_key FROM worklist_item w
      WHERE w.organization_key = ? AND w.origin = ? AND w.origin_id >= ? AND w.origin_id < ?
        AND w.deleted_at IS NULL
      ORDER BY w.origin_id FETCH FIRST ? ROWS ONLY
      """;
  private static final String BY_STUDY =
      """
      SELECT w.worklist_item_key FROM worklist_item w
      WHERE w.study_instance_uid = ? AND w.organization_key = ? AND w.deleted_at IS NULL
      ORDER BY w.worklist_item_key FETCH FIRST 100 ROWS ONLY
      """;
  private static final String BY_MEDIUM =
      """
      SELECT w.worklist_item_key FROM worklist_item w
      WHERE w.medium_key = ? AND w.organization_key = ? AND w.deleted_at IS NULL
      ORDER BY w.worklist_item_key FETCH FIRST 100 ROWS ONLY
      """;
  private static final String ORDERED =
      """
      SELECT w.worklist_item_key FROM worklist_item w
      WHERE w.organization_key = ? AND w.start_date >= ? AND w.start_date <= ?
        AND w.origin <> ? AND w.origin <> ? AND w.deleted_at IS NULL
      ORDER BY w.organization_key, w.start_date FETCH FIRST 1 ROWS ONLY
      """;

  private WorklistLists() {}

  public static Optional<WorklistEntry> find(
      Connection connection, long organizationKey, long itemKey) throws SQLException {
    return entries(connection, List.of(itemKey)).stream()
        .filter(entry -> entry.item().organizationKey() == organizationKey)
        .findFirst();
  }

  /** The item that its origin calls so. */
  public static Optional<WorklistEntry> findByOrigin(
      Connection connection, long organizationKey, Origin origin, String originId)
      throws SQLException {
    List<Long> keys =
        Statements.query(
            connection,
            BY_ORIGIN,
            binding -> binding.add(organizationKey).add(origin.word()).add(originId),
            row -> row.getLong(1));
    return entries(connection, keys).stream().findFirst();
  }

  /** The items whose origin calls them so, from one name up to another that is not among them. */
  public static List<Long> keysOfOrigins(
      Connection connection, long organizationKey, Origin origin, String from, String to, int most)
      throws SQLException {
    return Statements.query(
        connection,
        BY_ORIGINS,
        binding -> binding.add(organizationKey).add(origin.word()).add(from).add(to).add(most),
        row -> row.getLong(1));
  }

  /** The items of a Study Instance UID, the first made first. */
  public static List<WorklistEntry> ofStudy(
      Connection connection, long organizationKey, String studyInstanceUid) throws SQLException {
    return entries(
        connection,
        Statements.query(
            connection,
            BY_STUDY,
            binding -> binding.add(studyInstanceUid).add(organizationKey),
            row -> row.getLong(1)));
  }

  public static List<WorklistEntry> ofMedium(
      Connection connection, long organizationKey, long mediumKey) throws SQLException {
    return entries(
        connection,
        Statements.query(
            connection,
            BY_MEDIUM,
            binding -> binding.add(mediumKey).add(organizationKey),
            row -> row.getLong(1)));
  }

  /**
   * Whether somebody ordered anything for these days, both inclusive: not what was made for images
   * that were there already.
   */
  public static boolean isAnyOrdered(
      Connection connection, long organizationKey, LocalDate from, LocalDate to)
      throws SQLException {
    return !Statements.query(
            connection,
            ORDERED,
            binding ->
                binding
                    .add(organizationKey)
                    .add(from)
                    .add(to)
                    .add(Origin.WALK_IN.word())
                    .add(Origin.AGENT.word()),
            row -> row.getLong(1))
        .isEmpty();
  }

  public static Page<WorklistEntry> page(
      Connection connection,
      long organizationKey,
      Visibility visible,
      WorklistFilter filter,
      WorklistOrder order,
      PageRequest page)
      throws SQLException {
    Optional<WorklistSelection> selected =
        WorklistSelection.of(connection, organizationKey, filter.seenBy(visible), order);
    if (selected.isEmpty()) {
      return new Page<>(List.of(), 0, false);
    }
    WorklistSelection selection = selected.get();
    long counted = selection.count(connection, PageRequest.COUNT_LIMIT + 1L);
    List<Long> keys = selection.keys(connection, page.offset(), page.perPage());
    return Page.counted(entries(connection, keys), counted);
  }

  private record ItemOfPatient(WorklistItem item, WorklistPatient patient) {}

  /** In the order of the keys; those of deleted items and of other organizations are left out. */
  public static List<WorklistEntry> ofKeys(
      Connection connection, long organizationKey, List<Long> keys) throws SQLException {
    return entries(connection, keys).stream()
        .filter(entry -> entry.item().organizationKey() == organizationKey)
        .toList();
  }

  /** In the order of the keys; those of deleted items are left out. */
  static List<WorklistEntry> entries(Connection connection, List<Long> keys) throws SQLException {
    Map<Long, ItemOfPatient> found = new HashMap<>();
    Statements.queryIn(connection, ENTRIES, keys, Binding::addAll, WorklistLists::itemOfPatient)
        .forEach(row -> found.put(row.item().worklistItemKey(), row));
    Map<Long, List<ScheduledStep>> steps = new HashMap<>();
    StepRows.ofItems(connection, keys)
        .forEach(
            step ->
                steps.computeIfAbsent(step.worklistItemKey(), key -> new ArrayList<>()).add(step));
    return keys.stream()
        .map(found::get)
        .filter(row -> row != null)
        .map(
            row ->
                new WorklistEntry(
                    row.item,
                    row.patient,
                    steps.getOrDefault(row.item.worklistItemKey(), List.of())))
        .toList();
  }

  private static ItemOfPatient itemOfPatient(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new ItemOfPatient(WorklistColumns.item(reading), WorklistColumns.patient(reading));
  }
}
