package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.index.database.TestDatabase;
import io.archway.testdata.SampleObject;
import io.archway.testdata.SampleStudy;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When documents were made and changed, and what is said of an image that a scanner sent. */
final class DocumentDatesTest {
  private static final ZoneId KIRIBATI = ZoneId.of("Pacific/Kiritimati");
  private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final long SEED = 2;

  private final AtomicReference<Instant> clock =
      new AtomicReference<>(Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS));

  @TempDir Path folder;
  private SampleGateway gateway;
  private SampleDocuments documents;

  private void start(TestDatabase database) throws IOException {
    gateway = new SampleGateway(folder, clock::get, database.settings());
    documents = new SampleDocuments(gateway, "panoramic");
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void imagesAreOfTheTimeThatTheySayAndInItsOrder(TestDatabase database) throws Exception {
    start(database);
    officeIn(KIRIBATI);
    Path files = Files.createDirectory(folder.resolve("later"));
    LocalDateTime study = SampleStudy.of(SEED, 0, "radiographs").at();

    gateway.take(files, dated(Samples.intraOral(SEED, 32, 0), "20250301", "091500.75"));
    gateway.take(files, dated(Samples.intraOral(SEED, 32, 1), null, null));
    gateway.take(files, dated(Samples.intraOral(SEED, 32, 2), "20240229", null));
    SampleObject ofStudy = dated(Samples.cephalometric(SEED, 32), null, "101112");
    ofStudy.head().remove(Tag.SERIES_DATE);
    gateway.take(files, ofStudy);
    SampleObject undated = dated(Samples.pdf(SEED), null, null);
    List.of(Tag.SERIES_DATE, Tag.STUDY_DATE).forEach(tag -> undated.head().remove(tag));
    LocalDateTime before = LocalDateTime.now(KIRIBATI).withNano(0);
    gateway.take(files, undated);
    LocalDateTime after = LocalDateTime.now(KIRIBATI);

    List<JsonNode> listed = listed();
    assertThat(listed).extracting(one -> at(one, "DateCreated")).isSorted();
    String first = "2024-02-29 00:00:00"; // a date without a time
    assertThat(created(listed.get(0))).isEqualTo(first);
    assertThat(created(listed.get(1))).isEqualTo(first);
    assertThat(listed.subList(0, 2))
        .extracting(one -> one.get("MountNum").asLong() > 0)
        .containsExactly(true, false);
    JsonNode last = listed.get(listed.size() - 1);
    assertThat(at(last, "DateCreated")).isBetween(before, after); // as it came, in the office
    assertThat(listed.subList(2, listed.size() - 1))
        .extracting(DocumentDatesTest::created)
        .containsExactlyInAnyOrder(
            "2025-03-01 09:15:00",
            TEXT.format(seriesTime(Samples.intraOral(SEED, 32, 1))),
            TEXT.format(study),
            TEXT.format(contentTime(Samples.panoramic(SEED, 64))));
    assertThat(listed)
        .allSatisfy(
            one ->
                assertThat(one.get("serverDateTime").textValue())
                    .isEqualTo(TEXT.format(clock.get().atZone(KIRIBATI))));
  }

  private static SampleObject dated(SampleObject object, String date, String time) {
    set(object, Tag.CONTENT_DATE, Vr.DA, date);
    set(object, Tag.CONTENT_TIME, Vr.TM, time);
    return object;
  }

  private static void set(SampleObject object, int tag, Vr vr, String value) {
    object.head().remove(tag);
    if (value != null) {
      object.head().put(tag, vr, value);
    }
  }

  private static LocalDateTime seriesTime(SampleObject object) {
    return time(object.head(), Tag.SERIES_DATE, Tag.SERIES_TIME);
  }

  private static LocalDateTime contentTime(SampleObject object) {
    return time(object.head(), Tag.CONTENT_DATE, Tag.CONTENT_TIME);
  }

  private static LocalDateTime time(DataSet head, int date, int time) {
    return LocalDateTime.parse(
        head.string(date) + head.string(time), DateTimeFormatter.ofPattern("uuuuMMddHHmmss"));
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void whatChangesADocumentMovesItsTimeStamp(TestDatabase database) throws Exception {
    start(database);
    officeIn(KIRIBATI);
    enter("\"extension\":\".pdf\",\"rawBase64\":\"JVBERi0xLjQgYQ==\"}");
    JsonNode entered = listed().get(1);
    assertThat(created(entered)).isEqualTo(now()); // today, in the office
    assertThat(changed(entered)).isEqualTo(now());
    String first = now();

    tick();
    assertThat(changed(listed().get(1))).isEqualTo(first);
    enter("\"extension\":\".pdf\",\"rawBase64\":\"JVBERi0xLjQgYQ==\",\"ToothNumbers\":\"3\"}");
    assertThat(changed(listed().get(1))).isEqualTo(now());
    assertThat(created(listed().get(1))).isEqualTo(first);

    tick();
    put("/api/media/" + gateway.variable("panoramic.media"), "{\"description\":\"Overview\"}");
    List<JsonNode> listed = listed();
    assertThat(changed(listed.get(0))).isEqualTo(now());
    assertThat(changed(listed.get(1))).isNotEqualTo(now());
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void teethThatAreSaidOfAnImageWinOverThoseItNames(TestDatabase database) throws Exception {
    start(database);
    documents = new SampleDocuments(gateway, "intraoral");
    put(
        "/api/media/" + gateway.variable("intraoral.media"),
        "{\"category\":\"" + categories().get(1) + "\"}");
    JsonNode mount = listed().get(0);
    JsonNode one = listed().get(1);
    assertThat(one.get("ToothNumbers").textValue()).isEqualTo("1,2,3");

    byte[] object = gateway.samples.get("intraoral").get(0).fileBytes();
    String file =
        "\"extension\":\".dcm\",\"rawBase64\":\"" + Base64.getEncoder().encodeToString(object);
    enter(file + "\",\"ToothNumbers\":\"2-4,30\"}");
    enter(file + "\",\"ToothNumbers\":\"9\"}");

    JsonNode said = listed().get(1);
    assertThat(said.get("DocNum")).isEqualTo(one.get("DocNum"));
    assertThat(said.get("ToothNumbers").textValue()).isEqualTo("2,3,4,30");
    assertThat(created(said)).isEqualTo(created(one)); // taken then, whenever it comes again
    assertThat(said.get("docCategory").textValue()).isEqualTo("Photographs");
    assertThat(listed().get(2).get("ToothNumbers").textValue()).isEqualTo("12,13,20,21");
    assertThat(created(listed().get(0))).isEqualTo(created(mount));
  }

  /** Slugs, the first category first. */
  private List<String> categories() throws IOException {
    List<String> slugs = new ArrayList<>();
    for (String name : List.of("Lab Cases", "Photographs")) {
      ApiClient.Answer made =
          documents.send("POST", "/api/category", "{\"name\":\"" + name + "\"}");
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      slugs.add(made.json().get("slug").textValue());
    }
    return slugs;
  }

  private void officeIn(ZoneId zone) throws IOException {
    put(
        "/api/office/" + gateway.variable("office"),
        """
        {"name": "Main office", "address_line_1": "1 Pier", "city": "Brighton", "state": "Sussex",
         "zipcode": "BN1", "primary_contact_name": "Ann Lee",
         "primary_contact_email": "ann@clinic.example", "timezone": "%s"}
        """
            .formatted(zone));
  }

  private void put(String path, String body) throws IOException {
    ApiClient.Answer answer = documents.send("PUT", path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private void enter(String rest) throws IOException {
    documents.created("Upload", documents.patient(rest));
  }

  private void tick() {
    clock.updateAndGet(now -> now.plus(Duration.ofMinutes(7)));
  }

  private String now() {
    return TEXT.format(clock.get().atZone(KIRIBATI));
  }

  private List<JsonNode> listed() throws IOException {
    List<JsonNode> listed = new ArrayList<>();
    documents.list().forEach(listed::add);
    return listed;
  }

  private static String created(JsonNode one) {
    return one.get("DateCreated").textValue();
  }

  private static String changed(JsonNode one) {
    return one.get("DateTStamp").textValue();
  }

  private static LocalDateTime at(JsonNode one, String member) {
    return LocalDateTime.parse(one.get(member).textValue(), TEXT);
  }
}
