package io.archway.index.worklist;

import io.archway.index.database.BoundedText;
import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import io.archway.index.study.RequestAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** SQL of what devices say by MPPS, within the caller's transaction. */
public final class PerformedStepRows {
  /** Of one performed step; more are no examination. */
  public static final int MAX_MESSAGES = 1_000;

  private static final int MOST_UNKNOWN = 100;

  private static final String INSERT =
      """
      INSERT INTO performed_procedure_step (performed_step_key, organization_key,
        sop_instance_uid, status, calling_ae_title, device_key, office_key, modality, patient_id,
        patient_name, patient_birth_date, started_at, ended_at, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String INSERT_REFERENCE =
      """
      INSERT INTO performed_step_reference (performed_step_key, item_number, organization_key,
        study_instance_uid, accession_number, requested_procedure_id, scheduled_procedure_step_id,
        worklist_item_key, step_key)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String INSERT_MESSAGE =
      """
      INSERT INTO performed_step_message (performed_step_key, message_number, organization_key,
        operation, transfer_syntax_uid, data_set, received_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String SELECT =
      """
      SELECT p.performed_step_key, p.organization_key, p.sop_instance_uid, p.status,
        p.calling_ae_title, p.device_key, p.office_key, p.modality, p.patient_id, p.patient_name,
        p.patient_birth_date, p.started_at, p.ended_at, p.created_at, p.updated_at
      FROM performed_procedure_step p
      """;
  private static final String FIND =
      SELECT + "WHERE p.sop_instance_uid = ? AND p.organization_key = ?";
  private static final String LOCK =
      """
      SELECT performed_step_key FROM performed_procedure_step
      WHERE performed_step_key = ? FOR UPDATE
      """;
  private static final String UPDATE =
      """
      UPDATE performed_procedure_step SET status = ?, ended_at = ?, updated_at = ?
      WHERE performed_step_key = ? AND status = 'IN PROGRESS'
      """;
  private static final String MESSAGES =
      """
      SELECT operation, transfer_syntax_uid, data_set, received_at FROM performed_step_message
      WHERE performed_step_key = ? ORDER BY performed_step_key, message_number
      """;
  private static final String COUNT_MESSAGES =
      "SELECT count(*) FROM performed_step_message WHERE performed_step_key = ?";
  private static final String SELECT_REFERENCE =
      """
      SELECT performed_step_key, item_number, study_instance_uid, accession_number,
        requested_procedure_id, scheduled_procedure_step_id, worklist_item_key, step_key
      FROM performed_step_reference
      """;
  private static final String RESOLVE =
      """
      UPDATE performed_step_reference SET worklist_item_key = ?, step_key = ?
      WHERE performed_step_key = ? AND item_number = ?
      """;
  private static final String UNKNOWN =
      """
      SELECT r.performed_step_key FROM performed_step_reference r
      WHERE r.%s = ? AND r.organization_key = ? AND r.worklist_item_key IS NULL
      ORDER BY r.performed_step_key FETCH FIRST ? ROWS ONLY
      """;
  private static final String OF_ITEM =
      SELECT
          + """
            JOIN (SELECT DISTINCT r.performed_step_key AS k FROM performed_step_reference r
              WHERE r.worklist_item_key = ?) d ON d.k = p.performed_step_key
            ORDER BY p.performed_step_key
            """;

  private PerformedStepRows() {}

  /** False where the SOP Instance UID is there already (status 0111); nothing was written then. */
  public static boolean insert(
      Connection connection, PerformedStep step, List<RequestAttributes> named)
      throws SQLException {
    int inserted =
        Statements.update(
            connection,
            INSERT,
            binding ->
                binding
                    .add(step.performedStepKey())
                    .add(step.organizationKey())
                    .add(step.sopInstanceUid())
                    .add(step.status().word())
                    .add(BoundedText.of(step.callingAeTitle()))
                    .add(step.deviceKey())
                    .add(step.officeKey())
                    .add(BoundedText.orNull(step.modality(), 64))
                    .add(BoundedText.orNull(step.patientId()))
                    .add(BoundedText.orNull(step.patientName(), 1_024))
                    .add(step.patientBirthDate())
                    .add(step.startedAt())
                    .add(step.endedAt())
                    .add(step.createdAt())
                    .add(step.updatedAt()));
    if (inserted > 0) {
      insertReferences(connection, step, named);
    }
    return inserted > 0;
  }

  private static void insertReferences(
      Connection connection, PerformedStep step, List<RequestAttributes> named)
      throws SQLException {
    List<PerformedReference> references = new ArrayList<>();
    for (RequestAttributes request : named) {
      int number = references.size() + 1;
      references.add(new PerformedReference(step.performedStepKey(), number, request, null, null));
    }
    Statements.batch(
        connection,
        INSERT_REFERENCE,
        references,
        (binding, reference) ->
            binding
                .add(reference.performedStepKey())
                .add(reference.itemNumber())
                .add(step.organizationKey())
                .add(BoundedText.of(reference.named().studyInstanceUid(), 64))
                .add(BoundedText.of(reference.named().accessionNumber()))
                .add(BoundedText.of(reference.named().requestedProcedureId()))
                .add(BoundedText.of(reference.named().scheduledProcedureStepId()))
                .add((Long) null)
                .add((Long) null));
  }

  /** False where there are {@link #MAX_MESSAGES} already. The caller holds the step's row. */
  public static boolean keep(Connection connection, PerformedStep step, PerformedMessage message)
      throws SQLException {
    long key = step.performedStepKey();
    int there =
        Statements.query(
                connection, COUNT_MESSAGES, binding -> binding.add(key), row -> row.getInt(1))
            .get(0);
    if (there >= MAX_MESSAGES) {
      return false;
    }
    Statements.update(
        connection,
        INSERT_MESSAGE,
        binding ->
            binding
                .add(key)
                .add(there + 1)
                .add(step.organizationKey())
                .add(message.operation())
                .add(message.transferSyntaxUid())
                .add(message.dataSet())
                .add(message.receivedAt()));
    return true;
  }

  public static List<PerformedMessage> messages(Connection connection, long performedStepKey)
      throws SQLException {
    return Statements.query(
        connection,
        MESSAGES,
        binding -> binding.add(performedStepKey),
        row -> {
          Reading reading = new Reading(row);
          return new PerformedMessage(
              reading.text(), reading.text(), reading.bytes(), reading.instant());
        });
  }

  public static Optional<PerformedStep> find(
      Connection connection, long organizationKey, String sopInstanceUid) throws SQLException {
    return Statements.query(
            connection,
            FIND,
            binding -> binding.add(sopInstanceUid).add(organizationKey),
            PerformedStepRows::step)
        .stream()
        .findFirst();
  }

  /** Like {@link #find}, and holds the row until the transaction ends. */
  public static Optional<PerformedStep> lock(
      Connection connection, long organizationKey, String sopInstanceUid) throws SQLException {
    Optional<PerformedStep> found = find(connection, organizationKey, sopInstanceUid);
    if (found.isEmpty()) {
      return found;
    }
    lock(connection, found.get().performedStepKey());
    return find(connection, organizationKey, sopInstanceUid);
  }

  public static void lock(Connection connection, long performedStepKey) throws SQLException {
    Statements.query(
        connection, LOCK, binding -> binding.add(performedStepKey), row -> row.getLong(1));
  }

  /** Gives 0 where it is not in progress any more. */
  public static int update(Connection connection, PerformedStep step) throws SQLException {
    return Statements.update(
        connection,
        UPDATE,
        binding ->
            binding
                .add(step.status().word())
                .add(step.endedAt())
                .add(step.updatedAt())
                .add(step.performedStepKey()));
  }

  /** The orders that a performed step names. */
  public static List<PerformedReference> references(Connection connection, long performedStepKey)
      throws SQLException {
    return Statements.query(
        connection,
        SELECT_REFERENCE + "WHERE performed_step_key = ? ORDER BY performed_step_key, item_number",
        binding -> binding.add(performedStepKey),
        PerformedStepRows::reference);
  }

  /** All that name an item, in the order of the performed steps. */
  public static List<PerformedReference> referencesTo(Connection connection, long itemKey)
      throws SQLException {
    return Statements.query(
        connection,
        SELECT_REFERENCE + "WHERE worklist_item_key = ? ORDER BY performed_step_key, item_number",
        binding -> binding.add(itemKey),
        PerformedStepRows::reference);
  }

  /** Keeps which order is named. */
  public static void resolve(Connection connection, PerformedReference to) throws SQLException {
    Statements.update(
        connection,
        RESOLVE,
        binding ->
            binding
                .add(to.itemKey())
                .add(to.stepKey())
                .add(to.performedStepKey())
                .add(to.itemNumber()));
  }

  /** Those that name an item, the first that was created first. */
  public static List<PerformedStep> ofItem(Connection connection, long itemKey)
      throws SQLException {
    return Statements.query(
        connection, OF_ITEM, binding -> binding.add(itemKey), PerformedStepRows::step);
  }

  /**
   * Performed steps that name something which no order was known by, and may mean this one. At most
   * 100 of each question.
   */
  public static Set<Long> unknown(Connection connection, WorklistEntry order) throws SQLException {
    WorklistItem item = order.item();
    Set<Long> found = new TreeSet<>();
    add(connection, found, item, "study_instance_uid", item.procedure().studyInstanceUid());
    add(connection, found, item, "accession_number", item.request().accessionNumber());
    for (ScheduledStep step : order.steps()) {
      add(connection, found, item, "scheduled_procedure_step_id", step.id());
    }
    return found;
  }

  private static void add(
      Connection connection, Set<Long> found, WorklistItem item, String column, String value)
      throws SQLException {
    if (!value.isEmpty()) {
      found.addAll(
          Statements.query(
              connection,
              UNKNOWN.formatted(column),
              binding -> binding.add(value).add(item.organizationKey()).add(MOST_UNKNOWN),
              row -> row.getLong(1)));
    }
  }

  /** By key; empty where it is gone. */
  public static Optional<PerformedStep> byKey(Connection connection, long performedStepKey)
      throws SQLException {
    return Statements.query(
            connection,
            SELECT + "WHERE p.performed_step_key = ?",
            binding -> binding.add(performedStepKey),
            PerformedStepRows::step)
        .stream()
        .findFirst();
  }

  private static PerformedStep step(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new PerformedStep(
        reading.key(),
        reading.key(),
        reading.text(),
        Words.ofRow(PerformedStatus.values(), PerformedStatus::word, reading.text()),
        reading.text(),
        reading.keyOrNull(),
        reading.key(),
        reading.text(),
        reading.text(),
        reading.text(),
        reading.date(),
        reading.instant(),
        reading.instant(),
        reading.instant(),
        reading.instant());
  }

  private static PerformedReference reference(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new PerformedReference(
        reading.key(),
        reading.number(),
        new RequestAttributes(reading.text(), reading.text(), reading.text(), reading.text()),
        reading.keyOrNull(),
        reading.keyOrNull());
  }
}
