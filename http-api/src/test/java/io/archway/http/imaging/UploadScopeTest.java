package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.http.imaging.ApiClient.Answer;
import io.archway.index.account.AccountDao;
import io.archway.index.database.TestDatabase;
import io.archway.index.setting.CategoryDao;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An upload tells its sender only of what they see, and changes nothing else. */
final class UploadScopeTest {
  @TempDir Path folder;
  private SampleGateway gateway;
  private ApiClient client;
  private String admin;
  private String viewer;

  /** The viewer is of the branch office, where nothing is yet. */
  private void start(TestDatabase database) throws IOException {
    gateway = new SampleGateway(folder, InstantSource.system(), database.settings());
    client = new ApiClient(gateway.server.port());
    gateway.database.durably(
        handle -> {
          handle
              .attach(AccountDao.class)
              .bindToOffice(
                  Long.parseLong(gateway.variable("viewer.user")),
                  Long.parseLong(gateway.variable("branch.office")));
          handle
              .attach(CategoryDao.class)
              .insert(
                  Long.parseLong(gateway.variable("organization")),
                  "x",
                  "X",
                  null,
                  SampleGateway.NOW);
          return null;
        });
    admin = gateway.token("admin");
    viewer = gateway.token("viewer");
  }

  @AfterEach
  void stop() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
  }

  private Answer upload(String token, Form form) throws IOException {
    return client.sendBytes("POST", "/api/media", Form.headers(token), form.bytes());
  }

  private Answer delete(long id) throws IOException {
    Map<String, String> headers = Map.of("Authorization", "Bearer " + admin);
    return client.send("DELETE", "/api/media/" + id, headers, null);
  }

  static byte[] picture(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    byte[] head = "\u0089PNG\r\n\u001A\n".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(head, 0, bytes, 0, head.length);
    return bytes;
  }

  private List<String> events(long mediumKey) {
    return gateway.database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT event_type FROM event WHERE medium_key = :key ORDER BY event_number")
                .bind("key", mediumKey)
                .mapTo(String.class)
                .list());
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void whatAnotherOfficeDeletedStaysDeletedAndUntold(TestDatabase database) throws IOException {
    start(database);
    long study = Long.parseLong(gateway.variable("panoramic.media"));
    SampleObject object = gateway.samples.get("panoramic").get(0);
    assertThat(delete(study).status()).isEqualTo(204);
    List<String> before = events(study);

    Answer answer =
        upload(
            viewer,
            new Form()
                .file("a.dcm", object.fileBytes())
                .field("status", "read")
                .field("description", "from elsewhere")
                .field("category", "x"));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode told = answer.json();
    assertThat(told.at("/files/0/verdict").asText()).isEqualTo("duplicate");
    assertThat(told.at("/files/0/media_id").isNull()).as(answer.text()).isTrue();
    assertThat(told.get("id").isNull()).isTrue();
    assertThat(told.get("media")).isEmpty();
    assertThat(client.get("/api/media/" + study, admin).status()).isEqualTo(404);
    assertThat(events(study)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void whatTheSenderSeesIsThereAgainAndTold(TestDatabase database) throws IOException {
    start(database);
    Form form =
        new Form()
            .file("a.png", picture(300))
            .field("patient_name", "Doe^Jane")
            .field("patient_dob", "1980-02-03");
    long id = upload(viewer, form).json().get("id").asLong();
    assertThat(delete(id).status()).isEqualTo(204);

    Answer again = upload(viewer, form.field("category", "x"));

    assertThat(again.json().get("id").asLong()).as(again.text()).isEqualTo(id);
    assertThat(again.json().at("/media/0/category").asText()).isEqualTo("x");
    List<String> events = events(id);
    assertThat(events.subList(events.size() - 2, events.size()))
        .isEqualTo(Arrays.asList("MEDIUM_RESTORED", "MEDIUM_UPDATED"));
    assertThat(upload(viewer, form).status()).isEqualTo(200);
    assertThat(events(id)).as("nothing new was said").isEqualTo(events);
  }

  private void takeAs(String token, int seed, String id, String issuer, String name)
      throws IOException {
    SampleObject object = Samples.tiny(seed);
    object
        .head()
        .put(Tag.PATIENT_ID, Vr.LO, id)
        .put(Tag.ISSUER_OF_PATIENT_ID, Vr.LO, issuer)
        .put(Tag.PATIENT_NAME, Vr.PN, name)
        .put(Tag.PATIENT_BIRTH_DATE, Vr.DA, "19700102");
    Answer answer = upload(token, new Form().file("a.dcm", object.fileBytes()));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private JsonNode patientOf(Form form) throws IOException {
    Answer answer = upload(viewer, form);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().at("/media/0/patient/patient_id");
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void patientsOfOtherOfficesHideNobody(TestDatabase database) throws IOException {
    start(database);
    for (int i = 0; i < 3; i++) {
      takeAs(admin, 70 + i, "N-" + i, "A", "Roe^Ann");
    }
    takeAs(admin, 73, "SAME-1", "A", "Roe^Bob");
    takeAs(viewer, 74, "SAME-1", "B", "Roe^Ann");

    assertThat(
            patientOf(
                new Form()
                    .file("a.png", picture(600))
                    .field("patient_name", "Roe^Ann")
                    .field("patient_dob", "1970-01-02")))
        .hasToString("\"SAME-1\"");
    assertThat(patientOf(new Form().file("a.png", picture(601)).field("patient_id", "SAME-1")))
        .hasToString("\"SAME-1\"");
  }

  /** Of several at one moment each finds the patient that the first has made. */
  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void uploadsAtOneMomentMakeOnePatient(TestDatabase database) throws Exception {
    start(database);
    ExecutorService threads = Executors.newFixedThreadPool(5);
    try {
      for (int round = 0; round < 4; round++) {
        String name = "New^Person" + round;
        List<Callable<Answer>> uploads = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          Form form =
              new Form()
                  .file("a.png", picture(700 + 10 * round + i))
                  .field("patient_name", name)
                  .field("patient_dob", "1980-02-03");
          uploads.add(() -> upload(admin, form));
        }
        Set<String> patients = new HashSet<>();
        for (Future<Answer> each : threads.invokeAll(uploads)) {
          assertThat(each.get().status()).as(each.get().text()).isEqualTo(201);
          patients.add(each.get().json().at("/media/0/patient/id").asText());
        }
        assertThat(patients).hasSize(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aFileOfAnOrderStaysWithItsPatient(TestDatabase database) throws IOException {
    start(database);
    String patient = gateway.variable("cbct.patient");
    Form form = new Form().file("a.png", picture(800)).field("patient_id", patient);
    String medium = upload(admin, form).json().get("id").asText();
    String order =
        """
        {"office_id": %s, "patient_id": %s, "media_id": %s, "study_type": "comprehensive_read",
         "status": "pending"}
        """
            .formatted(gateway.variable("office"), patient, medium);
    assertThat(json("POST", "/api/worklist", order).status()).isEqualTo(201);
    String other = "{\"patient_id\": %s}".formatted(gateway.variable("panoramic.patient"));
    assertThat(json("PUT", "/api/media/" + medium, other).status()).isEqualTo(409);
    assertThat(client.get("/api/media/" + medium, admin).json().at("/patient/id").asText())
        .isEqualTo(patient);
  }

  private Answer json(String method, String target, String body) throws IOException {
    return client.send(
        method,
        target,
        Map.of("Authorization", "Bearer " + admin, "Content-Type", "application/json"),
        body);
  }
}
