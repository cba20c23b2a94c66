package io.archway.http.imaging;

import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;
import io.archway.index.decision.Author;
import io.archway.index.decision.Choice;
import java.time.LocalDate;
import java.util.Objects;
import java.util.stream.Stream;

/** What people send to decide an entry. Why is always said: who looks later wants to know. */
final class InboxBodies {

  private static final String ONE =
      "expected: one of worklist_item_id, patient_id and version, as the entry needs";
  private static final String ONE_OR_NEW =
      "expected: one of worklist_item_id, patient_id, version and new_patient, as the entry needs";

  private InboxBodies() {}

  /** The proposal that is right, by what it proposes: lists change, ids do not. */
  record Confirmation(
      @Rule.Range(min = 1) Long worklistItemId,
      @Rule.Range(min = 1) Long patientId,
      @Rule.Range(min = 1, max = 1_000) Integer version,
      @Rule.Required @Rule.Size(max = Author.MAX_WHY_LENGTH) String why)
      implements Rule.Across {

    @Override
    public void check(FieldErrors errors) {
      if (given(worklistItemId, patientId, version) != 1) {
        errors.add("worklist_item_id", ONE);
      }
    }

    Choice choice() {
      return InboxBodies.choice(worklistItemId, patientId, version);
    }
  }

  /** What it is instead. */
  record Selection(
      @Rule.Range(min = 1) Long worklistItemId,
      @Rule.Range(min = 1) Long patientId,
      @Rule.Range(min = 1, max = 1_000) Integer version,
      Newcomer newPatient,
      @Rule.Required @Rule.Size(max = Author.MAX_WHY_LENGTH) String why)
      implements Rule.Across {

    @Override
    public void check(FieldErrors errors) {
      if (given(worklistItemId, patientId, version, newPatient) != 1) {
        errors.add("worklist_item_id", ONE_OR_NEW);
      }
    }

    Choice choice() {
      return newPatient == null
          ? InboxBodies.choice(worklistItemId, patientId, version)
          : newPatient.choice();
    }
  }

  /** A patient who is not here yet; without a Patient ID one is made up. */
  record Newcomer(
      @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
          String patientId,
      @Rule.Required
          @Rule.Size(max = 200)
          @Rule.Matches(value = OrderText.NAME, meaning = OrderText.NAME_MEANING)
          String name,
      LocalDate birthDate,
      @Rule.Matches(value = PatientSex.PATTERN, meaning = PatientSex.MEANING) String sex) {

    Choice choice() {
      return new Choice.NewPatient(
          OrderParts.orNull(patientId), name.strip(), birthDate, PatientSex.of(sex));
    }
  }

  /** The order that the images are linked with and do not belong to. */
  record Unlinked(
      @Rule.Required @Rule.Range(min = 1) Long worklistItemId,
      @Rule.Required @Rule.Size(max = Author.MAX_WHY_LENGTH) String why) {}

  /** Only why. */
  record Reasoned(@Rule.Required @Rule.Size(max = Author.MAX_WHY_LENGTH) String why) {}

  private static long given(Object... values) {
    return Stream.of(values).filter(Objects::nonNull).count();
  }

  private static Choice choice(Long item, Long patient, Integer version) {
    if (item != null) {
      return new Choice.Item(item);
    }
    return patient != null ? new Choice.Patient(patient) : new Choice.Version(version);
  }
}
