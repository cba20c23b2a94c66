package io.archway.http.imaging;

import static io.archway.http.imaging.patient.NewPatient.PART;
import static io.archway.http.imaging.patient.NewPatient.PART_MEANING;

import io.archway.http.kernel.Change;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Rule;
import io.archway.index.patient.Patient;
import java.time.LocalDate;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a patient is said to be: what is absent stays, null is unknown. {@code name} is the DICOM
 * form with its component groups; the parts are components of its first group (PS3.5 6.2.1).
 * Patient ID and office may be said as they are: they are not corrected here.
 */
record PatientChange(
    String patientId,
    @Rule.Size(max = 200) @Rule.Matches(value = OrderText.NAME, meaning = OrderText.NAME_MEANING)
        Change<String> name,
    @Rule.Size(max = 64) @Rule.Matches(value = PART, meaning = PART_MEANING)
        Change<String> lastName,
    @Rule.Size(max = 64) @Rule.Matches(value = PART, meaning = PART_MEANING)
        Change<String> firstName,
    @Rule.Size(max = 64) @Rule.Matches(value = PART, meaning = PART_MEANING)
        Change<String> middleName,
    @Rule.Size(max = 64) @Rule.Matches(value = PART, meaning = PART_MEANING)
        Change<String> namePrefix,
    @Rule.Size(max = 64) @Rule.Matches(value = PART, meaning = PART_MEANING)
        Change<String> nameSuffix,
    Change<LocalDate> birthDate,
    @Rule.Matches(value = PatientSex.PATTERN, meaning = PatientSex.MEANING) Change<String> sex,
    Long officeId,
    @Rule.Size(max = 2_000) String reason)
    implements Rule.Across {

  private static final int MAX_GROUP = 64;

  @Override
  public void check(FieldErrors errors) {
    if (name.given() && parts().anyMatch(Change::given)) {
      errors.add("name", "expected: it, or the parts of a name, not both");
    }
  }

  private Stream<Change<String>> parts() {
    return Stream.of(lastName, firstName, middleName, namePrefix, nameSuffix);
  }

  /** Refuses what would be no correction but another patient, or another office's. */
  void checkUnchanged(Patient patient) {
    FieldErrors errors = new FieldErrors();
    if (patientId != null && !patientId.strip().equals(patient.patientId())) {
      errors.add("patient_id", "expected: as it is, for it cannot be changed");
    }
    if (officeId != null && !Objects.equals(officeId, patient.officeKey())) {
      errors.add("office_id", "expected: as it is, for it cannot be changed");
    }
    errors.throwIfAny();
  }

  /** The whole name in its DICOM form; null is unknown. */
  String nameOf(Patient patient) {
    if (parts().noneMatch(Change::given)) {
      return OrderParts.orNull(name.orElse(patient.name()));
    }
    String group =
        String.join(
                "^",
                part(lastName, patient.familyName()),
                part(firstName, patient.givenName()),
                part(middleName, patient.middleName()),
                part(namePrefix, patient.namePrefix()),
                part(nameSuffix, patient.nameSuffix()))
            .replaceAll("\\^+$", "");
    if (group.length() > MAX_GROUP) {
      throw Problem.invalid(
              "last_name",
              "all parts of the name: %d characters (expected: <= %d)"
                  .formatted(group.length(), MAX_GROUP))
          .toException();
    }
    String others = "=" + plain(patient.ideographicName()) + "=" + plain(patient.phoneticName());
    return OrderParts.orNull((group + others).replaceAll("=+$", ""));
  }

  private static String part(Change<String> change, String current) {
    return plain(change.orElse(current));
  }

  private static String plain(String text) {
    return text == null ? "" : text.strip();
  }
}
