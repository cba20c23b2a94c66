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

/**
 * Documents have numbers in queries and bodies: of patients whom a bound user does not see they are
 * not there for any of the seven endpoints.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
final class BoundDocumentsTest {
  private static final String SITE =
      "\"SftpAddress\":\"sftp://${sftp}/%s\",\"SftpUsername\":\"practice\",\"SftpPassword\":\"secret\"}";

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

  private Answer post(String user, String endpoint, String body) throws IOException {
    return people.send("POST", "/documents/" + endpoint, user, body);
  }

  private JsonNode documents(String patient, String user) throws IOException {
    String target = "/documents?PatNum=${" + patient + ".patient}";
    return BoundPeople.expect(200, people.get(target, user)).json();
  }

  /** The first document and the mount of a patient: {@code name.doc}, {@code name.mount}. */
  private void nameDocuments(String patient) throws IOException {
    for (JsonNode row : documents(patient, "admin")) {
      String kind = row.get("MountNum").asLong() == 0 ? "DocNum" : "MountNum";
      people.name(patient + "." + kind, row.get(kind).asText());
    }
  }

  @Test
  void documentsOfOthersAreNotThere() throws IOException {
    for (String patient : List.of("intraoral", "branch", "assigned")) {
      nameDocuments(patient);
    }
    List<String> before = titles();
    for (String patient : List.of("intraoral", "assigned")) {
      refused("dentist", patient);
    }
    for (String patient : List.of("intraoral", "branch")) {
      refused("reader", patient);
    }
    assertThat(titles()).isEqualTo(before);
  }

  private List<String> titles() throws IOException {
    List<String> numbers = new ArrayList<>();
    for (String patient : List.of("intraoral", "branch", "assigned")) {
      documents(patient, "admin").forEach(row -> numbers.add(row.get("DocNum").asText()));
    }
    return numbers;
  }

  private void refused(String user, String patient) throws IOException {
    String of = "\"PatNum\":${" + patient + ".patient},";
    String mount = "\"MountNum\":${" + patient + ".MountNum},";
    String document = "\"DocNum\":${" + patient + ".DocNum},";
    String site = SITE.formatted("bound/refused/x.jpg");
    String file = "\"rawBase64\":\"JVBERi0xLjQgYSBsZXR0ZXI=\",\"extension\":\".pdf\"}";
    List<Answer> answers =
        List.of(
            people.get("/documents?PatNum=${" + patient + ".patient}", user),
            post(user, "Upload", "{" + of + file),
            post(user, "UploadSftp", "{" + of + site),
            post(user, "SetByUrl", "{" + of + "\"url\":\"${web}/api/openapi.json\"}"),
            post(user, "Thumbnails", "{" + of + site),
            post(user, "DownloadSftp", "{" + document + site),
            post(user, "DownloadSftp", "{" + mount + site),
            post(user, "DownloadMount", "{" + mount + site));
    for (Answer answer : answers) {
      assertThat(answer.status()).as(user + ", " + patient + ": " + answer.text()).isEqualTo(404);
      assertThat(answer.text()).contains("not found");
    }
  }

  /** Of the branch's patient the main office has a photograph, which is nowhere among these. */
  @Test
  void documentsThatAreTheirsAreThere() throws IOException {
    nameDocuments("branch");
    nameDocuments("assigned");
    assertThat(documents("branch", "admin")).hasSize(4);
    assertThat(documents("branch", "dentist")).hasSize(3);
    assertThat(documents("assigned", "reader")).hasSize(3);
    assertThat(documents("documents", "reader")).isEmpty();
    sends("dentist", "branch");
    sends("reader", "assigned");
    entersTheirs();
  }

  private void sends(String user, String patient) throws IOException {
    String of = "{\"PatNum\":${" + patient + ".patient},";
    String mount = "{\"MountNum\":${" + patient + ".MountNum},";
    String document = "{\"DocNum\":" + documents(patient, user).get(1).get("DocNum") + ",";
    String folder = SITE.formatted("bound/" + kind + "/" + user + "/");
    String file = SITE.formatted("bound/" + kind + "/" + user + ".jpg");
    Answer thumbnails = post(user, "Thumbnails", of + folder);
    assertThat(BoundPeople.expect(201, thumbnails).json()).hasSize(2);
    Answer images = post(user, "DownloadMount", mount + folder);
    assertThat(BoundPeople.expect(201, images).json()).hasSize(2);
    BoundPeople.expect(201, post(user, "DownloadSftp", document + file));
    BoundPeople.expect(201, post(user, "DownloadSftp", mount + file));
  }

  private void entersTheirs() throws IOException {
    String of = "{\"PatNum\":${gone.patient},";
    String file = "\"rawBase64\":\"JVBERi0xLjQgYSBsZXR0ZXI=\",\"extension\":\".pdf\"}";
    String site = SITE.formatted("bound/" + kind + "/dentist.jpg");
    String url = "\"url\":\"${web}/api/openapi.json\"}";
    BoundPeople.expect(201, post("dentist", "Upload", of + file));
    BoundPeople.expect(201, post("dentist", "UploadSftp", of + site));
    BoundPeople.expect(201, post("dentist", "SetByUrl", of + url));
    assertThat(documents("gone", "dentist")).hasSize(3);
  }
}
