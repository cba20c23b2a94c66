package io.archway.index.matching;

import io.archway.index.database.Statements;
import io.archway.index.worklist.PerformedStep;
import io.archway.index.worklist.PerformedStepRows;
import io.archway.index.worklist.ScanDay;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.UnlinkedSeries;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import io.archway.index.worklist.WorklistLists;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which studies an order that was made, changed or withdrawn may concern. */
final class ConcernedStudies {
  private static final String PROPOSED =
      """
      SELECT i.study_key FROM match_candidate c JOIN inbox i ON i.inbox_key = c.inbox_key
      WHERE c.worklist_item_key = ? AND i.state = 'OPEN' AND i.study_key IS NOT NULL
      ORDER BY i.inbox_key FETCH FIRST 100 ROWS ONLY
      """;

  private static final String WAITING =
      """
      SELECT i.study_key FROM inbox i
      WHERE i.patient_key = ? AND i.state = 'OPEN' AND i.study_key IS NOT NULL
        AND i.reason IN ('ORDER_UNMATCHED', 'ORDER_AMBIGUOUS', 'ORDER_CONTRADICTS')
      ORDER BY i.inbox_key FETCH FIRST 100 ROWS ONLY
      """;
  private static final String OF_PATIENT =
      """
      SELECT s.study_key FROM study s
      WHERE s.patient_key = ? AND EXISTS (SELECT 1 FROM series e
        WHERE e.study_key = s.study_key
          AND NOT EXISTS (SELECT 1 FROM worklist_link l WHERE l.series_key = e.series_key))
      ORDER BY s.study_key DESC FETCH FIRST 100 ROWS ONLY
      """;

  private ConcernedStudies() {}

  /** Those of a patient that wait for an order. */
  static Set<Long> waiting(Connection connection, long patientKey) throws SQLException {
    return new TreeSet<>(
        Statements.query(
            connection, WAITING, binding -> binding.add(patientKey), row -> row.getLong(1)));
  }

  /** Images that belong to no order, of somebody who is known by other identifiers from now on. */
  static Set<Long> ofPatient(Connection connection, long patientKey) throws SQLException {
    return new TreeSet<>(
        Statements.query(
            connection, OF_PATIENT, binding -> binding.add(patientKey), row -> row.getLong(1)));
  }

  static Set<Long> of(Connection connection, long organizationKey, long itemKey, ZoneId zone)
      throws SQLException {
    Set<Long> studies =
        new TreeSet<>(
            Statements.query(
                connection, PROPOSED, binding -> binding.add(itemKey), row -> row.getLong(1)));
    Optional<WorklistEntry> entry = WorklistLists.find(connection, organizationKey, itemKey);
    if (entry.isPresent()) {
      studies.addAll(unlinked(connection, entry.get(), zone));
      WorklistLinks.ofItem(connection, itemKey).forEach(link -> studies.add(link.studyKey()));
    } else {
      studies.addAll(released(connection, itemKey));
    }
    return studies;
  }

  private static Set<Long> unlinked(Connection connection, WorklistEntry entry, ZoneId zone)
      throws SQLException {
    Set<Long> studies = new TreeSet<>();
    WorklistLinks.ofItem(connection, entry.item().worklistItemKey())
        .forEach(link -> studies.add(link.studyKey()));
    long organization = entry.item().organizationKey();
    addAll(
        studies,
        UnlinkedSeries.byStudy(
            connection, organization, entry.item().procedure().studyInstanceUid()));
    addAll(
        studies,
        UnlinkedSeries.byAccessionNumber(
            connection, organization, entry.item().request().accessionNumber()));
    addAll(
        studies,
        UnlinkedSeries.byRequestedProcedure(
            connection, organization, entry.item().procedure().id()));
    for (PerformedStep step :
        PerformedStepRows.ofItem(connection, entry.item().worklistItemKey())) {
      addAll(
          studies, UnlinkedSeries.byPerformedStep(connection, organization, step.sopInstanceUid()));
    }
    for (ScheduledStep step : entry.steps()) {
      addAll(studies, UnlinkedSeries.byStep(connection, organization, step.id()));
      ScanDay scan = new ScanDay(step.modality(), step.startDate(), zone);
      addLikely(connection, studies, entry, scan);
    }
    return studies;
  }

  private static void addLikely(
      Connection connection, Set<Long> studies, WorklistEntry entry, ScanDay scan)
      throws SQLException {
    long organization = entry.item().organizationKey();
    String patientId = entry.patient().patientId();
    if (patientId != null && !patientId.isBlank()) {
      addAll(studies, UnlinkedSeries.byPatientId(connection, organization, patientId, scan));
    }
    if (entry.patient().name() != null && entry.patient().birthDate() != null) {
      addAll(
          studies,
          UnlinkedSeries.byName(
              connection, organization, entry.patient().name(), entry.patient().birthDate(), scan));
    }
  }

  private static void addAll(Set<Long> studies, List<UnlinkedSeries> found) {
    found.forEach(series -> studies.add(series.studyKey()));
  }

  /** The images of an item that was deleted are without order again. */
  private static Set<Long> released(Connection connection, long itemKey) throws SQLException {
    List<WorklistLink> links = WorklistLinks.ofItem(connection, itemKey);
    WorklistLinks.delete(connection, links);
    Set<Long> studies = new TreeSet<>();
    links.forEach(link -> studies.add(link.studyKey()));
    return studies;
  }
}
