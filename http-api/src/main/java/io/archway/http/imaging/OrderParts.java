package io.archway.http.imaging;

import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;
import io.archway.index.study.CodedValue;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.PatientMedical;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.StepWish;
import io.archway.index.worklist.Visit;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The parts of an order as requests give them, with the lengths of their attributes' VRs. */
final class OrderParts {

  private OrderParts() {}

  /** A code of PS3.3 8.8. */
  record Code(
      @Rule.Required
          @Rule.Size(max = 16)
          @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String value,
      @Rule.Required
          @Rule.Size(max = 16)
          @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String scheme,
      @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String meaning) {

    CodedValue toValue() {
      return new CodedValue(value.strip(), scheme.strip(), meaning);
    }

    static Code of(CodedValue code) {
      return code == null ? null : new Code(code.value(), code.scheme(), code.meaning());
    }
  }

  /** Defined terms of (0040,1003). */
  enum Priority {
    STAT,
    HIGH,
    ROUTINE,
    MEDIUM,
    LOW
  }

  /** Without an id it gets one. */
  record Procedure(
      @Rule.Size(max = 16) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String id,
      @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String description,
      Code code,
      Priority priority,
      @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String reason,
      @Rule.Size(max = 2_000) String comments) {

    static final Procedure EMPTY = new Procedure(null, null, null, null, null, null);

    RequestedProcedure toRow(String studyInstanceUid, String otherwiseId) {
      return new RequestedProcedure(
          studyInstanceUid,
          isBlank(id) ? otherwiseId : id.strip(),
          orNull(description),
          code == null ? null : code.toValue(),
          priority == null ? null : priority.name(),
          orNull(reason),
          orNull(comments));
    }
  }

  /** The visit in which the scan is made. */
  record VisitPart(
      @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String admissionId,
      @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String currentPatientLocation,
      @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String patientTransportArrangements) {

    Visit toRow() {
      return new Visit(
          orNull(admissionId),
          orNull(currentPatientLocation),
          orNull(patientTransportArrangements));
    }

    static VisitPart of(Visit visit) {
      return new VisitPart(
          visit.admissionId(),
          visit.currentPatientLocation(),
          visit.patientTransportArrangements());
    }
  }

  /** What who makes the scan must know of the patient; weight in kg. */
  record Medical(
      @Rule.Range(min = 0, max = 1_000) BigDecimal weight,
      @Rule.Size(max = 2_000)
          @Rule.Matches(value = OrderText.VALUES, meaning = OrderText.VALUES_MEANING)
          String allergies,
      @Rule.Size(max = 2_000)
          @Rule.Matches(value = OrderText.VALUES, meaning = OrderText.VALUES_MEANING)
          String medicalAlerts,
      @Rule.Range(min = 1, max = 4) Integer pregnancyStatus,
      @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String specialNeeds,
      @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String patientState,
      @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String confidentialityConstraint) {

    private static final int WEIGHT_DECIMALS = 3;

    void check(String at, FieldErrors errors) {
      boolean tooFine = weight != null && weight.stripTrailingZeros().scale() > WEIGHT_DECIMALS;
      if (tooFine || weight != null && weight.signum() == 0) {
        errors.add(at + ".weight", "expected: a number above 0 of at most 3 decimals");
      }
    }

    PatientMedical toRow() {
      return new PatientMedical(
          weight == null ? null : weight.setScale(WEIGHT_DECIMALS),
          orNull(allergies),
          orNull(medicalAlerts),
          pregnancyStatus,
          orNull(specialNeeds),
          orNull(patientState),
          orNull(confidentialityConstraint));
    }

    static Medical of(PatientMedical row) {
      BigDecimal weight = row.weight();
      return new Medical(
          weight == null ? null : weight.stripTrailingZeros(),
          row.allergies(),
          row.medicalAlerts(),
          row.pregnancyStatus(),
          row.specialNeeds(),
          row.patientState(),
          row.confidentialityConstraint());
    }
  }

  /** What one modality is to do; all may be left out. {@code startTime} is local to the office. */
  record Step(
      @Rule.Size(max = 16) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String id,
      @Rule.Matches(value = OrderText.MODALITY, meaning = OrderText.MODALITY_MEANING)
          String modality,
      LocalDate startDate,
      @Rule.Matches(
              value = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?",
              meaning = "a time like 09:30 or 09:30:00")
          String startTime,
      List<String> stationAeTitles,
      @Rule.Size(max = 16) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String stationName,
      @Rule.Size(max = 16) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String location,
      @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String description,
      @Rule.Size(max = 200) @Rule.Matches(value = OrderText.NAME, meaning = OrderText.NAME_MEANING)
          String performingPhysicianName,
      @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String preMedication,
      @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String requestedContrastAgent,
      @Rule.Size(max = NewStep.MAX_CODES) List<Code> protocolCodes) {

    static final Step EMPTY =
        new Step(null, null, null, null, null, null, null, null, null, null, null, null);

    StepWish toWish() {
      return new StepWish(
          orNull(id),
          startDate,
          time(),
          modality == null ? null : modality.strip(),
          stationAeTitles,
          orNull(stationName),
          orNull(location),
          orNull(description),
          orNull(performingPhysicianName),
          orNull(preMedication),
          orNull(requestedContrastAgent),
          protocolCodes == null ? null : protocolCodes.stream().map(Code::toValue).toList());
    }

    LocalTime time() {
      return startTime == null ? null : LocalTime.parse(startTime);
    }

    private void check(String at, FieldErrors errors) {
      List<String> titles = stationAeTitles == null ? List.of() : stationAeTitles;
      if (titles.size() > NewStep.MAX_STATIONS) {
        errors.add(
            at + ".station_ae_titles",
            "elements: %d (expected: at most %d)".formatted(titles.size(), NewStep.MAX_STATIONS));
      }
      for (int i = 0; i < titles.size(); i++) {
        if (!titles.get(i).matches("(?!\\s*$)[^\\\\\\p{Cntrl}]{1,16}")) {
          errors.add(
              at + ".station_ae_titles." + i,
              "expected: an AE title of 1 to 16 characters, no backslash");
        }
      }
      if (startDate == null && startTime != null) {
        errors.add(at + ".start_date", "required where start_time is given");
      }
      try {
        time();
      } catch (DateTimeException e) {
        errors.add(at + ".start_time", "expected: a time like 09:30");
      }
    }
  }

  static void checkSteps(List<Step> steps, FieldErrors errors) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      step.check("steps." + i, errors);
      if (!isBlank(step.id()) && !ids.add(step.id().strip())) {
        errors.add("steps." + i + ".id", "given twice (expected: one for each step)");
      }
    }
  }

  static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  static String orNull(String text) {
    return isBlank(text) ? null : text.strip();
  }
}
