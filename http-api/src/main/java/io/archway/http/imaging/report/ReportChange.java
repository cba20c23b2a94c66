package io.archway.http.imaging.report;

import io.archway.http.kernel.Change;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;
import io.archway.index.form.ReportSection;
import io.archway.index.report.ReportStatus;
import io.archway.index.report.ReportSubject;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;

/** What becomes of a report: what is absent stays, null clears. */
record ReportChange(
    @Rule.Range(min = 1) Integer version,
    @Rule.Range(min = 1) Long formId,
    @Rule.Range(min = 1) Long officeId,
    @Rule.Range(min = 1) Change<Long> worklistId,
    ReportStatus status,
    @Rule.Size(max = 255) Change<String> patientFirstName,
    @Rule.Size(max = 255) Change<String> patientLastName,
    Change<LocalDate> patientDob,
    @Rule.Size(max = ReportTexts.MAX_SECTION) Change<String> exam,
    @Rule.Size(max = ReportTexts.MAX_SECTION) Change<String> indication,
    @Rule.Size(max = ReportTexts.MAX_SECTION) Change<String> technique,
    @Rule.Size(max = ReportTexts.MAX_SECTION) Change<String> comparison,
    @Rule.Size(max = ReportTexts.MAX_SECTION) Change<String> body,
    @Rule.Size(max = ReportTexts.MAX_SECTION) Change<String> osseousStructures,
    @Rule.Size(max = ReportTexts.MAX_SECTION) Change<String> paranasalSinuses,
    @Rule.Size(max = ReportTexts.MAX_SECTION) Change<String> salivaryGlands,
    @Rule.Size(max = ReportTexts.MAX_SECTION) Change<String> oralCavityPharynx,
    @Rule.Size(max = ReportTexts.MAX_SECTION) Change<String> otherAreas,
    @Rule.Size(max = ReportTexts.MAX_SECTION) Change<String> additionalNotes,
    @Rule.Size(max = ReportTexts.MAX_SECTION) Change<String> impression)
    implements Rule.Across {

  @Override
  public void check(FieldErrors errors) {
    checkStatus(status, errors);
  }

  static void checkStatus(ReportStatus status, FieldErrors errors) {
    if (status == ReportStatus.FINAL) {
      errors.add(
          "status",
          "expected: draft or preliminary (POST /api/report/{id}/sign makes a report final)");
    }
  }

  ReportSubject subject(ReportSubject before) {
    return new ReportSubject(
        officeId == null ? before.officeKey() : officeId,
        formId == null ? before.formKey() : formId,
        worklistId.orElse(before.worklistItemKey()),
        patientFirstName.orElse(before.patientFirstName()),
        patientLastName.orElse(before.patientLastName()),
        patientDob.orElse(before.patientBirthDate()));
  }

  Map<ReportSection, Change<String>> texts() {
    Map<ReportSection, Change<String>> texts = new EnumMap<>(ReportSection.class);
    texts.put(ReportSection.EXAM, exam);
    texts.put(ReportSection.INDICATION, indication);
    texts.put(ReportSection.TECHNIQUE, technique);
    texts.put(ReportSection.COMPARISON, comparison);
    texts.put(ReportSection.BODY, body);
    texts.put(ReportSection.OSSEOUS_STRUCTURES, osseousStructures);
    texts.put(ReportSection.PARANASAL_SINUSES, paranasalSinuses);
    texts.put(ReportSection.SALIVARY_GLANDS, salivaryGlands);
    texts.put(ReportSection.ORAL_CAVITY_PHARYNX, oralCavityPharynx);
    texts.put(ReportSection.OTHER_AREAS, otherAreas);
    texts.put(ReportSection.ADDITIONAL_NOTES, additionalNotes);
    texts.put(ReportSection.IMPRESSION, impression);
    return texts;
  }
}
