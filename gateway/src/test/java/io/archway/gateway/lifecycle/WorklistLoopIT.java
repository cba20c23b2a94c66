package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.gateway.home.Home;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole loop: an order over HTTP, DCMTK's findscu sees it, storescu sends what was made, the
 * item is ready with its medium and gone from the modality's list. Time passes by a set clock.
 */
@ParameterizedClass
@EnumSource(WorklistLoopIT.Index.class)
class WorklistLoopIT {
  /** Where the index is. */
  enum Index {
    H2,
    POSTGRESQL
  }

  private static final long SEED = 20261026;
  private static final int FULL_MOUTH = 18;
  private static final Duration LIMIT = Duration.ofSeconds(120);

  /** As delivered. */
  private static final Duration QUIET = Duration.ofMinutes(10);

  @TempDir private Path folder;
  @Parameter Index index;
  private final SetClock clock = new SetClock(Instant.parse("2026-10-26T08:00:00Z"));
  private EmbeddedPostgres postgres;
  private LocalGateway gateway;
  private ApiCaller api;
  private DcmtkScanner scanner;

  @BeforeEach
  void start() throws Exception {
    DcmtkScanner.requireTools();
    gateway = LocalGateway.start(Home.open(folder.resolve("home")), settings(), clock);
    api = ApiCaller.signIn(gateway);
    scanner = new DcmtkScanner(folder, "XRAY1", gateway.dicomPort());
  }

  private Map<String, String> settings() throws IOException {
    if (index == Index.H2) {
      return Map.of();
    }
    postgres = EmbeddedPostgres.builder().start();
    return Map.of(
        "ARCHWAY_INDEX_URL",
        postgres.getJdbcUrl("postgres", "postgres"),
        "ARCHWAY_INDEX_USER",
        "postgres");
  }

  @AfterEach
  void stop() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
    if (postgres != null) {
      postgres.close();
    }
  }

  @Test
  void anOrderedPanoramicImageIsReadyAndGoneFromTheModalitysList() throws Exception {
    long item = order("PX");
    DataSet step = onlyStep("PX");
    scanner.send(made(Samples.panoramic(SEED, 64), step));
    JsonNode arrived = awaitItem(item, seen -> isArrived(seen, clock.instant()));
    assertThat(arrived.get("media_id").isNumber()).isTrue();
    assertThat(arrived.get("patient").get("patient_id").asText())
        .isEqualTo(step.string(Tag.PATIENT_ID));
    assertThat(onlyStep("PX").string(Tag.STUDY_INSTANCE_UID))
        .isEqualTo(step.string(Tag.STUDY_INSTANCE_UID));
    assertThat(scanner.worklist("IO")).isEmpty();

    JsonNode ready = awaitReady(item);
    JsonNode medium = api.get("/api/media/" + ready.get("media_id").asLong());
    assertThat(medium.get("study").get("study_instance_uid").asText())
        .isEqualTo(step.string(Tag.STUDY_INSTANCE_UID));
    assertThat(scanner.worklist("PX")).isEmpty();
    assertThat(eventsOf(item, "item_ready"))
        .containsExactly("item_created", "item_arrived", "item_ready");
    imagesAfterTheReport(item, step);
  }

  private void imagesAfterTheReport(long item, DataSet step) throws Exception {
    JsonNode before = item(item);
    String report =
        """
        {"office_id": %s, "patient_id": %s, "study_type": "comprehensive_read",
         "status": "complete"}
        """
            .formatted(before.get("office_id"), before.get("patient_id"));
    api.call("PUT", "/api/worklist/" + item, report);
    clock.advance(Duration.ofHours(2));
    scanner.send(made(Samples.panoramicForProcessing(SEED, 64), step));
    JsonNode flagged = awaitItem(item, seen -> seen.hasNonNull("images_after_report_at"));
    assertThat(flagged.get("status").asText()).isEqualTo("complete");
    assertThat(flagged.get("scan_status").asText()).isEqualTo("ready");
    assertThat(Instant.parse(flagged.get("images_after_report_at").asText()))
        .isEqualTo(clock.instant());
    assertThat(scanner.worklist("PX")).isEmpty();
    assertThat(eventsOf(item, "item_images_after_report"))
        .containsExactly(
            "item_created",
            "item_arrived",
            "item_ready",
            "item_updated",
            "item_images_after_report");
  }

  @Test
  void aFullMouthSeriesSentOverAnHourStaysOnTheListUntilItIsQuiet() throws Exception {
    long item = order("IO");
    DataSet step = onlyStep("IO");
    Instant began = clock.instant();
    for (int image = 0; image < FULL_MOUTH; image++) {
      scanner.send(made(Samples.intraOral(SEED, 64, image), step));
      JsonNode seen = awaitItem(item, one -> isArrived(one, clock.instant()));
      assertThat(seen.get("media_id").isNumber()).isTrue();
      assertThat(scanner.worklist("IO")).as("after image %d", image + 1).hasSize(1);
      clock.advance(pauseAfter(image));
    }
    assertThat(Duration.between(began, clock.instant())).isGreaterThan(Duration.ofHours(1));
    awaitReady(item);
    assertThat(scanner.worklist("IO")).isEmpty();
    JsonNode medium = api.get("/api/media/" + item(item).get("media_id").asLong());
    assertThat(medium.get("study").get("instance_count").asInt()).isEqualTo(FULL_MOUTH);
    assertThat(eventsOf(item, "item_ready"))
        .containsExactly("item_created", "item_arrived", "item_ready");
  }

  @Test
  void anImageWithoutTheUidIsReadyByAPersonsWord() throws Exception {
    long item = order("PX");
    onlyStep("PX");
    scanner.send(byHand(Samples.panoramic(SEED, 64)));
    JsonNode entry = await().atMost(LIMIT).until(this::proposed, found -> found != null);
    assertThat(entry.get("reason").asText()).isEqualTo("order_unmatched");
    assertThat(entry.get("proposal").get("worklist_item_id").asLong()).isEqualTo(item);
    assertThat(entry.get("proposal").get("grade").asText()).isEqualToIgnoringCase("patient_id");
    assertThat(item(item).get("scan_status").asText()).isEqualTo("scheduled");

    clock.advance(Duration.ofMinutes(3));
    String path = "/api/inbox/" + entry.get("id").asLong();
    String confirmation =
        "{\"worklist_item_id\": %d, \"why\": \"the only one that morning\"}".formatted(item);
    api.call("POST", path + "/confirm", confirmation);
    assertThat(item(item).get("scan_status").asText()).isEqualTo("arrived");
    assertThat(onlyStep("PX").string(Tag.STUDY_INSTANCE_UID)).isNotEmpty();
    api.call("POST", path + "/undo", "{\"why\": \"no, wait\"}");
    assertThat(item(item).get("scan_status").asText()).isEqualTo("scheduled");
    assertThat(item(item).hasNonNull("media_id")).isFalse();
    api.call("POST", path + "/confirm", confirmation);

    JsonNode ready = awaitReady(item);
    JsonNode medium = api.get("/api/media/" + ready.get("media_id").asLong());
    assertThat(medium.get("study").get("study_instance_uid").asText())
        .isNotEqualTo(ready.get("study_instance_uid").asText());
    assertThat(scanner.worklist("PX")).isEmpty();
    assertThat(proposed()).isNull();
    assertThat(eventsOf(item, "item_ready")).startsWith("item_created").endsWith("item_ready");
  }

  /** The entry that proposes an order; null where there is none. */
  private JsonNode proposed() throws IOException, InterruptedException {
    for (JsonNode entry : api.get("/api/inbox").get("data")) {
      if (entry.get("proposal").hasNonNull("worklist_item_id")) {
        return entry;
      }
    }
    return null;
  }

  /** What a scanner without worklist makes: its user types the patient. */
  private SampleObject byHand(SampleObject object) {
    object
        .head()
        .put(Tag.ACCESSION_NUMBER, Vr.SH)
        .put(Tag.STUDY_DATE, Vr.DA, today())
        .put(Tag.STUDY_TIME, Vr.TM);
    return object;
  }

  /** In the midst the patient takes a rest, as long as may be. */
  private static Duration pauseAfter(int image) {
    return image == FULL_MOUTH / 2 ? QUIET : Duration.ofMillis(200_500);
  }

  private long order(String modality) throws Exception {
    scanner.send(Samples.tiny(SEED)); // an earlier visit, by which the patient is known
    await().atMost(LIMIT).until(() -> api.get("/api/patient").get("data").size() == 1);
    long patient = api.get("/api/patient").get("data").get(0).get("id").asLong();
    long office =
        api.get("/api/worklist/search-suggestions?search=Main")
            .get("offices")
            .get(0)
            .get("id")
            .asLong();
    String body =
        """
        {"office_id": %d, "patient_id": %d, "study_type": "comprehensive_read",
         "status": "pending", "steps": [{"modality": "%s"}]}
        """
            .formatted(office, patient, modality);
    return api.call("POST", "/api/worklist", body).get("id").asLong();
  }

  private DataSet onlyStep(String modality) throws Exception {
    List<DataSet> steps = scanner.worklist(modality);
    assertThat(steps).hasSize(1);
    return steps.get(0);
  }

  /** What a scanner makes for a step of its worklist. */
  private SampleObject made(SampleObject object, DataSet step) {
    DataSet scheduled = step.items(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE).get(0);
    DataSet request =
        new DataSet()
            .put(Tag.REQUESTED_PROCEDURE_ID, Vr.SH, step.string(Tag.REQUESTED_PROCEDURE_ID))
            .put(
                Tag.SCHEDULED_PROCEDURE_STEP_ID,
                Vr.SH,
                scheduled.string(Tag.SCHEDULED_PROCEDURE_STEP_ID));
    object
        .head()
        .put(Tag.PATIENT_NAME, Vr.PN, step.string(Tag.PATIENT_NAME))
        .put(Tag.PATIENT_ID, Vr.LO, step.string(Tag.PATIENT_ID))
        .put(Tag.STUDY_INSTANCE_UID, Vr.UI, step.string(Tag.STUDY_INSTANCE_UID))
        .put(Tag.ACCESSION_NUMBER, Vr.SH, step.string(Tag.ACCESSION_NUMBER))
        .put(Tag.STUDY_DATE, Vr.DA, today())
        .putItems(Tag.REQUEST_ATTRIBUTES_SEQUENCE, List.of(request));
    return object;
  }

  private String today() {
    LocalDate day = clock.instant().atZone(ZoneId.systemDefault()).toLocalDate();
    return DateTimeFormatter.BASIC_ISO_DATE.format(day);
  }

  private static boolean isArrived(JsonNode item, Instant last) {
    return item.get("scan_status").asText().equals("arrived")
        && Instant.parse(item.get("last_arrived_at").asText()).equals(last);
  }

  private JsonNode item(long item) throws IOException, InterruptedException {
    return api.get("/api/worklist/" + item);
  }

  private JsonNode awaitItem(long item, Predicate<JsonNode> expected) {
    return await().atMost(LIMIT).until(() -> item(item), expected);
  }

  private JsonNode awaitReady(long item) {
    clock.advance(QUIET.plusMillis(1));
    return awaitItem(item, seen -> seen.get("scan_status").asText().equals("ready"));
  }

  /** What was told of an item, up to the first event of a type. */
  private List<String> eventsOf(long item, String last) throws Exception {
    return api
        .eventsUntil(event -> isOf(event, item) && event.get("type").asText().equals(last))
        .stream()
        .filter(event -> isOf(event, item))
        .map(event -> event.get("type").asText())
        .toList();
  }

  private static boolean isOf(JsonNode event, long item) {
    return event.path("worklist_id").asLong() == item;
  }
}
