package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.index.account.AccountDao;
import io.archway.index.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who is bound to offices imports patients into theirs, and changes nobody whom they do not see.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
final class BoundImportTest {
  private static final String IMPORT = "/api/v1/patients/import";
  private static final String HEAD = "first_name,last_name,external_id,legacy_id,email\n";

  @Parameter TestDatabase kind;
  @TempDir Path folder;
  private BoundPeople people;

  @BeforeEach
  void open() throws IOException {
    people = BoundPeople.on(kind, folder);
    String legacy = "{\"legacy_id\":\"OLD-%s\"}";
    for (String patient : new String[] {"cbct", "branch"}) {
      String target = "/api/v1/patients/${" + patient + ".patient}";
      BoundPeople.expect(200, people.send("PATCH", target, "admin", legacy.formatted(patient)));
    }
  }

  @AfterEach
  void close() throws IOException {
    people.close();
  }

  private JsonNode post(String target, String user, String rows) throws IOException {
    return BoundPeople.expect(200, people.send("POST", target, user, "text/csv", HEAD + rows))
        .json();
  }

  private static void counts(JsonNode told, int created, int updated, int failed) {
    assertThat(told.get("created").asInt()).as(told.toString()).isEqualTo(created);
    assertThat(told.get("updated").asInt()).as(told.toString()).isEqualTo(updated);
    assertThat(told.get("failed").asInt()).as(told.toString()).isEqualTo(failed);
  }

  private String only(String externalId, String user) throws IOException {
    JsonNode found =
        people.get("/api/v1/patients?external_id=" + externalId, user).json().get("data");
    assertThat(found).hasSize(1);
    return found.get(0).get("id").asText();
  }

  private String officeOf(String patientKey) {
    return people.gateway.database.read(
        handle ->
            handle
                .createQuery("SELECT office_key FROM patient WHERE patient_key = ?")
                .bind(0, Long.parseLong(patientKey))
                .mapTo(String.class)
                .one());
  }

  @Test
  void aRowIsOfTheOfficeOfWhoImportsIt() throws IOException {
    String rows = "Nora,Novak,NEW-1,,new@x.example\nAny,Body,EXT-branch,,changed@x.example\n";
    counts(post(IMPORT + "/preview", "dentist", rows), 1, 1, 0);
    counts(post(IMPORT, "dentist", rows), 1, 1, 0);
    counts(post(IMPORT, "dentist", rows), 0, 0, 0);
    assertThat(officeOf(only("NEW-1", "dentist"))).isEqualTo(people.value("branch.office"));
    assertThat(only("EXT-branch", "dentist")).isEqualTo(people.value("branch.patient"));
    counts(post(IMPORT, "admin", "Nina,Novak,NEW-2,,\n"), 1, 0, 0);
    assertThat(officeOf(only("NEW-2", "admin"))).isEqualTo(people.value("office"));
  }

  /** By either id; the others of the file are imported, and a preview tells the same. */
  @Test
  void whoTheyDoNotSeeIsNotChanged() throws IOException {
    String target = "/api/v1/patients/${cbct.patient}";
    String before = people.get(target, "admin").text();
    String rows =
        "Not,Theirs,EXT-cbct,,x@x.example\nNot,Theirs,,OLD-cbct,x@x.example\n"
            + "Not,Theirs,EXT-branch,OLD-cbct,x@x.example\nNot,Theirs,EXT-cbct,NEW-3,x@x.example\n"
            + "Nora,Novak,NEW-4,,\n";
    String once =
        rows.replace("EXT-branch,OLD-cbct", "EXT-gone,").replace("EXT-cbct,NEW-3", ",NEW-3");
    for (String path : new String[] {IMPORT + "/preview", IMPORT}) {
      JsonNode told = post(path, "dentist", once);
      counts(told, 2, 1, 2);
      isTaken(told.at("/errors/0"), 2, "external_id");
      isTaken(told.at("/errors/1"), 3, "legacy_id");
      assertThat(told.get("errors")).hasSize(2);
    }
    JsonNode two = post(IMPORT, "dentist", "Not,Theirs,EXT-branch,OLD-cbct,x@x.example\n");
    counts(two, 0, 0, 1);
    JsonNode renamed = post(IMPORT, "dentist", "Not,Theirs,EXT-cbct,NEW-5,x@x.example\n");
    counts(renamed, 0, 0, 1);
    isTaken(renamed.at("/errors/0"), 2, "external_id");
    assertThat(people.get(target, "admin").text()).isEqualTo(before);
    assertThat(only("EXT-cbct", "admin")).isEqualTo(people.value("cbct.patient"));
  }

  private static void isTaken(JsonNode error, int line, String field) {
    assertThat(error.get("line").asInt()).as(error.toString()).isEqualTo(line);
    assertThat(error.get("field").asText()).isEqualTo(field);
    assertThat(error.get("message").asText()).isEqualTo("has already been taken");
  }

  @Test
  void whoIsBoundToTwoOfficesMakesNobodyInEither() throws IOException {
    people.gateway.database.durably(
        handle -> {
          handle
              .attach(AccountDao.class)
              .bindToOffice(
                  Long.parseLong(people.value("dentist.user")),
                  Long.parseLong(people.value("office")));
          return null;
        });
    String rows = "Nora,Novak,NEW-6,,\nAny,Body,EXT-cbct,,changed@x.example\n";
    for (String path : new String[] {IMPORT + "/preview", IMPORT}) {
      JsonNode told = post(path, "dentist", rows);
      counts(told, 0, 1, 1);
      assertThat(told.at("/errors/0/field").asText()).isEqualTo("office");
    }
  }

  /** Somebody who sees what is assigned to them alone has no office to make patients in. */
  @Test
  void aRadiologistMakesNobody() throws IOException {
    String rows = "Nora,Novak,NEW-7,,\nAny,Body,EXT-branch,,x@x.example\n";
    for (String path : new String[] {IMPORT + "/preview", IMPORT}) {
      JsonNode told = post(path, "reader", rows);
      counts(told, 0, 0, 2);
      assertThat(told.at("/errors/0/message").asText()).contains("not permitted");
    }
    assertThat(people.get("/api/v1/patients?external_id=NEW-7", "admin").json().get("data"))
        .isEmpty();
  }
}
