package io.archway.http.imaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.index.patient.NamedPatient;
import io.archway.index.patient.PatientName;
import io.archway.index.worklist.WorklistEntry;
import java.time.LocalDate;
import java.util.Map;

/**
 * What an agent said of a study at first, or has corrected since. Who says it again, or speaks of
 * another image of the study, may not mean another patient or another day; where images lie and
 * what devices write differs from image to image.
 */
final class SaidBefore {

  private static final JsonMapper JSON = new JsonMapper();

  private final WorklistEntry known;
  private final JsonNode first;
  private final FieldErrors errors = new FieldErrors();

  private SaidBefore(WorklistEntry known) {
    this.known = known;
    this.first = tree(known.item().source().meta());
  }

  private static JsonNode tree(String meta) {
    try {
      return JSON.readTree(meta);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("meta of an agent's item is not JSON", e);
    }
  }

  /** 409 that names what is another. */
  static void check(WorklistEntry known, NewDicom body) {
    SaidBefore before = new SaidBefore(known);
    NamedPatient named = body.patient(known.item().officeKey());
    before.patientId(named.patientId());
    before.name(named.name());
    before.date("patientBirthDate", named.birthDate(), known.patient().birthDate());
    before.date("studyDate", body.studyDay(), known.item().startDate());
    if (!before.errors.isEmpty()) {
      String message = "The study is known with other values.";
      throw new Problem(ProblemType.CONFLICT, message, before.errors.asMap(), Map.of())
          .toException();
    }
  }

  private void patientId(String patientId) {
    boolean same =
        patientId.equals(said(NewDicom.PATIENT_ID))
            || patientId.equals(known.patient().patientId());
    refuse(NewDicom.PATIENT_ID, same);
  }

  private void name(String name) {
    PatientName parsed = PatientName.parse(name);
    boolean same =
        !parsed.contradicts(PatientName.parse(said(NewDicom.PATIENT_NAME)))
            || !parsed.contradicts(PatientName.parse(known.patient().name()));
    refuse(NewDicom.PATIENT_NAME, same);
  }

  private void date(String field, LocalDate date, LocalDate current) {
    LocalDate was = HeaderDates.date(said(field));
    refuse(field, date == null || was == null || date.equals(was) || date.equals(current));
  }

  private String said(String field) {
    return first.path(field).textValue();
  }

  private void refuse(String field, boolean same) {
    if (!same) {
      errors.add(
          field,
          "another value than before (expected: the same, or PUT /api/dicom/%d)"
              .formatted(known.item().worklistItemKey()));
    }
  }
}
