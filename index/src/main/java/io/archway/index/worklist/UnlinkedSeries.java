package io.archway.index.worklist;

import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import io.archway.index.patient.FoldedName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A series that belongs to no item yet, with what a new order may be matched by: images that came
 * before their order. At most {@link #MOST} of each question.
 */
public record UnlinkedSeries(
    long seriesKey,
    long studyKey,
    long mediumKey,
    long patientKey,
    long officeKey,
    String studyInstanceUid,
    String accessionNumber,
    LocalDate studyDate,
    String modality,
    Instant firstReceivedAt) {
  public static final int MOST = 100;

  private static final String SELECT =
      """
      SELECT e.series_key, s.study_key, m.medium_key, s.patient_key, s.office_key,
        s.study_instance_uid, s.accession_number, s.study_date, e.modality, s.first_received_at
      """;
  private static final String WHERE =
      """
      WHERE s.organization_key = ? AND e.series_key IS NOT NULL AND m.deleted_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM worklist_link l WHERE l.series_key = e.series_key)
      """;
  private static final String FROM_STUDY =
      """
      ) d
      LEFT JOIN study s ON s.study_key = d.k
      LEFT JOIN series e ON e.study_key = s.study_key
      LEFT JOIN medium m ON m.study_key = s.study_key
      """;
  private static final String FROM_PATIENT =
      """
      ) d
      LEFT JOIN study s ON s.patient_key = d.k
      LEFT JOIN series e ON e.study_key = s.study_key
      LEFT JOIN medium m ON m.study_key = s.study_key
      """;
  private static final String FROM_SERIES =
      """
      ) d
      LEFT JOIN series e ON e.series_key = d.k
      LEFT JOIN study s ON s.study_key = e.study_key
      LEFT JOIN medium m ON m.study_key = s.study_key
      """;
  private static final String BY_STUDY =
      """
       FROM (SELECT x.study_key AS k FROM study x
        WHERE x.study_instance_uid = ? AND x.organization_key = ?
      """;
  private static final String BY_ACCESSION =
      """
       FROM (SELECT x.study_key AS k FROM study x
        WHERE x.organization_key = ? AND x.accession_number = ?
      """;
  private static final String BY_REQUEST =
      """
       FROM (SELECT DISTINCT x.series_key AS k FROM series_request x
        WHERE x.organization_key = ? AND x.accession_number = ?
      """;
  private static final String BY_PROCEDURE =
      """
       FROM (SELECT DISTINCT x.series_key AS k FROM series_request x
        WHERE x.organization_key = ? AND x.requested_procedure_id = ?
      """;
  private static final String BY_STEP =
      """
       FROM (SELECT DISTINCT x.series_key AS k FROM series_request x
        WHERE x.organization_key = ? AND x.scheduled_procedure_step_id = ?
      """;
  private static final String BY_PATIENT =
      """
       FROM (SELECT x.patient_key AS k FROM patient x
        WHERE x.organization_key = ? AND x.patient_id = ?
      """;
  private static final String BY_NAME =
      """
       FROM (SELECT DISTINCT y.patient_key AS k
        FROM person_name x JOIN patient y ON y.patient_key = x.owner_key
        WHERE x.organization_key = ? AND x.kind = 'PATIENT' AND x.folded = ? AND y.birth_date = ?
      """;
  private static final String BY_PERFORMED =
      """
       FROM (SELECT DISTINCT x.series_key AS k FROM series x
        WHERE x.performed_step_uid = ? AND x.organization_key = ?
      """;
  private static final String ON_DAY =
      """
        AND e.modality = ? AND (s.study_date = ? OR s.study_date IS NULL
          AND s.first_received_at >= ? AND s.first_received_at < ?)
      """;
  private static final String FIRST =
      " ORDER BY s.first_received_at DESC, e.series_key FETCH FIRST ? ROWS ONLY";

  public static List<UnlinkedSeries> byStudy(
      Connection connection, long organizationKey, String studyInstanceUid) throws SQLException {
    return find(
        connection,
        BY_STUDY + FROM_STUDY + WHERE,
        binding ->
            binding.add(studyInstanceUid).add(organizationKey).add(organizationKey).add(MOST));
  }

  /** Of the study, or of a request that the series names. */
  public static List<UnlinkedSeries> byAccessionNumber(
      Connection connection, long organizationKey, String accessionNumber) throws SQLException {
    Set<UnlinkedSeries> found = new LinkedHashSet<>();
    for (String by : List.of(BY_ACCESSION + FROM_STUDY, BY_REQUEST + FROM_SERIES)) {
      found.addAll(byIdentifier(connection, by, organizationKey, accessionNumber));
    }
    return List.copyOf(found);
  }

  /** Of a request that the series names. */
  public static List<UnlinkedSeries> byRequestedProcedure(
      Connection connection, long organizationKey, String requestedProcedureId)
      throws SQLException {
    return byIdentifier(
        connection, BY_PROCEDURE + FROM_SERIES, organizationKey, requestedProcedureId);
  }

  /** Of a request that the series names. */
  public static List<UnlinkedSeries> byStep(
      Connection connection, long organizationKey, String scheduledProcedureStepId)
      throws SQLException {
    return byIdentifier(
        connection, BY_STEP + FROM_SERIES, organizationKey, scheduledProcedureStepId);
  }

  private static List<UnlinkedSeries> byIdentifier(
      Connection connection, String by, long organizationKey, String id) throws SQLException {
    return find(
        connection,
        by + WHERE,
        binding -> binding.add(organizationKey).add(id).add(organizationKey).add(MOST));
  }

  /** Whose images name a performed step in (0008,1111). */
  public static List<UnlinkedSeries> byPerformedStep(
      Connection connection, long organizationKey, String performedStepUid) throws SQLException {
    return find(
        connection,
        BY_PERFORMED + FROM_SERIES + WHERE,
        binding ->
            binding.add(performedStepUid).add(organizationKey).add(organizationKey).add(MOST));
  }

  /** Whoever issued the Patient ID. */
  public static List<UnlinkedSeries> byPatientId(
      Connection connection, long organizationKey, String patientId, ScanDay scan)
      throws SQLException {
    return find(
        connection,
        BY_PATIENT + FROM_PATIENT + WHERE + ON_DAY,
        binding ->
            binding
                .add(organizationKey)
                .add(patientId)
                .add(organizationKey)
                .add(scan.modality())
                .add(scan.day())
                .add(scan.begin())
                .add(scan.end())
                .add(MOST));
  }

  /** Without case and diacritics, by any component group. */
  public static List<UnlinkedSeries> byName(
      Connection connection, long organizationKey, String name, LocalDate birthDate, ScanDay scan)
      throws SQLException {
    Set<UnlinkedSeries> found = new LinkedHashSet<>();
    for (String group : FoldedName.groups(name).stream().filter(g -> !g.isEmpty()).toList()) {
      found.addAll(
          find(
              connection,
              BY_NAME + FROM_PATIENT + WHERE + ON_DAY,
              binding ->
                  binding
                      .add(organizationKey)
                      .add(group)
                      .add(birthDate)
                      .add(organizationKey)
                      .add(scan.modality())
                      .add(scan.day())
                      .add(scan.begin())
                      .add(scan.end())
                      .add(MOST)));
    }
    return List.copyOf(found);
  }

  private static List<UnlinkedSeries> find(
      Connection connection, String sql, Statements.Parameters parameters) throws SQLException {
    return Statements.query(connection, SELECT + sql + FIRST, parameters, UnlinkedSeries::map);
  }

  private static UnlinkedSeries map(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new UnlinkedSeries(
        reading.key(),
        reading.key(),
        reading.key(),
        reading.key(),
        reading.key(),
        reading.text(),
        reading.text(),
        reading.date(),
        reading.text(),
        reading.instant());
  }
}
