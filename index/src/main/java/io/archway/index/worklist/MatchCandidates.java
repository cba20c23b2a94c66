package io.archway.index.worklist;

import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import io.archway.index.patient.FoldedName;
import io.archway.index.worklist.WorklistColumns.CountedStep;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps that images may be of, by what the images say of them; grading is the caller's. Steps of
 * cancelled items and closed steps are among them, those of deleted items are not. At most {@link
 * #MOST}: more are no proposal.
 */
public final class MatchCandidates {
  public static final int MOST = 100;

  private static final String SELECT =
      "SELECT "
          + WorklistColumns.STEP
          + ", "
          + WorklistColumns.ITEM
          + ", "
          + WorklistColumns.PATIENT;
  private static final String OF_ITEM =
      """
       FROM worklist_item w
      JOIN scheduled_procedure_step s ON s.worklist_item_key = w.worklist_item_key
      JOIN patient p ON p.patient_key = w.patient_key
      WHERE w.deleted_at IS NULL AND w.organization_key = ? AND\s""";
  private static final String OF_STEP =
      """
       FROM (SELECT x.step_key AS k FROM scheduled_procedure_step x
        WHERE x.scheduled_procedure_step_id = ? AND x.organization_key = ?) d
      LEFT JOIN scheduled_procedure_step s ON s.step_key = d.k
      LEFT JOIN worklist_item w ON w.worklist_item_key = s.worklist_item_key
      LEFT JOIN patient p ON p.patient_key = w.patient_key
      WHERE w.deleted_at IS NULL
      """;
  private static final String OF_PERFORMED =
      """
       FROM (SELECT DISTINCT r.step_key AS k FROM performed_procedure_step x
        JOIN performed_step_reference r ON r.performed_step_key = x.performed_step_key
        WHERE x.sop_instance_uid = ? AND x.organization_key = ? AND r.step_key IS NOT NULL) d
      LEFT JOIN scheduled_procedure_step s ON s.step_key = d.k
      LEFT JOIN worklist_item w ON w.worklist_item_key = s.worklist_item_key
      LEFT JOIN patient p ON p.patient_key = w.patient_key
      WHERE w.deleted_at IS NULL
      """;
  private static final String OF_PATIENT =
      """
      ) d
      LEFT JOIN patient p ON p.patient_key = d.k
      LEFT JOIN worklist_item w ON w.patient_key = p.patient_key
      LEFT JOIN scheduled_procedure_step s ON s.worklist_item_key = w.worklist_item_key
      WHERE w.deleted_at IS NULL AND s.modality = ? AND s.start_date = ?
      """;
  private static final String PATIENT_ID =
      """
       FROM (SELECT x.patient_key AS k FROM patient x
        WHERE x.organization_key = ? AND x.patient_id = ?
      """;
  private static final String PATIENT_NAME =
      """
       FROM (SELECT DISTINCT x.owner_key AS k FROM person_name x
        WHERE x.organization_key = ? AND x.kind = 'PATIENT' AND x.folded = ?
        FETCH FIRST 1000 ROWS ONLY
      """;
  private static final String ON_DAY =
      """
      SELECT s.step_key FROM scheduled_procedure_step s
      WHERE s.organization_key = ? AND s.is_open = ? AND s.modality = ?
        AND s.start_date = ?
      FETCH FIRST 1 ROW ONLY
      """;
  private static final String FIRST =
      " ORDER BY s.start_date, s.start_time, s.step_key FETCH FIRST ? ROWS ONLY";

  private record Row(CountedStep step, WorklistItem item, WorklistPatient patient) {}

  private MatchCandidates() {}

  public static List<WorklistAnswer> byStudy(
      Connection connection, long organizationKey, String studyInstanceUid) throws SQLException {
    return find(
        connection,
        OF_ITEM + "w.study_instance_uid = ?",
        binding -> binding.add(organizationKey).add(studyInstanceUid).add(MOST));
  }

  /** Whoever issued it: the item's issuer and office tell. */
  public static List<WorklistAnswer> byAccessionNumber(
      Connection connection, long organizationKey, String accessionNumber) throws SQLException {
    return find(
        connection,
        OF_ITEM + "w.accession_number = ?",
        binding -> binding.add(organizationKey).add(accessionNumber).add(MOST));
  }

  public static List<WorklistAnswer> byRequestedProcedure(
      Connection connection, long organizationKey, String requestedProcedureId)
      throws SQLException {
    return find(
        connection,
        OF_ITEM + "w.requested_procedure_id = ?",
        binding -> binding.add(organizationKey).add(requestedProcedureId).add(MOST));
  }

  /** A step id says little without accession number or Requested Procedure ID beside it. */
  public static List<WorklistAnswer> byStep(
      Connection connection, long organizationKey, String scheduledProcedureStepId)
      throws SQLException {
    return find(
        connection,
        OF_STEP,
        binding -> binding.add(scheduledProcedureStepId).add(organizationKey).add(MOST));
  }

  /** Whether anything is to be found by patient or name at all. */
  public static boolean isAnyScheduled(Connection connection, long organizationKey, ScanDay scan)
      throws SQLException {
    for (boolean open : new boolean[] {true, false}) {
      Statements.Parameters parameters =
          binding -> binding.add(organizationKey).add(open).add(scan.modality()).add(scan.day());
      if (!Statements.query(connection, ON_DAY, parameters, row -> row.getLong(1)).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** The steps that a performed step is known to have been, by its SOP Instance UID. */
  public static List<WorklistAnswer> byPerformedStep(
      Connection connection, long organizationKey, String performedStepUid) throws SQLException {
    return find(
        connection,
        OF_PERFORMED,
        binding -> binding.add(performedStepUid).add(organizationKey).add(MOST));
  }

  /** Whoever issued the Patient ID. */
  public static List<WorklistAnswer> byPatientId(
      Connection connection, long organizationKey, String patientId, ScanDay scan)
      throws SQLException {
    return find(
        connection,
        PATIENT_ID + OF_PATIENT,
        binding ->
            binding
                .add(organizationKey)
                .add(patientId)
                .add(scan.modality())
                .add(scan.day())
                .add(MOST));
  }

  /**
   * Without case and diacritics, by any component group; both days inclusive. A name that a
   * thousand patients share is looked for among a thousand of them.
   */
  public static List<WorklistAnswer> byName(
      Connection connection, long organizationKey, String name, LocalDate birthDate, ScanDay scan)
      throws SQLException {
    List<WorklistAnswer> found = new ArrayList<>();
    for (String group : FoldedName.groups(name).stream().filter(g -> !g.isEmpty()).toList()) {
      found.addAll(
          find(
              connection,
              PATIENT_NAME + OF_PATIENT + " AND p.birth_date = ?",
              binding ->
                  binding
                      .add(organizationKey)
                      .add(group)
                      .add(scan.modality())
                      .add(scan.day())
                      .add(birthDate)
                      .add(MOST)));
    }
    return found.stream().distinct().limit(MOST).toList();
  }

  private static List<WorklistAnswer> find(
      Connection connection, String sql, Statements.Parameters parameters) throws SQLException {
    List<Row> rows =
        Statements.query(connection, SELECT + sql + FIRST, parameters, MatchCandidates::row);
    List<ScheduledStep> steps =
        StepRows.withCodes(connection, rows.stream().map(Row::step).toList());
    List<WorklistAnswer> answers = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      answers.add(new WorklistAnswer(steps.get(i), rows.get(i).item, rows.get(i).patient));
    }
    return answers;
  }

  private static Row row(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new Row(
        WorklistColumns.step(reading),
        WorklistColumns.item(reading),
        WorklistColumns.patient(reading));
  }
}
