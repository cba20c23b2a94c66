package io.archway.http.imaging.patient;

import io.archway.http.imaging.PatientSex;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;
import io.archway.index.patient.PatientName;
import io.archway.index.patient.SaidPatient;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A patient to be made. {@code name} is the DICOM form with its component groups; else it is made
 * of the others, which are components of its first group (PS3.5 6.2.1).
 */
public record NewPatient(
    @Rule.Size(min = 1, max = 64) @Rule.Matches(value = LINE, meaning = LINE_MEANING)
        String patientId,
    @Rule.Size(max = 200) @Rule.Matches(value = NAME, meaning = NAME_MEANING) String name,
    @Rule.Size(max = 64) @Rule.Matches(value = PART, meaning = PART_MEANING) String lastName,
    @Rule.Size(max = 64) @Rule.Matches(value = PART, meaning = PART_MEANING) String firstName,
    @Rule.Size(max = 64) @Rule.Matches(value = PART, meaning = PART_MEANING) String middleName,
    @Rule.Size(max = 64) @Rule.Matches(value = PART, meaning = PART_MEANING) String namePrefix,
    @Rule.Size(max = 64) @Rule.Matches(value = PART, meaning = PART_MEANING) String nameSuffix,
    LocalDate birthDate,
    @Rule.Matches(value = PatientSex.PATTERN, meaning = PatientSex.MEANING) String sex,
    Long officeId)
    implements Rule.Across {

  private static final String LINE = "[^\\\\\\p{Cntrl}]*";
  private static final String LINE_MEANING = "text without backslash and control characters";
  private static final String NAME = "[^\\\\\\p{Cntrl}=]{0,64}(=[^\\\\\\p{Cntrl}=]{0,64}){0,2}";
  private static final String NAME_MEANING =
      "a person name: up to three groups divided by =, each of at most 64 characters, no backslash";

  /** One component of a person name, the value of a rule. */
  public static final String PART = "[^\\\\\\p{Cntrl}=^]*";

  public static final String PART_MEANING =
      "a part of a name, without backslash, ^, = and control characters";
  private static final int MAX_GROUP = 64;

  @Override
  public void check(FieldErrors errors) {
    if (patientId != null && patientId.isBlank()) {
      errors.add("patient_id", "expected: a text that is not blank, or none");
    }
    boolean parts = parts().anyMatch(part -> !part.isEmpty());
    if (name != null && parts) {
      errors.add("name", "expected: it, or the parts of a name, not both");
    } else if (PatientName.parse(fullName()).isEmpty()) {
      errors.add(name == null ? "last_name" : "name", "required: some part of the patient's name");
    } else if (name == null && fullName().length() > MAX_GROUP) {
      errors.add(
          "last_name",
          "all parts of the name: %d characters (expected: <= %d)"
              .formatted(fullName().length(), MAX_GROUP));
    }
  }

  private Stream<String> parts() {
    List<String> parts = new ArrayList<>();
    for (String part : new String[] {lastName, firstName, middleName, namePrefix, nameSuffix}) {
      parts.add(part == null ? "" : part.strip());
    }
    return parts.stream();
  }

  private String fullName() {
    return name == null
        ? parts().collect(Collectors.joining("^")).replaceAll("\\^+$", "")
        : name.strip();
  }

  SaidPatient said(long officeKey) {
    return new SaidPatient(
        patientId == null ? null : patientId.strip(),
        fullName(),
        birthDate,
        PatientSex.of(sex),
        officeKey);
  }
}
