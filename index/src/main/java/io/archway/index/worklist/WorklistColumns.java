package io.archway.index.worklist;

import io.archway.index.database.Columns;
import io.archway.index.study.CodedValue;
import java.sql.SQLException;
import java.util.List;

/** The columns of items (w), steps (s) and patients (p), and the records that they fill. */
final class WorklistColumns {
  static final String ITEM =
      """
      w.worklist_item_key, w.organization_key, w.office_key, w.patient_key, w.dentist_key,
      w.radiologist_key, w.medium_key, w.study_type, w.status, w.scan_status,
      w.study_instance_uid, w.requested_procedure_id, w.requested_procedure_description,
      w.requested_procedure_code, w.requested_procedure_scheme, w.requested_procedure_meaning,
      w.requested_procedure_priority, w.reason_for_requested_procedure,
      w.requested_procedure_comments, w.accession_number, w.issuer_of_accession_number,
      w.placer_order_number, w.filler_order_number, w.requesting_physician_name,
      w.requesting_service, w.referring_physician_name, w.admission_id,
      w.current_patient_location, w.patient_transport_arrangements, w.origin, w.origin_id, w.link,
      w.path, w.meta, w.start_date, w.start_time, w.first_arrived_at, w.last_arrived_at,
      w.ready_at, w.completed_at, w.images_after_report_at, w.cancelled_at, w.cancelled_why,
      w.expires_at, w.created_at, w.updated_at
      """;

  /** protocol_code_count comes last; the codes themselves are rows of their own. */
  static final String STEP =
      """
      s.step_key, s.organization_key, s.worklist_item_key, s.item_number,
      s.scheduled_procedure_step_id, s.status, s.is_open, s.start_date, s.start_time, s.modality,
      s.station_ae_titles, s.station_name, s.location, s.description,
      s.performing_physician_name, s.pre_medication, s.requested_contrast_agent,
      s.performed_step_uid, s.started_at, s.ended_at, s.protocol_code_count
      """;

  static final String PATIENT =
      """
      p.patient_key, p.patient_id, p.issuer_of_patient_id, p.name, p.birth_date, p.sex,
      p.other_patient_ids, p.weight, p.allergies, p.medical_alerts, p.pregnancy_status,
      p.special_needs, p.patient_state, p.confidentiality_constraint
      """;

  private WorklistColumns() {}

  static WorklistItem item(Columns row) throws SQLException {
    return new WorklistItem(
        row.key(),
        row.key(),
        row.key(),
        row.key(),
        row.keyOrNull(),
        row.keyOrNull(),
        row.keyOrNull(),
        Words.ofRow(StudyType.values(), StudyType::word, row.text()),
        Words.ofRow(ItemStatus.values(), ItemStatus::word, row.text()),
        Words.ofRow(ScanStatus.values(), ScanStatus::word, row.text()),
        procedure(row),
        request(row),
        visit(row),
        source(row),
        row.date(),
        row.time(),
        progress(row),
        row.instant(),
        row.instant());
  }

  static RequestedProcedure procedure(Columns row) throws SQLException {
    return new RequestedProcedure(
        row.text(), row.text(), row.text(), code(row), row.text(), row.text(), row.text());
  }

  private static CodedValue code(Columns row) throws SQLException {
    CodedValue code = new CodedValue(row.text(), row.text(), row.text());
    return code.value() == null ? null : code;
  }

  static ServiceRequest request(Columns row) throws SQLException {
    return new ServiceRequest(
        row.text(), row.text(), row.text(), row.text(), row.text(), row.text(), row.text());
  }

  static Visit visit(Columns row) throws SQLException {
    return new Visit(row.text(), row.text(), row.text());
  }

  private static Source source(Columns row) throws SQLException {
    Origin origin = Words.ofRow(Origin.values(), Origin::word, row.text());
    return new Source(origin, row.text(), row.text(), row.text(), row.text());
  }

  private static Progress progress(Columns row) throws SQLException {
    return new Progress(
        row.instant(),
        row.instant(),
        row.instant(),
        row.instant(),
        row.instant(),
        row.instant(),
        row.text(),
        row.instant());
  }

  /** A step and how many protocol codes it has, which are not read yet. */
  record CountedStep(ScheduledStep step, int protocolCodes) {}

  static CountedStep step(Columns row) throws SQLException {
    ScheduledStep step =
        new ScheduledStep(
            row.key(),
            row.key(),
            row.key(),
            row.number(),
            row.text(),
            Words.ofRow(StepStatus.values(), StepStatus::word, row.text()),
            row.flag(),
            row.date(),
            row.time(),
            row.text(),
            stations(row.text()),
            row.text(),
            row.text(),
            row.text(),
            row.text(),
            row.text(),
            row.text(),
            List.of(),
            row.text(),
            row.instant(),
            row.instant());
    return new CountedStep(step, row.number());
  }

  private static List<String> stations(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\\\\"));
  }

  static WorklistPatient patient(Columns row) throws SQLException {
    return new WorklistPatient(
        row.key(),
        row.text(),
        row.text(),
        row.text(),
        row.date(),
        row.text(),
        row.text(),
        new PatientMedical(
            row.decimal(),
            row.text(),
            row.text(),
            row.numberOrNull(),
            row.text(),
            row.text(),
            row.text()));
  }
}
