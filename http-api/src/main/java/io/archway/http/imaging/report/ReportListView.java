package io.archway.http.imaging.report;

import io.archway.http.imaging.report.ReportView.PatientPart;
import io.archway.index.patient.Patient;
import io.archway.index.report.Report;
import io.archway.index.report.ReportStatus;
import java.time.Instant;
import java.time.LocalDate;

/** A report in a list: without its texts. */
record ReportListView(
    long id,
    long formId,
    long officeId,
    Long worklistId,
    Long patientId,
    PatientPart patient,
    Long dentistId,
    Long radiologistId,
    Long authorId,
    ReportStatus status,
    int version,
    String patientFirstName,
    String patientLastName,
    LocalDate patientDob,
    Instant signedAt,
    Long signedById,
    Instant createdAt,
    Instant updatedAt) {

  static ReportListView of(Report report, Patient patient) {
    return new ReportListView(
        report.reportKey(),
        report.subject().formKey(),
        report.subject().officeKey(),
        report.subject().worklistItemKey(),
        report.patientKey(),
        PatientPart.of(patient),
        report.dentistKey(),
        report.radiologistKey(),
        report.authorKey(),
        report.status(),
        report.version(),
        report.subject().patientFirstName(),
        report.subject().patientLastName(),
        report.subject().patientBirthDate(),
        report.signedAt(),
        report.signedByKey(),
        report.createdAt(),
        report.updatedAt());
  }
}
