package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.gateway.CommandFailure;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in patients' folders are documents of a gateway, once, across its restarts. */
class DocumentFoldersTest {
  private static final byte[] LETTER = "%PDF-1.4 a letter".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PHOTO =
      "\u0089PNG\r\n\u001A\n a photo".getBytes(StandardCharsets.ISO_8859_1);

  @TempDir private Path folder;
  private Path patients;

  @BeforeEach
  void makeFolder() throws IOException {
    patients = Files.createDirectory(folder.resolve("patients"));
  }

  @Test
  void whatIsDroppedIsADocumentOnceAcrossARestart() throws Exception {
    long patient;
    long photographs;
    try (LocalGateway gateway = start(patients.toString())) {
      ApiCaller api = ApiCaller.signIn(gateway);
      patient = patient(api);
      category(api, "Lab Cases");
      photographs = category(api, "Photographs");
      drop("SmithJohn" + patient, "letter.pdf", LETTER);
      new VerdictFiles(patients).await("done", 1);
      drop("SmithJohn" + patient, "scan.dcm", Samples.panoramic(2, 64).fileBytes());
      drop("Nobody999999", "a.pdf", LETTER);
      new VerdictFiles(patients).await("refused", 2);
      assertThat(categories(api, patient)).containsExactly("Lab Cases");
      assertThat(gateway.get("/metrics").body())
          .contains("archway_documents_total{verdict=\"entered\"} 1")
          .contains("archway_documents_total{verdict=\"refused\"} 2");
    }
    // As if it had ended after the transaction and before the file was moved.
    drop("SmithJohn" + patient, "letter.pdf", LETTER);
    drop("S/SmithJohn" + patient, "_" + photographs + "_photo.png", PHOTO);
    try (LocalGateway gateway = start(patients.toString())) {
      new VerdictFiles(patients).await("done", 3);
      assertThat(categories(ApiCaller.signIn(gateway), patient))
          .containsExactlyInAnyOrder("Lab Cases", "Photographs");
    }
    assertThat(new VerdictFiles(patients).of("done"))
        .anyMatch(text -> text.startsWith("UNCHANGED: document "));
    assertThat(new VerdictFiles(patients).of("refused"))
        .anyMatch(text -> text.startsWith("REFUSED: a DICOM object that is not of this patient"))
        .contains(
            "REFUSED: patient 999999: not found (expected: one of this organization or office, who"
                + " was neither merged nor deleted)\n");
    assertThat(patients.resolve("SmithJohn" + patient)).isEmptyDirectory();
  }

  /** It belongs to the other organization's patient of that number, or to nobody. */
  @Test
  void withSeveralOrganizationsOneIsNamed() throws Exception {
    try (LocalGateway gateway = start("")) {
      ApiCaller api = ApiCaller.signIn(gateway);
      long founder =
          api.call(
                  "POST",
                  "/api/user",
                  """
                  {"username": "founder", "first_name": "F", "last_name": "F",
                   "email": "founder@example.org", "password": "correct horse"}
                  """)
              .get("id")
              .asLong();
      api.call(
          "POST",
          "/api/organization",
          "{\"organization_administrator_id\":%d,\"slug\":\"north\",\"name\":\"North\"}"
              .formatted(founder));
    }
    refused(patients.toString(), "organization= (expected: one of ");
    refused(patients + " | organization=south", "organization=south (expected: one of ");
    try (LocalGateway gateway = start(patients + " | organization=north")) {
      long patient = patient(ApiCaller.signIn(gateway));
      drop("SmithJohn" + patient, "letter.pdf", LETTER);
      new VerdictFiles(patients).await("refused", 1);
      assertThat(new VerdictFiles(patients).of("refused"))
          .allMatch(text -> text.contains("not found"));
    }
  }

  @Test
  void nothingIsWatchedUnlessItIsSet() throws Exception {
    try (LocalGateway gateway = LocalGateway.start(folder.resolve("home"), Map.of())) {
      drop("SmithJohn" + patient(ApiCaller.signIn(gateway)), "letter.pdf", LETTER);
      assertThat(gateway.get("/metrics").body())
          .contains("archway_documents_total{verdict=\"entered\"} 0");
    }
    assertThat(patients.resolve(".archway")).doesNotExist();
  }

  @Test
  void foldersAreCheckedBeforeAnythingStarts() throws Exception {
    refused(folder.toString(), "apart from the data folder");
    refused(folder.resolve("nosuch").toString(), "nosuch (expected: a folder)");
    refused(patients + "," + patients, "apart from the watched folder");
    refused(patients + " | office=Nowhere", "office=Nowhere (expected: one of ");
    refused(patients + " | station=PAN1", "station=PAN1 (expected: once each, organization=");
    Path inside = Files.createDirectory(patients.resolve("inside"));
    for (String other : List.of("ARCHWAY_WORKLIST_WATCH", "ARCHWAY_INGEST_WATCH")) {
      assertThatThrownBy(
              () ->
                  LocalGateway.start(
                      folder.resolve("home"),
                      Map.of("ARCHWAY_DOCUMENTS_WATCH", patients.toString(), other, "" + inside)))
          .hasMessageContaining("apart from the watched folder");
    }
  }

  private void refused(String watch, String problem) {
    assertThatThrownBy(() -> start(watch))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("documents.watch: ")
        .hasMessageContaining(problem);
  }

  private LocalGateway start(String watch) throws Exception {
    return LocalGateway.start(
        folder.resolve("home"),
        watch.isEmpty()
            ? Map.of()
            : Map.of(
                "ARCHWAY_DOCUMENTS_WATCH", watch, "ARCHWAY_DOCUMENTS_WATCH_INTERVAL", "100ms"));
  }

  private static long patient(ApiCaller api) throws Exception {
    long office = api.get("/api/office").findValue("id").asLong();
    return api.call(
            "POST",
            "/api/patient",
            "{\"first_name\":\"John\",\"last_name\":\"Smith\",\"office_id\":%d}".formatted(office))
        .get("id")
        .asLong();
  }

  private static long category(ApiCaller api, String name) throws Exception {
    return api.call("POST", "/api/category", "{\"name\":\"" + name + "\"}").get("id").asLong();
  }

  private static List<String> categories(ApiCaller api, long patient) throws Exception {
    List<String> categories = new ArrayList<>();
    for (JsonNode document : api.get("/documents?PatNum=" + patient)) {
      categories.add(document.get("docCategory").asText());
    }
    return categories;
  }

  private void drop(String patientFolder, String name, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("being-written"), bytes);
    Path into = Files.createDirectories(patients.resolve(patientFolder));
    Files.move(file, into.resolve(name));
  }
}
