package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Part10Input;
import io.archway.dicom.data.Part10Reader;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.index.matching.Matching;
import io.archway.index.matching.MatchingRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a signature gives out, and that it is given out once, whatever ends in between. */
final class ReportSigningTest {
  @TempDir Path folder;
  private SampleGateway gateway;
  private ApiClient client;
  private String token;

  @BeforeEach
  void start() throws IOException {
    gateway = new SampleGateway(folder);
    client = new ApiClient(gateway.server.port());
    token = gateway.token("admin");
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  private JsonNode send(String method, String path, String body, int status) throws IOException {
    Map<String, String> headers =
        Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
    ApiClient.Answer answer = client.send(method, path, headers, body);
    assertThat(answer.status()).as(path).isEqualTo(status);
    return answer.json();
  }

  private long item() throws IOException {
    String body =
        """
        {"office_id": %s, "patient_id": %s, "media_id": %s, "study_type": "comprehensive_read",
         "status": "pending"}
        """
            .formatted(
                gateway.variable("office"),
                gateway.variable("cbct.patient"),
                gateway.variable("cbct.media"));
    return send("POST", "/api/worklist", body, 201).get("id").longValue();
  }

  private JsonNode signed(long item) throws IOException {
    String body =
        """
        {"form_id": %s, "office_id": %s, "worklist_id": %d,
         "impression": "Läsion an 26, Ελληνικά, Рентген"}
        """
            .formatted(gateway.variable("form"), gateway.variable("office"), item);
    long report = send("POST", "/api/report", body, 201).get("id").longValue();
    return send("POST", "/api/report/" + report + "/sign", "{}", 200);
  }

  private byte[] download(String uid) throws IOException {
    return client
        .send(
            "GET",
            "/api/instance/" + uid + "/file",
            Map.of("Authorization", "Bearer " + token),
            null)
        .body();
  }

  private static DataSet read(byte[] file) throws IOException {
    Part10Input input = Part10Reader.open(new ByteArrayInputStream(file));
    return DataSets.read(
        input.dataSet(),
        TransferSyntax.of(input.head().transferSyntax().uid()),
        ParseLimits.DEFAULT);
  }

  @Test
  void thePdfIsAnInstanceOfItsStudyThatDciodvfyFindsNothingWrongWith()
      throws IOException, InterruptedException {
    long item = item();
    Matching matching =
        new Matching(
            gateway.database,
            new MatchingRules(Duration.ofDays(1), MatchingRules.WithoutOrder.INBOX, ZoneOffset.UTC),
            InstantSource.system());
    passAll(matching);
    JsonNode report = signed(item);
    byte[] file = download(report.at("/document/sop_instance_uid").textValue());
    DataSet object = read(file);
    assertThat(object.string(Tag.STUDY_INSTANCE_UID)).isEqualTo(gateway.variable("cbct.study"));
    assertThat(object.string(Tag.PATIENT_NAME)).isEqualTo("Müller^Jürgen");
    assertThat(object.items(Tag.SOURCE_INSTANCE_SEQUENCE)).hasSize(4);
    try (PDDocument pdf = Loader.loadPDF(object.bytes(Tag.ENCAPSULATED_DOCUMENT))) {
      assertThat(new PDFTextStripper().getText(pdf))
          .contains(
              "Müller, Jürgen", "Läsion an 26, Ελληνικά, Рентген", "Electronically signed by");
    }
    Path path = Files.write(folder.resolve("report.dcm"), file);
    assertThat(dciodvfy(path)).doesNotContain("Error");
    passAll(matching);
    JsonNode after = send("GET", "/api/worklist/" + item, null, 200);
    assertThat(after.get("status").textValue()).isEqualTo("complete");
    assertThat(after.get("images_after_report_at").isNull()).isTrue();
    assertThat(after.get("media_id").asText()).isEqualTo(gateway.variable("cbct.media"));
  }

  @Test
  void whoSawThePatientIsWhoSawTheirReports() throws IOException {
    JsonNode report = signed(item());
    send("GET", "/api/report/" + report.get("id").longValue(), null, 200);
    String path = "/api/patient/" + gateway.variable("cbct.patient") + "/access-report";
    JsonNode entries = send("GET", path + "?per_page=100", null, 200).get("data");
    assertThat(entries)
        .anySatisfy(
            entry -> {
              assertThat(entry.get("action").textValue()).isEqualTo("read");
              assertThat(entry.toString()).contains("\"kind\":\"report\"");
            });
  }

  private static void passAll(Matching matching) {
    for (int i = 0; i < 20 && matching.pass(); i++) {
      assertThat(i).isLessThan(19);
    }
  }

  private static String dciodvfy(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("dciodvfy", file.toString()).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), "UTF-8");
    process.waitFor();
    return told;
  }

  @Test
  void whatASignatureLeftUndoneIsMadeAtTheNextStartAndWhatWasDoneIsNotMadeAgain()
      throws IOException {
    JsonNode report = signed(item());
    String made = report.at("/document/sop_instance_uid").textValue();
    execute("UPDATE report_document SET state = 'PENDING', next_attempt_at = made_at");
    gateway.reports.start();
    await().atMost(Duration.ofMinutes(2)).until(() -> pending() == 0);
    assertThat(versions(made)).isEqualTo(1);
    execute(
        "UPDATE report_document SET state = 'PENDING', next_attempt_at = made_at,"
            + " sop_instance_uid = '2.25.777'");
    await().atMost(Duration.ofMinutes(2)).until(() -> pending() == 0);
    assertThat(versions("2.25.777")).isEqualTo(1);
    assertThat(read(download("2.25.777")).bytes(Tag.ENCAPSULATED_DOCUMENT))
        .isEqualTo(read(download(made)).bytes(Tag.ENCAPSULATED_DOCUMENT));
  }

  @Test
  void aStudyThatWasDeletedForGoodDoesNotComeBackWithItsReport() throws IOException {
    signed(item());
    long studies = count("SELECT count(*) FROM study");
    execute(
        "UPDATE report_document SET state = 'PENDING', next_attempt_at = made_at,"
            + " sop_instance_uid = '2.25.778', study_key = -1");
    gateway.reports.start();
    await().atMost(Duration.ofMinutes(2)).until(() -> pending() == 0);
    assertThat(versions("2.25.778")).isZero();
    assertThat(count("SELECT count(*) FROM study")).isEqualTo(studies);
    assertThat(count("SELECT count(*) FROM report_document WHERE state = 'WITHOUT_STUDY'"))
        .isPositive();
  }

  private void execute(String sql) {
    gateway.database.durably(handle -> handle.execute(sql));
  }

  private long pending() {
    return count("SELECT count(*) FROM report_document WHERE state = 'PENDING'");
  }

  private long versions(String uid) {
    return count("SELECT count(*) FROM instance WHERE sop_instance_uid = '" + uid + "'");
  }

  private long count(String sql) {
    return gateway.database.read(handle -> handle.createQuery(sql).mapTo(long.class).one());
  }
}
