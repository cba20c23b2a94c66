package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.imaging.ApiClient.Answer;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.index.database.TestDatabase;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Uploads over a real socket into a real store, on both databases. */
final class UploadTest {
  private static final String PNG = "\u0089PNG\r\n\u001A\n";

  @TempDir Path folder;
  private SampleGateway gateway;
  private ApiClient client;
  private String token;

  private void start(TestDatabase database) throws IOException {
    gateway = new SampleGateway(folder, InstantSource.system(), database.settings());
    client = new ApiClient(gateway.server.port());
    token = gateway.token("admin");
  }

  @AfterEach
  void stop() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
  }

  private Answer upload(Form form) throws IOException {
    return client.sendBytes("POST", "/api/media", Form.headers(token), form.bytes());
  }

  private Answer json(String method, String target, String body) throws IOException {
    return client.send(
        method,
        target,
        Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
        body);
  }

  private String cbctPatient() {
    return gateway.variable("cbct.patient");
  }

  private static byte[] picture(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    byte[] head = PNG.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(head, 0, bytes, 0, head.length);
    return bytes;
  }

  private static byte[] part10(SampleObject object) {
    return object.fileBytes();
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aPhotoIsAMediumOfItsPatientAndComesBackAsItWas(TestDatabase database) throws IOException {
    start(database);
    assertThat(json("POST", "/api/category", "{\"name\":\"Intraoral\"}").status()).isEqualTo(201);
    for (int length : new int[] {100, 3 << 20}) {
      byte[] photo = picture(length);
      Form form =
          new Form()
              .file("Mund \u00e4.exe", photo)
              .field("status", "checked")
              .field("description", "before the treatment")
              .field("meta[tooth]", "11")
              .field("meta[is_dicom]", "0")
              .field("category", "intraoral")
              .field("patient_id", cbctPatient());

      Answer answer = upload(form);

      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      JsonNode medium = answer.json().get("media").get(0);
      assertThat(medium.get("kind").asText()).isEqualTo("file");
      assertThat(medium.get("is_dicom").asBoolean()).isFalse();
      assertThat(medium.get("status").asText()).isEqualTo("checked");
      assertThat(medium.get("category").asText()).isEqualTo("intraoral");
      assertThat(medium.get("meta").toString()).isEqualTo("{\"tooth\":\"11\",\"is_dicom\":false}");
      assertThat(medium.get("patient").get("id").asText()).isEqualTo(cbctPatient());
      assertThat(medium.get("file").get("media_type").asText()).isEqualTo("image/png");
      assertThat(medium.get("file").get("name").asText()).isEqualTo("Mund \u00e4.exe");
      long id = answer.json().get("id").asLong();
      checkDownload(id, photo);

      Answer again = upload(new Form().field("patient_id", cbctPatient()).file("x.png", photo));
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.json().get("id").asLong()).isEqualTo(id);
      assertThat(again.json().get("files").get(0).get("verdict").asText()).isEqualTo("duplicate");
    }
  }

  private void checkDownload(long id, byte[] content) throws IOException {
    String target = "/api/media/" + id + "/download";
    Answer whole = client.get(target, token);
    assertThat(whole.body()).isEqualTo(content);
    assertThat(whole.header("Content-Type")).isEqualTo("image/png");
    assertThat(whole.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(whole.header("Content-Disposition"))
        .startsWith("attachment;")
        .contains("UTF-8''Mund%20%C3%A4.exe");
    Answer range = client.get(target, token, "Range", "bytes=10-19");
    assertThat(range.status()).isEqualTo(206);
    assertThat(range.body()).isEqualTo(Arrays.copyOfRange(content, 10, 20));
    Answer known = client.get(target, token, "If-None-Match", whole.header("ETag"));
    assertThat(known.status()).isEqualTo(304);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void whatIsWrongIsToldAllAtOnceAndNothingIsKept(TestDatabase database) throws IOException {
    start(database);
    long before = total();
    Answer answer =
        upload(
            new Form()
                .field("colour", "red")
                .file("a.png", picture(100))
                .field("status", "\u0007")
                .field("description", "x".repeat(2_001))
                .field("meta", "[]")
                .field("is_dicom", "maybe")
                .field("patient_id", "999999")
                .field("patient_dob", "yesterday")
                .field("patient_gender", "x")
                .field("office_id", gateway.variable("foreign.office")));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("errors").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "colour",
            "status",
            "description",
            "meta",
            "is_dicom",
            "patient_id",
            "patient_dob",
            "patient_gender",
            "office_id");
    assertThat(upload(new Form().file("a.png", picture(100))).text()).contains("patient_id");
    assertThat(upload(new Form().field("status", "x")).text()).contains("\"file\"");
    assertThat(upload(new Form().field("s3_object", "a/b")).text()).contains("s3_object");
    assertThat(
            upload(
                    new Form()
                        .field("patient_id", cbctPatient())
                        .file("page.png", "<html><script>".getBytes(StandardCharsets.UTF_8)))
                .text())
        .contains("of no kind that is kept");
    assertThat(upload(new Form().field("description", "x".repeat(65_537))).text())
        .contains("\"description\":[\"length: too long (expected: <= 65536 bytes");
    Form many = new Form();
    for (int i = 0; i < 5; i++) {
      many.field("meta[" + i + "]", "x".repeat(65_536));
    }
    assertThat(upload(many).text()).contains("\"meta[4]\":[\"length: too long");
    Form other = new Form().field("patient_id", gateway.variable("other.patient"));
    assertThat(upload(other.file("a.png", picture(100))).status()).isEqualTo(422);
    assertThat(total()).isEqualTo(before);
    assertNothingIsLeft();
  }

  private long total() throws IOException {
    return client.get("/api/media", token).json().get("meta").get("total").asLong();
  }

  /** Files of the store that no record names. */
  private void assertNothingIsLeft() throws IOException {
    long named =
        gateway.database.read(
            handle ->
                handle
                        .createQuery("SELECT count(*) FROM instance WHERE container LIKE 'large/%'")
                        .mapTo(long.class)
                        .one()
                    + handle
                        .createQuery(
                            "SELECT count(*) FROM medium_file WHERE container LIKE 'large/%'")
                        .mapTo(long.class)
                        .one());
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(largeFiles()).isEqualTo(named));
  }

  private long largeFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("store").resolve("large"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void dicomObjectsGoTheWayOfAStore(TestDatabase database) throws IOException {
    start(database);
    SampleObject withPreamble = Samples.panoramic(21, 64);
    SampleObject bare = Samples.tiny(22);

    Answer answer =
        upload(
            new Form()
                .file("a.bin", part10(withPreamble))
                .file("b", bare.dataSetBytes())
                .file("again", part10(withPreamble))
                .field("description", "from the web")
                .field("is_dicom", "true"));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(verdicts(answer)).isEqualTo("stored stored duplicate");
    assertThat(answer.json().get("media")).hasSize(2);
    assertThat(answer.json().get("media").get(0).get("description").asText())
        .isEqualTo("from the web");
    JsonNode instance = client.get("/api/instance/" + withPreamble.sopInstanceUid(), token).json();
    assertThat(instance.toString()).contains("upload");
    byte[] stored =
        client.get("/api/instance/" + bare.sopInstanceUid() + "/file?raw=true", token).body();
    byte[] dataSet = bare.dataSetBytes();
    assertThat(Arrays.copyOfRange(stored, stored.length - dataSet.length, stored.length))
        .isEqualTo(dataSet);
    assertThat(upload(new Form().file("c", part10(withPreamble))).status()).isEqualTo(200);
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void whatIsInQuarantineIsADuplicateWhenItComesAgain(TestDatabase database) throws IOException {
    start(database);
    String length = "\u0002\u0000\u0000\u0000UL\u0004\u0000\u00FF\u00FF\u00FF\u00FF"; // and no more
    byte[] cut = ("\u0000".repeat(128) + "DICM" + length).getBytes(StandardCharsets.ISO_8859_1);
    Form form = new Form().file("a.dcm", cut);

    Answer first = upload(form);
    Answer second = upload(form);

    assertThat(first.status()).as(first.text()).isEqualTo(201);
    assertThat(verdicts(first)).isEqualTo("quarantined");
    assertThat(second.status()).as(second.text()).isEqualTo(200);
    assertThat(verdicts(second)).isEqualTo("duplicate");
    JsonNode reason = second.json().at("/files/0/reason");
    assertThat(reason.textValue()).isNotEmpty();
    assertThat(reason).isEqualTo(first.json().at("/files/0/reason"));
    assertNothingIsLeft();
  }

  private static String verdicts(Answer answer) throws IOException {
    StringBuilder verdicts = new StringBuilder();
    answer.json().get("files").forEach(f -> verdicts.append(f.get("verdict").asText() + " "));
    return verdicts.toString().strip();
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void anArchiveOfObjectsHasAVerdictAFile(TestDatabase database) throws IOException {
    start(database);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < 20; i++) {
        put(zip, "IMAGES/" + i, part10(Samples.tiny(30 + i)));
      }
      put(zip, "README.TXT", "a viewer".getBytes(StandardCharsets.UTF_8));
      put(zip, "more.zip", "PK\u0003\u0004".getBytes(StandardCharsets.ISO_8859_1));
      zip.putNextEntry(new ZipEntry("IMAGES/EMPTY/"));
      zip.closeEntry();
    }
    Answer answer = upload(new Form().file("cd.zip", bytes.toByteArray()));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(verdicts(answer)).isEqualTo("stored ".repeat(20) + "skipped refused");
    assertNothingIsLeft();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  @ParameterizedTest
  @EnumSource(value = TestDatabase.class, names = "H2")
  void hostileArchivesAreRefusedWithTheReason(TestDatabase database) throws IOException {
    start(database);
    long before = total();
    byte[] object = part10(Samples.tiny(60));
    assertRefused(zip("../../x", object), "a name that leads out of it");
    assertRefused(zip("/etc/x", object), "a name that leads out of it");
    assertRefused(zip("C:\\x", object), "a name that leads out of it");
    byte[] encrypted = zip("x", object);
    encrypted[6] |= 1;
    encrypted[central(encrypted) + 8] |= 1;
    assertRefused(encrypted, "encrypted");
    byte[] cut = zip("x", object);
    assertRefused(Arrays.copyOf(cut, cut.length - 30), "its directory is not there");
    byte[] damaged = zip("x", object);
    damaged[central(damaged) + 16] ^= 1;
    assertRefused(damaged, "checksum does not match");
    byte[] lying = zip("x", object);
    lying[central(lying) + 24] -= 1;
    assertRefused(lying, "unpacks to more than it says");
    assertRefused(zip("bomb", new byte[64 << 20]), "unpacks to more than 200 times its size");
    byte[] shifted = zip("x", object);
    shifted[central(shifted) + 42] = 1;
    assertRefused(shifted, "an entry says two things");
    assertRefused(overlapping(object), "entries overlap");
    assertThat(total()).isEqualTo(before);
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource(value = TestDatabase.class, names = "H2")
  void theLimitsOfArchivesHoldForAllOfOneForm(TestDatabase database) throws IOException {
    start(database);
    int half = UploadLimits.defaults().maxEntries() / 2;
    Answer answer =
        upload(new Form().file("a.zip", zip(half, "")).file("b.zip", zip(half + 1, "")));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.text()).contains("file.1").contains("20001 entries together");
    answer = upload(new Form().file("a.zip", zip(5_000, "x".repeat(1_000))));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.text()).contains("bytes of names together");
    assertRefused(zip("a\rb", new byte[1]), "characters that nobody can read");
    assertNothingIsLeft();
  }

  /** So many empty files. */
  private static byte[] zip(int entries, String prefix) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < entries; i++) {
        put(zip, prefix + i, new byte[0]);
      }
    }
    return bytes.toByteArray();
  }

  private void assertRefused(byte[] archive, String reason) throws IOException {
    Answer answer = upload(new Form().file("a.zip", archive));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.text()).contains(reason);
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, name, content);
    }
    return bytes.toByteArray();
  }

  private static int central(byte[] zip) {
    for (int i = zip.length - 46; i >= 0; i--) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        return i;
      }
    }
    throw new AssertionError("no directory");
  }

  /** Two entries of the directory with one local header. */
  private static byte[] overlapping(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry("x");
      CRC32 crc = new CRC32();
      crc.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(content);
      zip.closeEntry();
    }
    byte[] one = bytes.toByteArray();
    int central = central(one);
    int length = 47;
    byte[] two = new byte[one.length + length];
    System.arraycopy(one, 0, two, 0, central + length);
    System.arraycopy(one, central, two, central + length, one.length - central);
    int end = two.length - 22;
    two[end + 8] = 2;
    two[end + 10] = 2;
    two[end + 12] = (byte) (two[end + 12] + length);
    return two;
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aPatientIsFoundByNameAndBirthDateOrMade(TestDatabase database) throws IOException {
    start(database);
    JsonNode first = named("Doe^Jane", "1980-02-03", 100).json();
    JsonNode second = named("DOE^jane", "19800203", 200).json();
    assertThat(second.at("/media/0/patient/id")).isEqualTo(first.at("/media/0/patient/id"));
    assertThat(first.at("/media/0/patient/patient_id").asText()).startsWith("A");
    JsonNode other = named("Doe^Jane", "1980-02-04", 300).json();
    assertThat(other.at("/media/0/patient/id")).isNotEqualTo(first.at("/media/0/patient/id"));
    Answer without =
        upload(new Form().file("a.png", picture(400)).field("patient_name", "Doe^Jane"));
    assertThat(without.text()).contains("\"patient_dob\":[\"required with patient_name\"]");
    JsonNode midnight = named("Doe^Jane", "1980-02-03T00:00:00Z", 500).json();
    assertThat(midnight.at("/media/0/patient/id")).isEqualTo(first.at("/media/0/patient/id"));
    Answer moment =
        upload(
            new Form()
                .file("a.png", picture(400))
                .field("patient_name", "Doe^Jane")
                .field("patient_dob", "1980-02-03T22:00:00Z"));
    assertThat(moment.status()).isEqualTo(422);
    assertThat(moment.text()).contains("\"patient_dob\":[\"expected: a day like");
    Answer contradicting =
        upload(
            new Form()
                .file("a.png", picture(400))
                .field("patient_id", first.at("/media/0/patient/id").asText())
                .field("patient_name", "Miller^Max")
                .field("patient_dob", "1999-01-01"));
    assertThat(contradicting.status()).isEqualTo(422);
    Answer byPatientId =
        upload(
            new Form()
                .file("a.png", picture(400))
                .field("patient_id", first.at("/media/0/patient/patient_id").asText()));
    assertThat(byPatientId.json().at("/media/0/patient/id"))
        .isEqualTo(first.at("/media/0/patient/id"));
  }

  private Answer named(String name, String birthDate, int length) throws IOException {
    Answer answer =
        upload(
            new Form()
                .field("patient_name", name)
                .field("patient_dob", birthDate)
                .field("patient_gender", "female")
                .file("a.png", picture(length)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer;
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aMediumIsChangedDeletedRestoredAndPurged(TestDatabase database) throws IOException {
    start(database);
    byte[] photo = picture(2 << 20);
    Form form = new Form().file("a.png", photo).field("patient_id", cbctPatient());
    long id = upload(form).json().get("id").asLong();
    String target = "/api/media/" + id;
    String panoramic = gateway.variable("panoramic.patient");

    Answer changed =
        json(
            "PUT",
            target,
            "{\"status\":\"read\",\"meta\":{\"a\":[1]},\"category\":null,\"patient_id\":%s}"
                .formatted(panoramic));
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.json().at("/patient/id").asText()).isEqualTo(panoramic);
    assertThat(changed.json().at("/meta/a/0").asInt()).isEqualTo(1);
    String study = "/api/media/" + gateway.variable("cbct.media");
    assertThat(json("PUT", study, "{\"patient_id\":%s}".formatted(panoramic)).text())
        .contains("what its images say");
    assertThat(upload(form).status()).isEqualTo(201);
    assertThat(json("PUT", target, "{\"patient_id\":%s}".formatted(cbctPatient())).text())
        .contains("has this file already");

    assertThat(json("DELETE", target + "/purge", null).status()).isEqualTo(404);
    assertThat(json("DELETE", target, null).status()).isEqualTo(204);
    assertThat(json("DELETE", target, null).status()).isEqualTo(404);
    assertThat(client.get(target, token).status()).isEqualTo(404);
    assertThat(client.get(target + "/download", token).status()).isEqualTo(404);
    assertThat(json("POST", target + "/restore", "{}").json().get("id").asLong()).isEqualTo(id);
    assertThat(json("POST", target + "/restore", "{}").status()).isEqualTo(404);
    assertThat(client.get(target + "/download", token).body()).isEqualTo(photo);
    long files = largeFiles();
    assertThat(json("DELETE", target, null).status()).isEqualTo(204);
    assertThat(json("DELETE", target + "/purge", null).status()).isEqualTo(204);
    assertThat(json("POST", target + "/restore", "{}").status()).isEqualTo(404);
    assertThat(largeFiles()).isEqualTo(files - 1);
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aStudyOnHoldIsNeitherDeletedNorPurged(TestDatabase database) throws IOException {
    start(database);
    String target = "/api/media/" + gateway.variable("cbct.media");
    hold("'a case'");
    assertThat(json("DELETE", target, null).status()).isEqualTo(409);
    hold("NULL");
    assertThat(json("DELETE", target, null).status()).isEqualTo(204);
    hold("'a case'");
    assertThat(json("DELETE", target + "/purge", null).status()).isEqualTo(409);
    assertThat(json("POST", target + "/restore", "{}").status()).isEqualTo(200);
    hold("NULL");
    assertThat(json("DELETE", target, null).status()).isEqualTo(204);
    assertThat(json("DELETE", target + "/purge", null).status()).isEqualTo(204);
    String uid = gateway.samples.get("cbct").get(0).sopInstanceUid();
    assertThat(client.get("/api/instance/" + uid, token).status()).isEqualTo(404);
  }

  private void hold(String reason) {
    gateway.database.durably(handle -> handle.execute("UPDATE study SET hold_reason = " + reason));
  }

  @ParameterizedTest
  @EnumSource(value = TestDatabase.class, names = "H2")
  void aFileThatIsSentAgainAfterItWasDeletedIsThereAgain(TestDatabase database) throws IOException {
    start(database);
    Form form = new Form().file("a.png", picture(500)).field("patient_id", cbctPatient());
    long id = upload(form).json().get("id").asLong();
    assertThat(json("DELETE", "/api/media/" + id, null).status()).isEqualTo(204);
    assertThat(upload(form).json().get("id").asLong()).isEqualTo(id);
    assertThat(client.get("/api/media/" + id, token).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(value = TestDatabase.class, names = "H2")
  void aClientThatVanishesLeavesNothing(TestDatabase database) throws IOException {
    start(database);
    byte[] body = new Form().field("patient_id", cbctPatient()).file("a", picture(3 << 20)).bytes();
    long before = total();
    for (int cut : new int[] {10, 300, 1 << 20, body.length - 4}) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.server.port())) {
        OutputStream out = socket.getOutputStream();
        String head =
            "POST /api/media HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nContent-Type:"
                + " multipart/form-data; boundary=%s\r\nContent-Length: %d\r\n\r\n";
        out.write(
            head.formatted(token, Form.BOUNDARY, body.length).getBytes(StandardCharsets.UTF_8));
        out.write(body, 0, cut);
        out.flush();
      }
    }
    assertNothingIsLeft();
    assertThat(total()).isEqualTo(before);
    assertThat(upload(new Form().field("patient_id", cbctPatient()).file("a", picture(9))).status())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @EnumSource(value = TestDatabase.class, names = "H2")
  void malformedFormsAreRefused(TestDatabase database) throws IOException {
    start(database);
    byte[] whole = new Form().field("status", "x").bytes();
    Map<String, String> headers = Form.headers(token);
    byte[] cut = Arrays.copyOf(whole, whole.length - 8);
    assertThat(client.sendBytes("POST", "/api/media", headers, cut).status()).isEqualTo(400);
    assertThat(client.sendBytes("POST", "/api/media", headers, new byte[0]).status())
        .isEqualTo(400);
    Map<String, String> none =
        Map.of("Authorization", "Bearer " + token, "Content-Type", "multipart/form-data");
    assertThat(client.sendBytes("POST", "/api/media", none, whole).status()).isEqualTo(400);
    assertThat(json("POST", "/api/media", "{}").status()).isEqualTo(415);
  }
}
