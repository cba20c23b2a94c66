package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.imaging.ApiClient.Answer;
import io.archway.index.account.AccountDao;
import io.archway.index.database.TestDatabase;
import io.archway.testdata.SampleObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
}
