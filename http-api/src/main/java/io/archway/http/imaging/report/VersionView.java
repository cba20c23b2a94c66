package io.archway.http.imaging.report;

import io.archway.index.form.ReportSection;
import io.archway.index.report.ReportStatus;
import io.archway.index.report.ReportVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** One save of a report; its texts are empty in a list. */
record VersionView(
    int version,
    ReportStatus status,
    long formId,
    long officeId,
    Long worklistId,
    String patientFirstName,
    String patientLastName,
    LocalDate patientDob,
    List<TextPart> texts,
    Long savedById,
    Instant savedAt) {

  /** A section and what it said. */
  record TextPart(ReportSection section, String text) {}

  static VersionView of(ReportVersion version, Map<ReportSection, String> texts) {
    return new VersionView(
        version.version(),
        version.status(),
        version.subject().formKey(),
        version.subject().officeKey(),
        version.subject().worklistItemKey(),
        version.subject().patientFirstName(),
        version.subject().patientLastName(),
        version.subject().patientBirthDate(),
        texts.entrySet().stream()
            .map(text -> new TextPart(text.getKey(), text.getValue()))
            .toList(),
        version.savedByKey(),
        version.savedAt());
  }
}
