package io.archway.http.imaging.report;

import io.archway.index.form.ReportSection;
import io.archway.index.patient.Patient;
import io.archway.index.report.Report;
import io.archway.index.report.ReportAddendum;
import io.archway.index.report.ReportDocument;
import io.archway.index.report.ReportStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as the API shows it; in a list it is a {@link ReportListView}. */
record ReportView(
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
    String exam,
    String indication,
    String technique,
    String comparison,
    String body,
    String osseousStructures,
    String paranasalSinuses,
    String salivaryGlands,
    String oralCavityPharynx,
    String otherAreas,
    String additionalNotes,
    String impression,
    List<AddendumPart> addenda,
    DocumentPart document,
    Instant signedAt,
    Long signedById,
    Instant createdAt,
    Instant updatedAt) {

  /** Whom it is about, as the patient's row is now; null where no worklist item says it. */
  record PatientPart(long id, String patientId, String name, LocalDate birthDate, String sex) {
    static PatientPart of(Patient patient) {
      return patient == null
          ? null
          : new PatientPart(
              patient.patientKey(),
              patient.patientId(),
              patient.name(),
              patient.birthDate(),
              patient.sex());
    }
  }

  /** Something added after the signature. */
  record AddendumPart(int number, String text, Long addedById, Instant addedAt) {
    static AddendumPart of(ReportAddendum addendum) {
      return new AddendumPart(
          addendum.number(), addendum.text(), addendum.addedByKey(), addendum.addedAt());
    }
  }

  /**
   * The PDF as an instance: {@code stored} in its study, {@code pending}, or {@code without_study}.
   */
  record DocumentPart(String state, String sopInstanceUid) {
    static DocumentPart of(ReportDocument document) {
      return document == null
          ? null
          : new DocumentPart(
              document.state().name().toLowerCase(Locale.ROOT),
              document.state() == ReportDocument.State.WITHOUT_STUDY
                  ? null
                  : document.sopInstanceUid());
    }
  }

  static ReportView of(ReportReading.Whole whole) {
    Report report = whole.report();
    Map<ReportSection, String> texts = whole.texts();
    return new ReportView(
        report.reportKey(),
        report.subject().formKey(),
        report.subject().officeKey(),
        report.subject().worklistItemKey(),
        report.patientKey(),
        PatientPart.of(whole.patient()),
        report.dentistKey(),
        report.radiologistKey(),
        report.authorKey(),
        report.status(),
        report.version(),
        report.subject().patientFirstName(),
        report.subject().patientLastName(),
        report.subject().patientBirthDate(),
        texts.get(ReportSection.EXAM),
        texts.get(ReportSection.INDICATION),
        texts.get(ReportSection.TECHNIQUE),
        texts.get(ReportSection.COMPARISON),
        texts.get(ReportSection.BODY),
        texts.get(ReportSection.OSSEOUS_STRUCTURES),
        texts.get(ReportSection.PARANASAL_SINUSES),
        texts.get(ReportSection.SALIVARY_GLANDS),
        texts.get(ReportSection.ORAL_CAVITY_PHARYNX),
        texts.get(ReportSection.OTHER_AREAS),
        texts.get(ReportSection.ADDITIONAL_NOTES),
        texts.get(ReportSection.IMPRESSION),
        whole.addenda().stream().map(AddendumPart::of).toList(),
        DocumentPart.of(whole.document()),
        report.signedAt(),
        report.signedByKey(),
        report.createdAt(),
        report.updatedAt());
  }
}
