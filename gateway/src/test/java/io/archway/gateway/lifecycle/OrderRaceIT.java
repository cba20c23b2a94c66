package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Orders made, changed and cancelled over HTTP while their images come by C-STORE and a modality
 * tells by MPPS what it does: nothing is refused, nothing fails, and in the end the images of each
 * study are with its order, or wait in the inbox where there is none.
 */
@ParameterizedClass
@EnumSource(OrderRaceIT.Index.class)
class OrderRaceIT {
  /** Where the index is. */
  enum Index {
    H2,
    POSTGRESQL
  }

  private static final long SEED = 20261122;
  private static final int STUDIES = 30;
  private static final int DESKS = 3;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration PACE = Duration.ofMillis(50);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How often somebody asks for an order that may have been cancelled. */
  private static final int TRIES = 50;

  private static final List<String> LISTS =
      List.of("worklist", "inbox", "media", "patient", "inbox/decisions");
  private static final String MPPS = Uids.MODALITY_PERFORMED_PROCEDURE_STEP;
  private static final String FIND = Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND;
  private static final List<String> SYNTAX = List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN);
  private static final String TODAY = LocalDate.now().format(DateTimeFormatter.BASIC_ISO_DATE);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  @Parameter Index index;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** What nobody should be answered. */
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  private EmbeddedPostgres postgres;
  private LocalGateway gateway;
  private ApiCaller api;
  private volatile boolean over;

  @BeforeEach
  void start() throws Exception {
    gateway = LocalGateway.start(folder.resolve("home"), settings());
    api = ApiCaller.signIn(gateway);
  }

  private Map<String, String> settings() throws IOException {
    if (index == Index.H2) {
      return Map.of();
    }
    postgres = EmbeddedPostgres.builder().start();
    String url = postgres.getJdbcUrl("postgres", "postgres");
    return Map.of("ARCHWAY_INDEX_URL", url, "ARCHWAY_INDEX_USER", "postgres");
  }

  @AfterEach
  void stop() throws Exception {
    over = true;
    threads.shutdown();
    threads.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (gateway != null) {
      gateway.close();
    }
    if (postgres != null) {
      postgres.close();
    }
  }

  @Test
  void imagesAreWhereTheyBelongAndNothingIsRefused() throws Exception {
    Patient patient = patient();
    List<Future<Set<Integer>>> desks = new ArrayList<>();
    List<Future<Void>> others = new ArrayList<>();
    for (int desk = 0; desk < DESKS; desk++) {
      int first = desk;
      desks.add(threads.submit(() -> ordered(patient, first)));
      others.add(run(() -> scan(patient, first)));
    }
    others.add(run(this::perform));
    Future<Void> reader = run(this::read);
    Set<Integer> ordered = new HashSet<>();
    for (Future<Set<Integer>> desk : desks) {
      ordered.addAll(desk.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
    for (Future<Void> other : others) {
      other.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    over = true;
    reader.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(failures).as("seed %d", SEED).isEmpty();
    await().atMost(LIMIT).untilAsserted(() -> checkWhole(ordered));
  }

  private record Patient(long key, long office, SampleObject visit) {}

  /** An earlier visit, by which the patient is known. */
  private Patient patient() throws Exception {
    SampleObject visit = Samples.tiny(SEED);
    try (AssociationRequester scanner = gateway.connect(LocalGateway.context(1, visit))) {
      assertThat(LocalGateway.store(scanner, 1, visit).status()).isZero();
    }
    await().atMost(LIMIT).until(() -> api.get("/api/patient").get("data").size() == 1);
    JsonNode offices = api.get("/api/worklist/search-suggestions?search=Main").get("offices");
    long key = api.get("/api/patient").get("data").get(0).get("id").asLong();
    return new Patient(key, offices.get(0).get("id").asLong(), visit);
  }

  private static String uid(int study) {
    return "2.25.77000" + study;
  }

  private Future<Void> run(Callable<Void> work) {
    return threads.submit(work);
  }

  /** A desk's own studies: what is ordered of them in the end. */
  private Set<Integer> ordered(Patient patient, int desk) throws Exception {
    Random random = new Random(SEED + desk);
    Set<Integer> ordered = new HashSet<>();
    for (int study = desk; study < STUDIES; study += DESKS) {
      JsonNode item = order(patient, study);
      ordered.add(study);
      int then = random.nextInt(5);
      if (then == 0) {
        change(item, "{\"requested_procedure\": {\"description\": \"changed\"}}");
      } else if (then == 1) {
        change(item, "{\"steps\": [{\"modality\": \"PX\", \"description\": \"again\"}]}");
      } else if (then >= 3) {
        send("DELETE", "/api/worklist/" + item.get("id"), null);
        ordered.remove(study);
        if (then == 4) {
          order(patient, study);
          ordered.add(study);
        }
      }
    }
    return ordered;
  }

  private JsonNode order(Patient patient, int study) throws Exception {
    String body =
        """
        {"office_id": %d, "patient_id": %d, "study_type": "comprehensive_read",
         "status": "pending", "study_instance_uid": "%s", "steps": [{"modality": "PX"}]}
        """
            .formatted(patient.office, patient.key, uid(study));
    HttpResponse<String> made = send("POST", "/api/worklist", body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return JSON.readTree(made.body());
  }

  /** Steps of which one has begun are refused, as they should be. */
  private void change(JsonNode item, String members) throws Exception {
    ObjectNode body = (ObjectNode) JSON.readTree(members);
    for (String member : List.of("office_id", "patient_id", "study_type", "status")) {
      body.set(member, item.get(member));
    }
    send("PUT", "/api/worklist/" + item.get("id"), body.toString());
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    HttpResponse<String> answer = api.send(method, path, body);
    if (answer.statusCode() == 503 && answer.headers().firstValue("Retry-After").isPresent()) {
      answer = again(method, path, body);
    }
    boolean fit = answer.statusCode() < 300 || answer.statusCode() == 409;
    if (!fit && !(answer.statusCode() == 422 && answer.body().contains("steps"))) {
      failures.add(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer;
  }

  /** Once, as one is told to where others were in the way. */
  private HttpResponse<String> again(String method, String path, String body) {
    return await()
        .atMost(LIMIT)
        .pollDelay(PAUSE)
        .until(() -> api.send(method, path, body), anyAnswer -> true);
  }

  /** Two images of each study, by an association of its own. */
  private Void scan(Patient patient, int scanner) throws Exception {
    for (int study = scanner; study < STUDIES; study += DESKS) {
      for (int image = 0; image < 2; image++) {
        SampleObject object = Samples.intraOral(SEED + study, 32, image);
        for (int tag : List.of(Tag.PATIENT_ID, Tag.PATIENT_NAME, Tag.PATIENT_BIRTH_DATE)) {
          object.head().put(patient.visit.head().element(tag));
        }
        object
            .head()
            .put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, characterSet(patient))
            .put(Tag.STUDY_INSTANCE_UID, Vr.UI, uid(study))
            .put(Tag.STUDY_DATE, Vr.DA, TODAY)
            .put(Tag.ACCESSION_NUMBER, Vr.SH)
            .put(Tag.MODALITY, Vr.CS, "PX");
        try (AssociationRequester device = gateway.connect(LocalGateway.context(1, object))) {
          int status = LocalGateway.store(device, 1, object).status();
          if (status != 0) {
            failures.add("C-STORE of study %d: %04X".formatted(study, status));
          }
        }
      }
    }
    return null;
  }

  private static String[] characterSet(Patient patient) {
    return patient.visit.head().strings(Tag.SPECIFIC_CHARACTER_SET).toArray(String[]::new);
  }

  /** A modality that begins and ends what it is offered, of every second study. */
  private Void perform() throws Exception {
    Random random = new Random(SEED);
    try (AssociationRequester modality =
        gateway.connect(
            new PresentationContextProposal(1, MPPS, SYNTAX),
            new PresentationContextProposal(3, FIND, SYNTAX))) {
      for (int study = 0; study < STUDIES; study += 2) {
        List<DataSet> offered = offered(modality, uid(study));
        if (offered.isEmpty()) {
          continue; // cancelled, or all of it is over
        }
        String uid = uid(study) + ".1";
        tell("N-CREATE", modality.create(1, uid, begins(offered.get(0))).status());
        String end = random.nextBoolean() ? "COMPLETED" : "DISCONTINUED";
        DataSet ends =
            new DataSet()
                .put(Tag.PERFORMED_PROCEDURE_STEP_STATUS, Vr.CS, end)
                .put(Tag.PERFORMED_PROCEDURE_STEP_END_DATE, Vr.DA, TODAY)
                .put(Tag.PERFORMED_PROCEDURE_STEP_END_TIME, Vr.TM, "101500");
        tell("N-SET", modality.set(1, uid, ends).status());
      }
    }
    return null;
  }

  /** What is ordered sooner or later; none of what is cancelled, which is asked for so often. */
  private List<DataSet> offered(AssociationRequester modality, String studyUid) {
    AtomicInteger tries = new AtomicInteger();
    return paced()
        .until(
            () -> worklist(modality, studyUid),
            steps -> !steps.isEmpty() || tries.incrementAndGet() >= TRIES);
  }

  private static ConditionFactory paced() {
    return await().atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(PACE);
  }

  private void tell(String message, int status) {
    if (status != 0) {
      failures.add("%s: %04X".formatted(message, status));
    }
  }

  private List<DataSet> worklist(AssociationRequester modality, String studyUid)
      throws IOException {
    DataSet keys =
        new DataSet()
            .put(Tag.STUDY_INSTANCE_UID, Vr.UI, studyUid)
            .put(Tag.PATIENT_ID, Vr.LO)
            .put(Tag.ACCESSION_NUMBER, Vr.SH)
            .put(Tag.REQUESTED_PROCEDURE_ID, Vr.SH)
            .putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    List<DataSet> steps = new ArrayList<>();
    tell(
        "C-FIND",
        modality
            .find(
                3,
                keys,
                (status, answer) -> {
                  steps.add(answer);
                  return true;
                })
            .status());
    return steps;
  }

  private static DataSet begins(DataSet offered) {
    DataSet step = offered.item(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    String stepId = step.string(Tag.SCHEDULED_PROCEDURE_STEP_ID);
    DataSet scheduled =
        new DataSet()
            .put(Tag.STUDY_INSTANCE_UID, Vr.UI, offered.string(Tag.STUDY_INSTANCE_UID))
            .put(Tag.ACCESSION_NUMBER, Vr.SH, offered.string(Tag.ACCESSION_NUMBER))
            .put(Tag.REQUESTED_PROCEDURE_ID, Vr.SH, offered.string(Tag.REQUESTED_PROCEDURE_ID))
            .put(Tag.SCHEDULED_PROCEDURE_STEP_ID, Vr.SH, stepId);
    return new DataSet()
        .put(Tag.MODALITY, Vr.CS, "PX")
        .put(Tag.PATIENT_ID, Vr.LO, offered.string(Tag.PATIENT_ID))
        .put(Tag.PERFORMED_STATION_AE_TITLE, Vr.AE, "TEST")
        .put(Tag.PERFORMED_PROCEDURE_STEP_START_DATE, Vr.DA, TODAY)
        .put(Tag.PERFORMED_PROCEDURE_STEP_START_TIME, Vr.TM, "100000")
        .put(Tag.PERFORMED_PROCEDURE_STEP_STATUS, Vr.CS, "IN PROGRESS")
        .put(Tag.PERFORMED_PROCEDURE_STEP_ID, Vr.SH, "PPS1")
        .putItems(Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE, scheduled);
  }

  /** Somebody who looks at everything again and again. */
  private Void read() {
    await()
        .atMost(LIMIT.multipliedBy(2))
        .pollDelay(Duration.ZERO)
        .pollInterval(PACE)
        .until(
            () -> {
              for (String list : LISTS) {
                send("GET", "/api/" + list + "?per_page=100", null);
              }
              return over;
            });
    return null;
  }

  /** Of each study: with its one order, or waiting. */
  private void checkWhole(Set<Integer> ordered) throws Exception {
    Map<String, JsonNode> media = byStudy("media", "/study/study_instance_uid");
    Map<String, JsonNode> items = byStudy("worklist", "/study_instance_uid");
    Map<String, JsonNode> waiting = byStudy("inbox", "/arrived/study_instance_uid");
    for (int study = 0; study < STUDIES; study++) {
      String uid = uid(study);
      assertThat(media).containsKey(uid);
      assertThat(media.get(uid).at("/study/instance_count").asInt()).as(uid).isEqualTo(2);
      assertThat(items.containsKey(uid)).as(uid).isEqualTo(ordered.contains(study));
      assertThat(waiting.containsKey(uid)).as("%s waits", uid).isEqualTo(!ordered.contains(study));
      if (ordered.contains(study)) {
        assertThat(items.get(uid).get("media_id")).as(uid).isEqualTo(media.get(uid).get("id"));
        assertThat(items.get(uid).get("scan_status").asText()).as(uid).isNotEqualTo("scheduled");
      }
    }
  }

  /** Each once. */
  private Map<String, JsonNode> byStudy(String list, String pointer) throws Exception {
    Map<String, JsonNode> byStudy = new TreeMap<>();
    for (JsonNode one : api.get("/api/" + list + "?per_page=100").get("data")) {
      assertThat(byStudy.put(one.at(pointer).asText(), one)).as("%s of %s", list, one).isNull();
    }
    return byStudy;
  }
}
