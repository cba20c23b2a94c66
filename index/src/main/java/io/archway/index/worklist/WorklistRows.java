package io.archway.index.worklist;

import io.archway.index.database.Binding;
import io.archway.index.database.BoundedText;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import io.archway.index.offer.OfferedSteps;
import io.archway.index.patient.NameKind;
import io.archway.index.patient.NameRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SQL that writes worklist items and their steps, within the caller's transaction. Every write
 * leaves is_open of the steps right; events are the caller's.
 */
public final class WorklistRows {
  private static final String FIND_EVEN_DELETED =
      "SELECT "
          + WorklistColumns.ITEM
          + " FROM worklist_item w WHERE w.worklist_item_key = ? AND w.organization_key = ?";
  private static final String FIND = FIND_EVEN_DELETED + " AND w.deleted_at IS NULL";
  private static final String LOCK =
      """
      SELECT worklist_item_key FROM worklist_item
      WHERE worklist_item_key = ? AND organization_key = ? AND deleted_at IS NULL FOR UPDATE
      """;
  private static final String INSERT =
      """
      INSERT INTO worklist_item (worklist_item_key, organization_key, origin, origin_id, created_at,
        office_key, patient_key, dentist_key, radiologist_key, medium_key, study_type, status,
        scan_status, study_instance_uid, requested_procedure_id, requested_procedure_description,
        requested_procedure_code, requested_procedure_scheme, requested_procedure_meaning,
        requested_procedure_priority, reason_for_requested_procedure, requested_procedure_comments,
        accession_number, issuer_of_accession_number, placer_order_number, filler_order_number,
        requesting_physician_name, requesting_service, referring_physician_name, admission_id,
        current_patient_location, patient_transport_arrangements, link, path, meta, start_date,
        start_time, first_arrived_at, last_arrived_at, ready_at, completed_at,
        images_after_report_at, cancelled_at, cancelled_why, expires_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String UPDATE =
      """
      UPDATE worklist_item SET office_key = ?, patient_key = ?, dentist_key = ?,
        radiologist_key = ?, medium_key = ?, study_type = ?, status = ?, scan_status = ?,
        study_instance_uid = ?, requested_procedure_id = ?, requested_procedure_description = ?,
        requested_procedure_code = ?, requested_procedure_scheme = ?,
        requested_procedure_meaning = ?, requested_procedure_priority = ?,
        reason_for_requested_procedure = ?, requested_procedure_comments = ?,
        accession_number = ?, issuer_of_accession_number = ?, placer_order_number = ?,
        filler_order_number = ?, requesting_physician_name = ?, requesting_service = ?,
        referring_physician_name = ?, admission_id = ?, current_patient_location = ?,
        patient_transport_arrangements = ?, link = ?, path = ?, meta = ?, start_date = ?,
        start_time = ?, first_arrived_at = ?, last_arrived_at = ?, ready_at = ?, completed_at = ?,
        images_after_report_at = ?, cancelled_at = ?, cancelled_why = ?, expires_at = ?,
        updated_at = ?
      WHERE worklist_item_key = ? AND organization_key = ? AND deleted_at IS NULL
      """;
  private static final String DELETE =
      """
      UPDATE worklist_item SET deleted_at = ?, updated_at = ?
      WHERE worklist_item_key = ? AND organization_key = ? AND deleted_at IS NULL
      """;
  private static final String SET_STEP =
      """
      UPDATE scheduled_procedure_step SET status = ?, performed_step_uid = ?, started_at = ?,
        ended_at = ?
      WHERE step_key = ? AND worklist_item_key = ?
      """;
  private static final String SET_MEDICAL =
      """
      UPDATE patient SET weight = ?, allergies = ?, medical_alerts = ?, pregnancy_status = ?,
        special_needs = ?, patient_state = ?, confidentiality_constraint = ?, updated_at = ?
      WHERE patient_key = ? AND organization_key = ?
      """;

  private WorklistRows() {}

  /** An item, not a deleted one. */
  public static Optional<WorklistItem> find(Connection connection, long organizationKey, long key)
      throws SQLException {
    return find(connection, FIND, organizationKey, key);
  }

  /** Like {@link #find}, and a deleted one too. */
  public static Optional<WorklistItem> findEvenDeleted(
      Connection connection, long organizationKey, long key) throws SQLException {
    return find(connection, FIND_EVEN_DELETED, organizationKey, key);
  }

  private static Optional<WorklistItem> find(
      Connection connection, String sql, long organizationKey, long key) throws SQLException {
    return Statements.query(
            connection,
            sql,
            binding -> binding.add(key).add(organizationKey),
            row -> WorklistColumns.item(new Reading(row)))
        .stream()
        .findFirst();
  }

  /** Like {@link #find}, and holds the row until the transaction ends. */
  public static Optional<WorklistItem> lock(Connection connection, long organizationKey, long key)
      throws SQLException {
    List<Long> locked =
        Statements.query(
            connection,
            LOCK,
            binding -> binding.add(key).add(organizationKey),
            row -> row.getLong(1));
    return locked.isEmpty() ? Optional.empty() : find(connection, organizationKey, key);
  }

  public static List<ScheduledStep> steps(Connection connection, long itemKey) throws SQLException {
    return StepRows.ofItems(connection, List.of(itemKey));
  }

  /**
   * Keeps an order, with everything made up that it lacks. Empty where its origin id is taken: then
   * nothing was written, and an item of that origin is there.
   */
  public static Optional<WorklistItem> insert(
      Connection connection, Keys keys, NewOrder order, Instant now) throws SQLException {
    long itemKey = keys.next(connection, KeySequence.WORKLIST_ITEM);
    List<ScheduledStep> steps =
        newSteps(connection, keys, order.organizationKey(), itemKey, order.steps());
    WorklistItem item = MadeUp.item(itemKey, order, first(steps), now);
    int inserted =
        Statements.update(
            connection,
            INSERT,
            binding -> {
              binding
                  .add(item.worklistItemKey())
                  .add(item.organizationKey())
                  .add(item.source().origin().word())
                  .add(BoundedText.orNull(item.source().originId()))
                  .add(item.createdAt());
              bind(binding, item, now);
            });
    if (inserted == 0) {
      return Optional.empty();
    }
    NameRows.insert(connection, names(item));
    StepRows.insert(connection, steps);
    StepRows.refreshOpen(connection, itemKey);
    return find(connection, order.organizationKey(), itemKey);
  }

  private static List<ScheduledStep> newSteps(
      Connection connection, Keys keys, long organizationKey, long itemKey, List<NewStep> steps)
      throws SQLException {
    List<ScheduledStep> made = new ArrayList<>();
    for (NewStep step : steps) {
      made.add(
          MadeUp.step(
              keys.next(connection, KeySequence.STEP),
              organizationKey,
              itemKey,
              made.size(),
              step));
    }
    return made;
  }

  private static ScheduledStep first(List<ScheduledStep> steps) {
    return steps.stream()
        .min(Comparator.comparing(ScheduledStep::startDate).thenComparing(ScheduledStep::startTime))
        .orElseThrow();
  }

  private static List<NameRows.Name> names(WorklistItem item) {
    return List.of(
        new NameRows.Name(
            item.organizationKey(),
            NameKind.REFERRING,
            item.worklistItemKey(),
            item.request().referringPhysicianName()),
        new NameRows.Name(
            item.organizationKey(),
            NameKind.REQUESTING,
            item.worklistItemKey(),
            item.request().requestingPhysicianName()));
  }

  /**
   * Replaces what an item holds; its key, organization and origin stay. Gives 0 where it is gone.
   */
  public static int update(Connection connection, WorklistItem item, Instant now)
      throws SQLException {
    int updated =
        Statements.update(
            connection,
            UPDATE,
            binding ->
                bind(binding, item, now).add(item.worklistItemKey()).add(item.organizationKey()));
    if (updated > 0) {
      NameRows.replace(connection, names(item));
      StepRows.refreshOpen(connection, item.worklistItemKey());
    }
    return updated;
  }

  private static Binding bind(Binding binding, WorklistItem item, Instant now) throws SQLException {
    binding
        .add(item.officeKey())
        .add(item.patientKey())
        .add(item.dentistKey())
        .add(item.radiologistKey())
        .add(item.mediumKey())
        .add(item.studyType().word())
        .add(item.status().word())
        .add(item.scanStatus().word());
    bind(binding, item.procedure());
    bind(binding, item.request());
    return binding
        .add(BoundedText.orNull(item.visit().admissionId()))
        .add(BoundedText.orNull(item.visit().currentPatientLocation()))
        .add(BoundedText.orNull(item.visit().patientTransportArrangements()))
        .add(BoundedText.orNull(item.source().link(), 2_000))
        .add(BoundedText.orNull(item.source().path(), 2_000))
        .add(item.source().meta())
        .add(item.startDate())
        .add(item.startTime())
        .add(item.progress().firstArrivedAt())
        .add(item.progress().lastArrivedAt())
        .add(item.progress().readyAt())
        .add(item.progress().completedAt())
        .add(item.progress().imagesAfterReportAt())
        .add(item.progress().cancelledAt())
        .add(BoundedText.orNull(item.progress().cancelledWhy(), 2_000))
        .add(item.progress().expiresAt())
        .add(now);
  }

  private static void bind(Binding binding, RequestedProcedure procedure) throws SQLException {
    boolean coded = procedure.code() != null;
    binding
        .add(BoundedText.of(procedure.studyInstanceUid(), 64))
        .add(BoundedText.of(procedure.id()))
        .add(BoundedText.orNull(procedure.description()))
        .add(coded ? BoundedText.orNull(procedure.code().value(), 64) : null)
        .add(coded ? BoundedText.orNull(procedure.code().scheme(), 64) : null)
        .add(coded ? BoundedText.orNull(procedure.code().meaning()) : null)
        .add(BoundedText.orNull(procedure.priority(), 16))
        .add(BoundedText.orNull(procedure.reason()))
        .add(BoundedText.orNull(procedure.comments(), 2_000));
  }

  private static void bind(Binding binding, ServiceRequest request) throws SQLException {
    binding
        .add(BoundedText.of(request.accessionNumber()))
        .add(BoundedText.of(request.issuerOfAccessionNumber()))
        .add(BoundedText.orNull(request.placerOrderNumber()))
        .add(BoundedText.orNull(request.fillerOrderNumber()))
        .add(BoundedText.orNull(request.requestingPhysicianName(), 1_024))
        .add(BoundedText.orNull(request.requestingService()))
        .add(BoundedText.orNull(request.referringPhysicianName(), 1_024));
  }

  /**
   * Other steps instead of those that an item has; its start becomes that of the first. One of the
   * same id is the same step: what devices said of it and its images stay with it.
   */
  public static void replaceSteps(
      Connection connection, Keys keys, WorklistItem item, List<NewStep> steps, Instant now)
      throws SQLException {
    Map<String, ScheduledStep> old = new LinkedHashMap<>();
    steps(connection, item.worklistItemKey()).forEach(step -> old.put(step.id(), step));
    List<Long> oldKeys = old.values().stream().map(ScheduledStep::stepKey).toList();
    StepRows.delete(connection, oldKeys);
    List<ScheduledStep> made = new ArrayList<>();
    for (ScheduledStep step :
        newSteps(connection, keys, item.organizationKey(), item.worklistItemKey(), steps)) {
      ScheduledStep same = old.remove(step.id());
      made.add(same == null ? step : step.instead(same));
    }
    StepRows.insert(connection, made);
    for (ScheduledStep removed : old.values()) {
      WorklistLinks.forgetStep(connection, item.worklistItemKey(), removed.stepKey());
    }
    update(
        connection,
        item.edit().start(first(made).startDate(), first(made).startTime()).build(),
        now);
  }

  /** How far a step is, as devices say by MPPS; null where they do not. */
  public static int setStepStatus(
      Connection connection,
      long itemKey,
      long stepKey,
      StepStatus status,
      String performedStepUid,
      Instant startedAt,
      Instant endedAt)
      throws SQLException {
    int updated =
        Statements.update(
            connection,
            SET_STEP,
            binding ->
                binding
                    .add(status.word())
                    .add(performedStepUid)
                    .add(startedAt)
                    .add(endedAt)
                    .add(stepKey)
                    .add(itemKey));
    StepRows.refreshOpen(connection, itemKey);
    return updated;
  }

  /** An item that no list shows any more; its rows stay for what was decided about it. */
  public static int delete(Connection connection, long organizationKey, long itemKey, Instant now)
      throws SQLException {
    int deleted =
        Statements.update(
            connection,
            DELETE,
            binding -> binding.add(now).add(now).add(itemKey).add(organizationKey));
    StepRows.refreshOpen(connection, itemKey);
    return deleted;
  }

  public static int setMedical(
      Connection connection,
      long organizationKey,
      long patientKey,
      PatientMedical medical,
      Instant now)
      throws SQLException {
    int updated =
        Statements.update(
            connection,
            SET_MEDICAL,
            binding ->
                binding
                    .add(medical.weight())
                    .add(BoundedText.orNull(medical.allergies(), 2_000))
                    .add(BoundedText.orNull(medical.medicalAlerts(), 2_000))
                    .add(medical.pregnancyStatus())
                    .add(BoundedText.orNull(medical.specialNeeds(), 2_000))
                    .add(BoundedText.orNull(medical.patientState()))
                    .add(BoundedText.orNull(medical.confidentialityConstraint()))
                    .add(now)
                    .add(patientKey)
                    .add(organizationKey));
    OfferedSteps.refreshPatients(connection, List.of(patientKey));
    return updated;
  }
}
