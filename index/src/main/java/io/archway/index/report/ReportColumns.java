package io.archway.index.report;

import io.archway.index.database.Binding;
import io.archway.index.database.BoundedText;
import io.archway.index.database.Reading;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The columns of reports (r) and their side tables, and the records that they fill. */
final class ReportColumns {
  static final String SUBJECT =
      """
      office_key, form_key, worklist_item_key, patient_first_name, patient_last_name,
      patient_birth_date
      """;
  static final String REPORT =
      """
      r.report_key, r.organization_key, r.office_key, r.form_key, r.worklist_item_key,
      r.patient_first_name, r.patient_last_name, r.patient_birth_date, r.patient_key,
      r.dentist_key, r.radiologist_key, r.author_key, r.status, r.version, r.signed_at,
      r.signed_by_key, r.created_at, r.updated_at
      """;
  static final String DOCUMENT =
      """
      report_key, document_number, organization_key, study_key, series_instance_uid,
      sop_instance_uid, content, state, attempts, made_at
      """;

  private ReportColumns() {}

  static Report report(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new Report(
        reading.key(),
        reading.key(),
        subject(reading),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        ReportStatus.ofRow(reading.text()),
        reading.number(),
        reading.instant(),
        reading.keyOrNull(),
        reading.instant(),
        reading.instant());
  }

  static ReportSubject subject(Reading reading) throws SQLException {
    return new ReportSubject(
        reading.key(),
        reading.key(),
        reading.keyOrNull(),
        reading.text(),
        reading.text(),
        reading.date());
  }

  static Binding bind(Binding binding, ReportSubject subject) throws SQLException {
    return binding
        .add(subject.officeKey())
        .add(subject.formKey())
        .add(subject.worklistItemKey())
        .add(BoundedText.orNull(subject.patientFirstName()))
        .add(BoundedText.orNull(subject.patientLastName()))
        .add(subject.patientBirthDate());
  }

  static ReportVersion version(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new ReportVersion(
        reading.key(),
        reading.number(),
        ReportStatus.ofRow(reading.text()),
        subject(reading),
        reading.keyOrNull(),
        reading.instant());
  }

  static ReportAddendum addendum(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new ReportAddendum(
        reading.key(), reading.number(), reading.text(), reading.keyOrNull(), reading.instant());
  }

  static ReportDocument document(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new ReportDocument(
        reading.key(),
        reading.number(),
        reading.key(),
        reading.keyOrNull(),
        reading.text(),
        reading.text(),
        reading.text(),
        ReportDocument.State.valueOf(reading.text()),
        reading.number(),
        reading.instant());
  }
}
