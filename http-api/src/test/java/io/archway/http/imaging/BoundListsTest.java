package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.imaging.ApiClient.Answer;
import io.archway.index.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists show who is bound to an office, or reads what is assigned, exactly what is theirs. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
final class BoundListsTest {

  /** A list, where each row's id is, and whose rows the dentist and the reader find. */
  private record Listing(String target, String id, List<String> dentist, List<String> reader) {}

  private static final List<String> NONE = List.of();
  private static final List<String> BRANCH_MEDIA = List.of("branch.media");
  private static final List<String> READER_MEDIA = List.of("assigned.media");
  private static final List<String> BRANCH_PATIENTS = List.of("branch.patient", "gone.patient");
  private static final List<String> READER_PATIENTS =
      List.of("assigned.patient", "documents.patient");
  private static final List<String> BRANCH_ITEMS = List.of("item.branch");
  private static final List<String> READER_ITEMS = List.of("item.assigned", "item.unread");
  private static final List<String> BRANCH_REPORTS = List.of("report.branch");
  private static final List<String> READER_REPORTS = List.of("report.assigned");

  private static final List<Listing> LISTS =
      List.of(
          new Listing("/api/media", "/id", BRANCH_MEDIA, READER_MEDIA),
          new Listing("/api/media?modality=IO", "/id", BRANCH_MEDIA, READER_MEDIA),
          new Listing("/api/media?study_date_from=1990-01-01", "/id", BRANCH_MEDIA, READER_MEDIA),
          new Listing(
              "/api/media?created_from=1990-01-01T00:00:00Z", "/id", BRANCH_MEDIA, READER_MEDIA),
          new Listing("/api/media?deleted=true", "/id", List.of("gone.media"), NONE),
          new Listing("/api/media?patient_id=${branch.patient}", "/id", BRANCH_MEDIA, NONE),
          new Listing("/api/media?patient_id=${assigned.patient}", "/id", NONE, READER_MEDIA),
          new Listing("/api/media?patient_id=${cbct.patient}", "/id", NONE, NONE),
          new Listing("/api/media?patient_id=${documents.patient}", "/id", NONE, NONE),
          new Listing("/api/patient", "/id", BRANCH_PATIENTS, READER_PATIENTS),
          new Listing("/api/patient?order=name", "/id", BRANCH_PATIENTS, READER_PATIENTS),
          new Listing("/api/patient?search=S", "/id", BRANCH_PATIENTS, READER_PATIENTS),
          new Listing("/api/patient/patient-list", "/id", BRANCH_PATIENTS, READER_PATIENTS),
          new Listing(
              "/api/patient/form-patient-list",
              "/id",
              List.of("gone.patient"),
              List.of("documents.patient")),
          new Listing(
              "/api/patient/patient-live?search=S", "/id", BRANCH_PATIENTS, READER_PATIENTS),
          new Listing("/api/v1/patients", "/id", BRANCH_PATIENTS, READER_PATIENTS),
          new Listing("/api/v1/patients?is_active=true", "/id", BRANCH_PATIENTS, READER_PATIENTS),
          new Listing(
              "/api/v1/patients?email=all@x.example",
              "/id",
              BRANCH_PATIENTS,
              List.of("assigned.patient")),
          new Listing(
              "/api/v1/patients?external_id=EXT-branch", "/id", List.of("branch.patient"), NONE),
          new Listing("/api/v1/patients?external_id=EXT-cbct", "/id", NONE, NONE),
          new Listing("/api/v1/patients?q=mul", "/id", NONE, List.of("assigned.patient")),
          new Listing("/api/association", "/id", List.of("branch.association"), NONE),
          new Listing("/api/association?state=running", "/id", List.of("branch.association"), NONE),
          new Listing("/api/worklist", "/id", BRANCH_ITEMS, READER_ITEMS),
          new Listing("/api/worklist?search=ACC", "/id", BRANCH_ITEMS, READER_ITEMS),
          new Listing("/api/worklist?office_id=${branch.office}", "/id", BRANCH_ITEMS, NONE),
          new Listing("/api/worklist?office_id=${office}", "/id", NONE, READER_ITEMS),
          new Listing("/api/worklist?patient_id=${cbct.patient}", "/id", NONE, NONE),
          new Listing("/api/report", "/id", BRANCH_REPORTS, READER_REPORTS),
          new Listing("/api/report?status=preliminary", "/id", BRANCH_REPORTS, READER_REPORTS),
          new Listing("/api/report?patient_id=${cbct.patient}", "/id", NONE, NONE),
          new Listing("/api/inbox", "/id", List.of("branch.inbox"), NONE),
          new Listing("/api/inbox?reason=order_unmatched", "/id", List.of("branch.inbox"), NONE),
          new Listing(
              "/api/inbox/decisions",
              "/patient_id",
              List.of("branch.patient"),
              List.of("assigned.patient")),
          new Listing(
              "/api/office", "/id", List.of("branch.office"), List.of("office", "branch.office")),
          new Listing(
              "/api/office/form-office",
              "/id",
              List.of("branch.office"),
              List.of("office", "branch.office")));

  @TempDir static Path folder;
  private static BoundPeople people;

  @Parameter TestDatabase kind;

  @BeforeParameterizedClassInvocation
  static void open(TestDatabase kind) throws IOException {
    people = BoundPeople.on(kind, folder);
  }

  @AfterParameterizedClassInvocation
  static void close() throws IOException {
    people.close();
  }

  @Test
  void listsShowExactlyWhatIsTheirs() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Listing list : LISTS) {
      List<String> all = ids(list, "admin");
      compare(list, "dentist", list.dentist, all, wrong);
      compare(list, "reader", list.reader, all, wrong);
    }
    assertThat(wrong).isEmpty();
  }

  /** Who sees all finds these rows, and one more: nothing passes because there is nothing. */
  private void compare(
      Listing list, String user, List<String> names, List<String> all, List<String> wrong)
      throws IOException {
    List<String> expected = names.stream().map(people::value).sorted().toList();
    List<String> found = ids(list, user);
    if (!found.equals(expected) || !all.containsAll(expected)) {
      wrong.add(
          "%s as %s: %s, expected %s, all %s".formatted(list.target, user, found, expected, all));
    }
  }

  private List<String> ids(Listing list, String user) throws IOException {
    Answer answer = people.get(list.target, user);
    if (answer.status() != 200) {
      return List.of(answer.status() + " " + answer.text());
    }
    JsonNode rows = answer.json().has("data") ? answer.json().get("data") : answer.json();
    List<String> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.at(list.id).asText()));
    JsonNode total = answer.json().at("/meta/total");
    if (total.isNumber()) {
      assertThat(total.asInt()).as(list.target).isEqualTo(ids.size());
    }
    return ids.stream().sorted().toList();
  }

  /** The branch's patient has a study of the main office, of which the dentist is told nothing. */
  @Test
  void studiesOfOthersAreNotCounted() throws IOException {
    String target = "/api/patient/${branch.patient}";
    assertThat(people.get(target, "admin").json().get("study_count").asInt()).isEqualTo(2);
    assertThat(people.get(target, "dentist").json().get("study_count").asInt()).isEqualTo(1);
  }
}
