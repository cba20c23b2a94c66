package io.archway.http.imaging;

import io.archway.index.worklist.Suggestions;
import java.time.LocalDate;
import java.util.List;

/** What may be meant by what was typed, a few of each kind. */
record SuggestionsView(
    List<PatientPart> patients, List<String> accessionNumbers, List<OfficePart> offices) {

  record PatientPart(long id, String patientId, String name, LocalDate birthDate) {}

  record OfficePart(long id, String name) {}

  static SuggestionsView of(Suggestions found) {
    return new SuggestionsView(
        found.patients().stream()
            .map(
                patient ->
                    new PatientPart(
                        patient.patientKey(),
                        patient.patientId(),
                        patient.name(),
                        patient.birthDate()))
            .toList(),
        found.accessionNumbers(),
        found.offices().stream()
            .map(office -> new OfficePart(office.officeKey(), office.name()))
            .toList());
  }
}
