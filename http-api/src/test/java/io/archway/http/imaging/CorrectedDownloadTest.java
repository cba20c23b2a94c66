package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Part10Input;
import io.archway.dicom.data.Part10Reader;
import io.archway.dicom.dict.Tag;
import io.archway.testdata.SampleObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is downloaded says what answers say, also after a patient was merged or corrected. */
final class CorrectedDownloadTest {

  @TempDir Path folder;
  private SampleGateway gateway;
  private ApiClient client;
  private String token;

  @BeforeEach
  void open() throws IOException {
    gateway = new SampleGateway(folder);
    client = new ApiClient(gateway.server.port());
    token = gateway.token("admin");
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @Test
  void aMergedPatientsFileCarriesWhoStaysAndWhoWasReceived() throws IOException {
    SampleObject received = gateway.samples.get("large").get(0);
    ApiClient.Answer before = client.get(file("large"), token);
    merge("large", "cbct");
    ApiClient.Answer answer = client.get(file("large"), token);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("ETag")).isNotEqualTo(before.header("ETag"));
    DataSet said = dataSet(answer.body());
    assertThat(said.string(Tag.PATIENT_ID)).isEqualTo("S1-1");
    assertThat(said.string(Tag.PATIENT_NAME)).isEqualTo("M\u00FCller^J\u00FCrgen");
    assertThat(said.string(Tag.SOP_INSTANCE_UID)).isEqualTo(received.sopInstanceUid());
    assertThat(said.bytes(Tag.PIXEL_DATA)).isEqualTo(dataSet(before.body()).bytes(Tag.PIXEL_DATA));
    DataSet item = said.item(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE);
    assertThat(item.string(Tag.SOURCE_OF_PREVIOUS_VALUES)).isEqualTo("SCANNER");
    assertThat(item.string(Tag.REASON_FOR_THE_ATTRIBUTE_MODIFICATION)).isEqualTo("COERCE");
    assertThat(item.item(Tag.MODIFIED_ATTRIBUTES_SEQUENCE).string(Tag.PATIENT_ID))
        .isEqualTo("S5-1");

    ApiClient.Answer raw = client.get(file("large") + "?raw=true", token);
    assertThat(raw.body()).isEqualTo(before.body());
    assertThat(raw.header("ETag")).isEqualTo(before.header("ETag"));
    assertThat(inRanges(file("large"), 300_001)).isEqualTo(answer.body());
    String etag = answer.header("ETag");
    assertThat(client.get(file("large"), token, "If-None-Match", etag).status()).isEqualTo(304);
    assertThat(client.get(file("large"), token, "If-None-Match", raw.header("ETag")).status())
        .isEqualTo(200);

    unmerge("large");
    ApiClient.Answer after = client.get(file("large"), token);
    assertThat(after.body()).isEqualTo(before.body());
    assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
  }

  @Test
  void whoStaysKeepsTheirOwnBytes() throws IOException {
    ApiClient.Answer before = client.get(file("cbct"), token);
    merge("large", "cbct");
    ApiClient.Answer after = client.get(file("cbct"), token);
    assertThat(after.body()).isEqualTo(before.body());
    assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
  }

  @Test
  void archivesAndTheirDirectoriesSayTheSame() throws IOException {
    ApiClient.Answer before = client.get(download("documents"), token);
    correct("documents", "\u0141ukasiewicz^Luc\u00EDa");
    ApiClient.Answer answer = client.get(download("documents"), token);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("ETag")).isNotEqualTo(before.header("ETag"));
    assertThat(inRanges(download("documents"), 100_003)).isEqualTo(answer.body());
    assertNames(answer.body(), "\u0141ukasiewicz^Luc\u00EDa", true);
    ApiClient.Answer raw = client.get(download("documents") + "?raw=true", token);
    assertNames(raw.body(), "Garc\u00EDa M\u00E1rquez^Luc\u00EDa", false);
    assertThat(raw.body()).isEqualTo(before.body());
    correct("documents", "Luk^Luc\u00EDa");
    assertThat(client.get(download("documents"), token).header("ETag"))
        .isNotEqualTo(answer.header("ETag"));
  }

  private void assertNames(byte[] zip, String name, boolean corrected) throws IOException {
    Path path = Files.write(folder.resolve("names.zip"), zip);
    try (ZipFile archive = new ZipFile(path.toFile())) {
      List<? extends ZipEntry> entries = java.util.Collections.list(archive.entries());
      assertThat(entries).hasSize(5);
      for (ZipEntry entry : entries) {
        byte[] content = read(archive, entry);
        if (entry.getName().equals("DICOMDIR")) {
          DataSet record = dataSet(content).items(Tag.DIRECTORY_RECORD_SEQUENCE).get(0);
          assertThat(record.string(Tag.PATIENT_NAME)).isEqualTo(name);
        } else {
          assertThat(dataSet(content).string(Tag.PATIENT_NAME)).isEqualTo(name);
          assertThat(dataSet(content).contains(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE))
              .isEqualTo(corrected);
        }
      }
    }
  }

  /** Checks the CRC-32 too. */
  private static byte[] read(ZipFile archive, ZipEntry entry) throws IOException {
    try (InputStream in = archive.getInputStream(entry)) {
      byte[] bytes = in.readAllBytes();
      java.util.zip.CRC32 crc = new java.util.zip.CRC32();
      crc.update(bytes);
      assertThat(crc.getValue()).isEqualTo(entry.getCrc());
      return bytes;
    }
  }

  @Test
  void everySampleCarriesTheCorrectionAndIsTheSameOtherwise() throws IOException {
    for (String name : List.of("cbct", "panoramic", "intraoral", "documents", "conflict")) {
      correct(name, "\u0141uk^Jan");
      for (SampleObject object : gateway.samples.get(name)) {
        byte[] file =
            client.get("/api/instance/" + object.sopInstanceUid() + "/file", token).body();
        DataSet said = dataSet(file);
        assertThat(said.string(Tag.PATIENT_NAME)).isEqualTo("\u0141uk^Jan");
        DataSet before =
            said.item(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE).item(Tag.MODIFIED_ATTRIBUTES_SEQUENCE);
        DataSet raw =
            dataSet(
                client
                    .get("/api/instance/" + object.sopInstanceUid() + "/file?raw=true", token)
                    .body());
        assertThat(before.strings(Tag.PATIENT_NAME)).isEqualTo(raw.strings(Tag.PATIENT_NAME));
        assertThat(said.strings(Tag.STUDY_DESCRIPTION))
            .isEqualTo(raw.strings(Tag.STUDY_DESCRIPTION));
      }
    }
  }

  private void merge(String from, String into) throws IOException {
    post(
        "POST",
        "/api/patient/" + gateway.variable(from + ".patient") + "/merge",
        "{\"into_patient_id\":%s,\"reason\":\"registered twice\"}"
            .formatted(gateway.variable(into + ".patient")));
  }

  private void unmerge(String from) throws IOException {
    post(
        "POST",
        "/api/patient/" + gateway.variable(from + ".patient") + "/unmerge",
        "{\"reason\":\"two persons\"}");
  }

  private void correct(String name, String patientName) throws IOException {
    post(
        "PUT",
        "/api/patient/" + gateway.variable(name + ".patient"),
        "{\"name\":\"%s\"}".formatted(patientName));
  }

  private void post(String method, String path, String body) throws IOException {
    Map<String, String> headers =
        Map.of("Content-Type", "application/json", "Authorization", "Bearer " + token);
    assertThat(client.send(method, path, headers, body).status()).isEqualTo(200);
  }

  private String file(String name) {
    return "/api/instance/" + gateway.variable(name + ".uid") + "/file";
  }

  private String download(String name) {
    return "/api/media/" + gateway.variable(name + ".media") + "/download";
  }

  private byte[] inRanges(String target, int length) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ApiClient.Answer answer;
    do {
      String range = "bytes=%d-%d".formatted(all.size(), all.size() + length - 1);
      answer = client.get(target, token, "Range", range);
      assertThat(answer.status()).isEqualTo(206);
      all.write(answer.body());
    } while (answer.body().length == length);
    return all.toByteArray();
  }

  private static DataSet dataSet(byte[] file) throws IOException {
    Part10Input input = Part10Reader.open(new ByteArrayInputStream(file));
    byte[] dataSet = Arrays.copyOfRange(file, (int) input.head().dataSetOffset(), file.length);
    return DataSets.read(
        java.nio.ByteBuffer.wrap(dataSet), input.head().transferSyntax(), ParseLimits.DEFAULT);
  }
}
