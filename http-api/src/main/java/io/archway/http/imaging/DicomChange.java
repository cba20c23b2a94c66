package io.archway.http.imaging;

import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.ScanStatus;

/** What an agent corrects of an item, its medium and its patient; what is absent stays. */
record DicomChange(
    @Rule.Size(max = 2_000) String path,
    @Rule.Size(max = 2_000) String link,
    @Rule.Name("studyDate") String studyDate,
    @Rule.Name("patientId")
        @Rule.Size(min = 1, max = 64)
        @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
        String patientId,
    @Rule.Name("patientName")
        @Rule.Size(min = 1, max = 200)
        @Rule.Matches(value = OrderText.NAME, meaning = OrderText.NAME_MEANING)
        String patientName,
    @Rule.Name("patientBirthDate") String patientBirthDate,
    @Rule.Name("patientSex") @Rule.Matches(value = PatientSex.PATTERN, meaning = PatientSex.MEANING)
        String patientSex,
    ItemStatus status,
    ScanStatus scanStatus)
    implements Rule.Across {

  @Override
  public void check(FieldErrors errors) {
    HeaderDates.check("studyDate", studyDate, errors);
    HeaderDates.check("patientBirthDate", patientBirthDate, errors);
    if (patientId != null && patientId.isBlank()) {
      errors.add("patientId", "expected: not blank");
    }
    if (patientName != null && patientName.isBlank()) {
      errors.add("patientName", "expected: not blank");
    }
  }
}
