package io.archway.index.study;

import io.archway.index.database.Statements;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes instances and other files for good, by their record numbers in the log, and what they
 * leave empty: series, study, medium, and what links orders with them. Of a conflict the oldest
 * data set that remains becomes current. What practice software said of them goes, too, and their
 * numbers as documents are never another's. Patients and orders stay. Tombstones are the caller's.
 */
public final class Deletion {
  private record Removed(
      long instanceKey,
      long seriesKey,
      long studyKey,
      long organizationKey,
      String sopInstanceUid,
      String seriesInstanceUid) {}

  private record RemovedSeries(long seriesKey, long organizationKey, String uid) {}

  private record Emptied(long studyKey, long organizationKey, long patientKey, long mediumKey) {}

  private record OfFile(long mediumKey, long organizationKey, long patientKey, String uid) {}

  private static final String FIND_FILES =
      """
      SELECT f.medium_key, f.organization_key, m.patient_key, f.file_uid
      FROM medium_file f JOIN medium m ON m.medium_key = f.medium_key
      WHERE f.record_number IN %s ORDER BY f.medium_key
      """;

  private static final String FIND =
      """
      SELECT i.instance_key, i.series_key, i.study_key, i.organization_key, i.sop_instance_uid,
        e.series_instance_uid
      FROM instance i JOIN series e ON e.series_key = i.series_key
      WHERE i.record_number IN %s ORDER BY i.instance_key
      """;

  /** What a person said of a discarded object stays, without its place. */
  private static final String KEEP_DISCARDED =
      """
      UPDATE inbox SET record_number = NULL, container = NULL, byte_offset = NULL,
        byte_length = NULL
      WHERE record_number IN %s AND reason = 'QUARANTINED' AND state <> 'OPEN'
      """;

  private static final String DELETE_INBOX = "DELETE FROM inbox WHERE record_number IN %s";
  private static final String PROMOTE =
      """
      UPDATE instance SET is_current = TRUE
      WHERE sop_instance_uid = ? AND study_key = ?
        AND version = (SELECT min(o.version) FROM instance o
          WHERE o.sop_instance_uid = ? AND o.organization_key = instance.organization_key)
        AND NOT EXISTS (SELECT 1 FROM instance c
          WHERE c.sop_instance_uid = ? AND c.organization_key = instance.organization_key
            AND c.is_current)
      """;
  private static final String DELETE_SERIES =
      """
      DELETE FROM series WHERE series_key IN %s
        AND NOT EXISTS (SELECT 1 FROM instance i WHERE i.series_key = series.series_key)
      """;
  private static final String DELETE_LINKS =
      """
      DELETE FROM worklist_link WHERE series_key IN %s
        AND NOT EXISTS (SELECT 1 FROM series e WHERE e.series_key = worklist_link.series_key)
      """;
  private static final String DELETE_CANDIDATES =
      """
      DELETE FROM match_candidate
      WHERE inbox_key IN (SELECT i.inbox_key FROM inbox i WHERE i.study_key IN %s)
      """;
  private static final String COUNT_SERIES =
      """
      UPDATE series SET
        instance_count = (SELECT count(*) FROM instance i
          WHERE i.series_key = series.series_key AND i.is_current),
        size_bytes = (SELECT COALESCE(sum(i.byte_length), 0) FROM instance i
          WHERE i.series_key = series.series_key AND i.is_current)
      WHERE series_key IN %s
      """;
  private static final String COUNT_STUDY =
      """
      UPDATE study SET
        series_count = (SELECT count(*) FROM series e
          WHERE e.study_key = study.study_key AND e.instance_count > 0),
        instance_count = (SELECT COALESCE(sum(e.instance_count), 0) FROM series e
          WHERE e.study_key = study.study_key),
        size_bytes = (SELECT COALESCE(sum(e.size_bytes), 0) FROM series e
          WHERE e.study_key = study.study_key)
      WHERE study_key IN %s
      """;
  private static final String EMPTIED =
      """
      SELECT s.study_key, s.organization_key, s.patient_key, m.medium_key
      FROM study s JOIN medium m ON m.study_key = s.study_key
      WHERE s.study_key IN %s
        AND NOT EXISTS (SELECT 1 FROM series e WHERE e.study_key = s.study_key)
      ORDER BY s.study_key
      """;

  /** A number stays and means nothing any more. */
  private static final String RETIRE =
      """
      UPDATE document SET uid = CAST(document_key AS varchar(32)) || '.gone', mount_key = NULL,
        description = NULL, category_key = NULL, image_type = NULL, tooth_numbers = NULL,
        created_on = NULL
      WHERE uid = ? AND organization_key = ?
      """;

  private static final String RETIRE_INSTANCE =
      RETIRE
          + """
             AND kind = 'instance' AND NOT EXISTS (SELECT 1 FROM instance i
              WHERE i.sop_instance_uid = document.uid
                AND i.organization_key = document.organization_key)
            """;

  /** That of the first series of a UID alone, as it is that series' number. */
  private static final String RETIRE_SERIES =
      RETIRE
          + """
             AND kind IN ('series', 'mount') AND NOT EXISTS (SELECT 1 FROM series e
              WHERE e.series_instance_uid = document.uid
                AND e.organization_key = document.organization_key AND e.series_key <= ?)
            """;

  private Deletion() {}

  /**
   * Deletes what of these records is there.
   *
   * @return events to append as the last statement of the transaction
   */
  public static List<NewEvent> delete(Connection connection, List<Long> recordNumbers)
      throws SQLException {
    if (recordNumbers.isEmpty()) {
      return List.of();
    }
    updateIn(connection, KEEP_DISCARDED, recordNumbers);
    updateIn(connection, DELETE_INBOX, recordNumbers);
    List<NewEvent> events = new ArrayList<>(deleteFiles(connection, recordNumbers));
    List<Removed> removed =
        Statements.queryIn(
            connection,
            FIND,
            recordNumbers,
            (binding, values) -> binding.addAll(values),
            row ->
                new Removed(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getString(5),
                    row.getString(6)));
    if (removed.isEmpty()) {
      return events;
    }
    List<Long> instances = removed.stream().map(Removed::instanceKey).toList();
    updateIn(connection, "DELETE FROM instance_anatomy WHERE instance_key IN %s", instances);
    updateIn(connection, "DELETE FROM instance WHERE instance_key IN %s", instances);
    promote(connection, removed);
    List<Long> series = removed.stream().map(Removed::seriesKey).distinct().sorted().toList();
    updateIn(connection, DELETE_SERIES, series);
    updateIn(connection, DELETE_LINKS, series);
    retire(connection, removed);
    List<Long> studies = removed.stream().map(Removed::studyKey).distinct().sorted().toList();
    count(connection, series, studies);
    events.addAll(deleteEmptied(connection, studies));
    return events;
  }

  private static List<NewEvent> deleteFiles(Connection connection, List<Long> recordNumbers)
      throws SQLException {
    List<OfFile> files =
        Statements.queryIn(
            connection,
            FIND_FILES,
            recordNumbers,
            (binding, values) -> binding.addAll(values),
            row -> new OfFile(row.getLong(1), row.getLong(2), row.getLong(3), row.getString(4)));
    List<Long> media = files.stream().map(OfFile::mediumKey).toList();
    updateIn(
        connection, "UPDATE worklist_item SET medium_key = NULL WHERE medium_key IN %s", media);
    updateIn(connection, "DELETE FROM medium_file WHERE medium_key IN %s", media);
    updateIn(connection, "DELETE FROM medium WHERE medium_key IN %s", media);
    Statements.batch(
        connection,
        RETIRE + " AND kind = 'file'",
        files,
        (binding, file) -> binding.add(file.uid).add(file.organizationKey));
    return files.stream()
        .map(
            file ->
                new NewEvent(
                    file.organizationKey,
                    EventType.MEDIUM_DELETED,
                    file.patientKey,
                    null,
                    file.mediumKey,
                    null,
                    null,
                    null))
        .toList();
  }

  /** Counts anew what series and studies have. */
  static void count(Connection connection, List<Long> series, List<Long> studies)
      throws SQLException {
    updateIn(connection, COUNT_SERIES, series);
    updateIn(connection, COUNT_STUDY, studies);
  }

  private static void promote(Connection connection, List<Removed> removed) throws SQLException {
    Statements.batch(
        connection,
        PROMOTE,
        removed,
        (binding, row) ->
            binding
                .add(row.sopInstanceUid)
                .add(row.studyKey)
                .add(row.sopInstanceUid)
                .add(row.sopInstanceUid));
  }

  private static void retire(Connection connection, List<Removed> removed) throws SQLException {
    Statements.batch(
        connection,
        RETIRE_INSTANCE,
        removed,
        (binding, row) -> binding.add(row.sopInstanceUid).add(row.organizationKey));
    Statements.batch(
        connection,
        RETIRE_SERIES,
        removed.stream()
            .map(
                row -> new RemovedSeries(row.seriesKey, row.organizationKey, row.seriesInstanceUid))
            .distinct()
            .toList(),
        (binding, series) ->
            binding.add(series.uid).add(series.organizationKey).add(series.seriesKey));
  }

  private static List<NewEvent> deleteEmptied(Connection connection, List<Long> studies)
      throws SQLException {
    List<Emptied> emptied =
        Statements.queryIn(
            connection,
            EMPTIED,
            studies,
            (binding, values) -> binding.addAll(values),
            row -> new Emptied(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
    if (emptied.isEmpty()) {
      return List.of();
    }
    List<Long> keys = emptied.stream().map(Emptied::studyKey).toList();
    updateIn(connection, DELETE_CANDIDATES, keys);
    updateIn(connection, "DELETE FROM inbox WHERE study_key IN %s", keys);
    updateIn(
        connection,
        "UPDATE worklist_item SET medium_key = NULL WHERE medium_key IN %s",
        emptied.stream().map(Emptied::mediumKey).toList());
    updateIn(connection, "DELETE FROM medium WHERE study_key IN %s", keys);
    updateIn(connection, "DELETE FROM study WHERE study_key IN %s", keys);
    List<NewEvent> events = new ArrayList<>();
    for (Emptied study : emptied) {
      events.add(
          new NewEvent(
              study.organizationKey,
              EventType.STUDY_DELETED,
              study.patientKey,
              study.studyKey,
              study.mediumKey,
              null,
              null,
              null));
    }
    return events;
  }

  private static void updateIn(Connection connection, String sql, List<Long> values)
      throws SQLException {
    for (int from = 0; from < values.size(); from += Statements.MAX_IN) {
      List<Long> part = values.subList(from, Math.min(values.size(), from + Statements.MAX_IN));
      Statements.update(
          connection, sql.formatted(Statements.in(part.size())), binding -> binding.addAll(part));
    }
  }
}
