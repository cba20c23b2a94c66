package io.archway.http.imaging.report;

import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;
import io.archway.index.form.ReportSection;
import io.archway.index.report.ReportStatus;
import io.archway.index.report.ReportSubject;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;

/** A report to be begun, or to be looked at without being kept. */
record NewReport(
    @Rule.Required @Rule.Range(min = 1) Long formId,
    @Rule.Required @Rule.Range(min = 1) Long officeId,
    @Rule.Range(min = 1) Long worklistId,
    ReportStatus status,
    @Rule.Size(max = 255) String patientFirstName,
    @Rule.Size(max = 255) String patientLastName,
    LocalDate patientDob,
    @Rule.Size(max = ReportTexts.MAX_SECTION) String exam,
    @Rule.Size(max = ReportTexts.MAX_SECTION) String indication,
    @Rule.Size(max = ReportTexts.MAX_SECTION) String technique,
    @Rule.Size(max = ReportTexts.MAX_SECTION) String comparison,
    @Rule.Size(max = ReportTexts.MAX_SECTION) String body,
    @Rule.Size(max = ReportTexts.MAX_SECTION) String osseousStructures,
    @Rule.Size(max = ReportTexts.MAX_SECTION) String paranasalSinuses,
    @Rule.Size(max = ReportTexts.MAX_SECTION) String salivaryGlands,
    @Rule.Size(max = ReportTexts.MAX_SECTION) String oralCavityPharynx,
    @Rule.Size(max = ReportTexts.MAX_SECTION) String otherAreas,
    @Rule.Size(max = ReportTexts.MAX_SECTION) String additionalNotes,
    @Rule.Size(max = ReportTexts.MAX_SECTION) String impression)
    implements Rule.Across {

  @Override
  public void check(FieldErrors errors) {
    ReportChange.checkStatus(status, errors);
  }

  ReportStatus statusOrDraft() {
    return status == null ? ReportStatus.DRAFT : status;
  }

  ReportSubject subject() {
    return new ReportSubject(
        officeId, formId, worklistId, patientFirstName, patientLastName, patientDob);
  }

  Map<ReportSection, String> texts() {
    Map<ReportSection, String> texts = new EnumMap<>(ReportSection.class);
    put(texts, ReportSection.EXAM, exam);
    put(texts, ReportSection.INDICATION, indication);
    put(texts, ReportSection.TECHNIQUE, technique);
    put(texts, ReportSection.COMPARISON, comparison);
    put(texts, ReportSection.BODY, body);
    put(texts, ReportSection.OSSEOUS_STRUCTURES, osseousStructures);
    put(texts, ReportSection.PARANASAL_SINUSES, paranasalSinuses);
    put(texts, ReportSection.SALIVARY_GLANDS, salivaryGlands);
    put(texts, ReportSection.ORAL_CAVITY_PHARYNX, oralCavityPharynx);
    put(texts, ReportSection.OTHER_AREAS, otherAreas);
    put(texts, ReportSection.ADDITIONAL_NOTES, additionalNotes);
    put(texts, ReportSection.IMPRESSION, impression);
    return texts;
  }

  private static void put(Map<ReportSection, String> texts, ReportSection section, String text) {
    if (text != null) {
      texts.put(section, text);
    }
  }
}
