package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.DicomDirectory;
import io.archway.dicom.data.DirectoryFile;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Part10Input;
import io.archway.dicom.data.Part10Reader;
import io.archway.dicom.dict.Tag;
import io.archway.testdata.SampleObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is downloaded is what was sent, byte for byte, whole, in ranges and in archives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DownloadTest {

  private static SampleGateway gateway;
  private static ApiClient client;
  private static String token;

  @BeforeAll
  static void open(@TempDir Path folder) throws IOException {
    gateway = new SampleGateway(folder);
    client = new ApiClient(gateway.server.port());
    token = gateway.token("admin");
  }

  @AfterAll
  static void close() throws IOException {
    gateway.close();
  }

  @Test
  void everyInstanceComesBackWithItsDataSet() throws IOException {
    for (Map.Entry<String, List<SampleObject>> each : gateway.samples.entrySet()) {
      if (each.getKey().equals("other") || each.getKey().equals("contradiction")) {
        continue;
      }
      for (SampleObject object : each.getValue()) {
        byte[] file = file(object.sopInstanceUid(), "");
        assertThat(dataSetOf(file)).as(each.getKey()).isEqualTo(object.dataSetBytes());
      }
    }
    SampleObject contradiction = gateway.samples.get("contradiction").get(0);
    assertThat(dataSetOf(file(contradiction.sopInstanceUid(), "?version=2")))
        .isEqualTo(contradiction.dataSetBytes());
  }

  @Test
  void rangesOfAFilePutTogetherAreTheFile() throws IOException {
    String target = "/api/instance/" + gateway.variable("large.uid") + "/file";
    assertThat(inRanges(target, 300_001)).isEqualTo(client.get(target, token).body());
  }

  @Test
  void anArchiveHoldsEveryInstanceAndADirectoryThatNamesThem(@TempDir Path folder)
      throws IOException {
    for (String name : List.of("cbct", "intraoral", "documents")) {
      byte[] zip = client.get(download(name), token).body();
      Path path = Files.write(folder.resolve(name + ".zip"), zip);
      try (ZipFile archive = new ZipFile(path.toFile())) {
        Map<String, byte[]> expected = new TreeMap<>();
        gateway.samples.get(name).forEach(o -> expected.put(o.sopInstanceUid(), o.dataSetBytes()));
        List<DirectoryFile> files = directory(archive);
        assertThat(archive.size()).isEqualTo(expected.size() + 1);
        assertThat(files).hasSameSizeAs(expected.keySet());
        for (DirectoryFile file : files) {
          byte[] content = entry(archive, String.join("/", file.fileId()));
          assertThat(dataSetOf(content)).isEqualTo(expected.get(file.sopInstanceUid()));
        }
      }
    }
  }

  @Test
  void theDirectoryKnowsPatientStudySeriesAndKinds(@TempDir Path folder) throws IOException {
    byte[] zip = client.get(download("documents"), token).body();
    Path path = Files.write(folder.resolve("documents.zip"), zip);
    try (ZipFile archive = new ZipFile(path.toFile())) {
      List<DataSet> records =
          dataSet(entry(archive, "DICOMDIR")).items(Tag.DIRECTORY_RECORD_SEQUENCE);
      assertThat(records.stream().map(record -> record.string(Tag.DIRECTORY_RECORD_TYPE)))
          .containsExactlyInAnyOrder(
              "PATIENT",
              "STUDY",
              "SERIES",
              "SERIES",
              "SERIES",
              "SERIES",
              "IMAGE",
              "ENCAP DOC",
              "ENCAP DOC",
              "SR DOCUMENT");
      assertThat(records.get(0).string(Tag.PATIENT_NAME)).isEqualTo("García Márquez^Lucía");
      assertThat(records.stream().map(r -> r.string(Tag.MIME_TYPE_OF_ENCAPSULATED_DOCUMENT)))
          .contains("application/pdf", "model/stl");
    }
  }

  @Test
  void theRecordOfAReportSaysWhatPs33Requires(@TempDir Path folder) throws IOException {
    byte[] zip = client.get(download("documents"), token).body();
    Path path = Files.write(folder.resolve("documents.zip"), zip);
    try (ZipFile archive = new ZipFile(path.toFile())) {
      DataSet report =
          dataSet(entry(archive, "DICOMDIR")).items(Tag.DIRECTORY_RECORD_SEQUENCE).stream()
              .filter(r -> "SR DOCUMENT".equals(r.string(Tag.DIRECTORY_RECORD_TYPE)))
              .findFirst()
              .orElseThrow();
      assertThat(report.string(Tag.COMPLETION_FLAG)).isEqualTo("COMPLETE");
      assertThat(report.string(Tag.VERIFICATION_FLAG)).isEqualTo("VERIFIED");
      assertThat(report.string(Tag.VERIFICATION_DATE_TIME)).isNotEmpty();
      assertThat(report.string(Tag.CONTENT_DATE)).isNotEmpty();
      assertThat(report.string(Tag.CONTENT_TIME)).isNotEmpty();
      assertThat(report.item(Tag.CONCEPT_NAME_CODE_SEQUENCE).string(Tag.CODE_VALUE))
          .isEqualTo("18782-3");
      assertThat(report.items(Tag.CONTENT_SEQUENCE)).hasSize(1);
    }
  }

  @Test
  void aBrokenDownloadOfAnArchiveIsResumedByRange() throws IOException {
    ApiClient.Answer whole = client.get(download("documents"), token);
    assertThat(inRanges(download("documents"), 100_003)).isEqualTo(whole.body());
    ApiClient.Answer rest =
        client.sendBytes(
            "GET",
            download("documents"),
            Map.of(
                "Authorization",
                "Bearer " + token,
                "Range",
                "bytes=1000-",
                "If-Range",
                whole.header("ETag")),
            null);
    assertThat(rest.status()).isEqualTo(206);
    assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 1000, whole.body().length));
  }

  @Test
  void anArchiveIsTheSameEachTimeAndSaysSo() throws IOException {
    ApiClient.Answer first = client.get(download("cbct"), token);
    ApiClient.Answer second = client.get(download("cbct"), token);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
    String etag = first.header("ETag");
    assertThat(client.get(download("cbct"), token, "If-None-Match", etag).status()).isEqualTo(304);
  }

  @Test
  void aStudyOfOneInstanceWithAConflictIsTheCurrentFile() throws IOException {
    SampleObject current = gateway.samples.get("conflict").get(0);
    ApiClient.Answer answer = client.get(download("conflict"), token);
    assertThat(answer.header("Content-Type")).isEqualTo("application/dicom");
    assertThat(dataSetOf(answer.body())).isEqualTo(current.dataSetBytes());
  }

  @Test
  void clientsThatVanishGiveTheirPlaceBack() throws IOException {
    for (int i = 0; i < 12; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.server.port())) {
        OutputStream out = socket.getOutputStream();
        String request = "GET %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n\r\n";
        out.write(
            request.formatted(download("documents"), token).getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().readNBytes(9)).startsWith("HTTP/1.1 ".getBytes());
        socket.setSoLinger(true, 0);
      }
    }
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(client.get(download("documents"), token).status()).isEqualTo(200));
  }

  private static String download(String name) {
    return "/api/media/" + gateway.variable(name + ".media") + "/download";
  }

  private static byte[] file(String sopInstanceUid, String query) throws IOException {
    ApiClient.Answer answer =
        client.get("/api/instance/" + sopInstanceUid + "/file" + query, token);
    assertThat(answer.status()).isEqualTo(200);
    return answer.body();
  }

  private static byte[] inRanges(String target, int length) throws IOException {
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

  private static byte[] dataSetOf(byte[] file) throws IOException {
    Part10Input input = Part10Reader.open(new ByteArrayInputStream(file));
    return Arrays.copyOfRange(file, (int) input.head().dataSetOffset(), file.length);
  }

  private static DataSet dataSet(byte[] file) throws IOException {
    Part10Input input = Part10Reader.open(new ByteArrayInputStream(file));
    return DataSets.read(input.dataSet(), input.head().transferSyntax(), ParseLimits.DEFAULT);
  }

  private static List<DirectoryFile> directory(ZipFile archive) throws IOException {
    assertThat(Collections.list(archive.entries()))
        .extracting(ZipEntry::getName)
        .allMatch(name -> name.matches("DICOMDIR|[A-Z0-9_]{1,8}(/[A-Z0-9_]{1,8}){0,7}"));
    return DicomDirectory.files(dataSet(entry(archive, "DICOMDIR")));
  }

  private static byte[] entry(ZipFile archive, String name) throws IOException {
    try (InputStream in = archive.getInputStream(archive.getEntry(name))) {
      return in.readAllBytes();
    }
  }
}
