package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.TestDatabase;
import io.archway.index.patient.PatientRows;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files are entered for a patient while a scanner sends images of them, and they are merged. */
final class EnteredBesideMergesTest {
  private static final int UPLOADERS = 3;
  private static final int FILES = 12;
  private static final int SCANS = 24;
  private static final int LIMIT_SECONDS = 240;

  /** Longer than anything that could wait for a held row may take without doing so. */
  private static final int LOCK_TIMEOUT_SECONDS = 120;

  private static final int TAKING_SECONDS = 90;
  private static final Duration PACE = Duration.ofMillis(50);
  private static final String MERGED = "Patient not found";

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch half = new CountDownLatch(UPLOADERS * FILES / 2);
  private volatile boolean ended;
  private SampleGateway gateway;
  private ApiClient client;
  private String token;
  private String first;
  private String stays;

  /** Read once: the samples of the gateway change while several threads name the patient. */
  private List<String> patient;

  private void start(DatabaseSettings settings) throws IOException {
    gateway = new SampleGateway(folder, InstantSource.system(), settings);
    client = new ApiClient(gateway.server.port());
    token = gateway.token("admin");
    first = gateway.variable("panoramic.patient");
    stays = gateway.variable("cbct.patient");
    DataSet head = gateway.samples.get("panoramic").get(0).head();
    patient =
        List.of(
            head.string(Tag.PATIENT_ID),
            head.string(Tag.PATIENT_NAME),
            head.string(Tag.PATIENT_BIRTH_DATE),
            head.string(Tag.PATIENT_SEX));
  }

  @AfterEach
  void stop() throws Exception {
    threads.shutdownNow();
    threads.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (gateway != null) {
      gateway.close();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void nothingIsLostAndNobodyWaitsForEver(TestDatabase database) throws Exception {
    start(database.settings());
    int before = documents(first).size() + documents(stays).size();

    List<Future<Integer>> running = new ArrayList<>();
    for (int i = 0; i < UPLOADERS; i++) {
      int uploader = i;
      running.add(threads.submit(() -> upload(uploader)));
    }
    running.add(threads.submit(this::scan));
    running.add(threads.submit(this::merge));
    Future<Integer> following = threads.submit(this::follow);
    int entered = 0;
    for (Future<Integer> each : running) {
      entered += within(each);
    }
    ended = true;
    within(following);

    assertThat(entered).isEqualTo(UPLOADERS * FILES + SCANS);
    List<JsonNode> all = documents(stays);
    Set<Long> numbers = new HashSet<>();
    Set<Long> mounts = new HashSet<>();
    for (JsonNode one : all) {
      (one.get("DocNum").asLong() > 0 ? numbers : mounts)
          .add(one.get(one.get("DocNum").asLong() > 0 ? "DocNum" : "MountNum").asLong());
    }
    assertThat(numbers).hasSize(before + entered);
    assertThat(mounts).hasSize(1);
    assertThat(picturesOf(mounts.iterator().next())).isEqualTo((UPLOADERS - 1) * FILES);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void arrivalsDoNotWaitForAFileWhosePatientIsHeld(TestDatabase database) throws Exception {
    DatabaseSettings given = database.settings();
    start(
        new DatabaseSettings(
            given.url(),
            given.user(),
            given.password(),
            given.maxConnections(),
            given.arrivalConnections(),
            given.connectionTimeoutMillis(),
            2 * LOCK_TIMEOUT_SECONDS * 1_000,
            LOCK_TIMEOUT_SECONDS * 1_000));
    byte[] again = gateway.samples.get("panoramic").get(0).fileBytes();
    long organization = Long.parseLong(gateway.variable("organization"));
    Future<Integer> waiting =
        gateway.database.inTransaction(
            handle -> {
              PatientRows.hold(handle.getConnection(), organization, Long.parseLong(first));
              Future<Integer> upload = threads.submit(() -> enter(again));
              await()
                  .atMost(Duration.ofSeconds(TAKING_SECONDS))
                  .until(() -> upload.isDone() || LockWaits.areThereAny(gateway.database));
              assertThat(upload).isNotDone();
              threads.submit(this::takeOthers).get(TAKING_SECONDS, TimeUnit.SECONDS);
              assertThat(upload).isNotDone();
              return upload;
            });
    assertThat(within(waiting)).isEqualTo(1);
    assertThat(documents(first)).hasSize(1);
  }

  private Void takeOthers() throws IOException {
    for (int i = 0; i < SCANS; i++) {
      take(Samples.tiny(300 + i));
    }
    return null;
  }

  private static int within(Future<Integer> work) throws Exception {
    try {
      return work.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("somebody waits for ever", e);
    }
  }

  /** The last one objects of a scanner, the others radiographs. */
  private int upload(int uploader) throws IOException {
    boolean objects = uploader == UPLOADERS - 1;
    for (int i = 0; i < FILES; i++) {
      byte[] file =
          objects
              ? of(Samples.panoramic(100 + i, 32)).fileBytes()
              : UploadScopeTest.picture(400 + uploader * FILES + i);
      enter(file);
      half.countDown();
    }
    return FILES;
  }

  /** Again where too many are, and for who stays once they are merged. */
  private int enter(byte[] file) {
    String rest =
        "\"rawBase64\":\"%s\",\"extension\":\".bin\",\"ImgType\":\"Radiograph\",\"ToothNumbers\":\"3\","
                .formatted(Base64.getEncoder().encodeToString(file))
            + "\"DateCreated\":\"2021-05-11 13:26:39\"}";
    AtomicReference<String> whose = new AtomicReference<>(first);
    paced().until(() -> isEntered(whose, rest));
    return 1;
  }

  private boolean isEntered(AtomicReference<String> whose, String rest) throws IOException {
    ApiClient.Answer answer =
        client.send(
            "POST", "/documents/Upload", headers(), "{\"PatNum\":" + whose.get() + "," + rest);
    if (answer.status() == 404) {
      assertThat(answer.text()).contains(MERGED);
      whose.set(stays);
    } else if (answer.status() != 201) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(503);
    }
    return answer.status() == 201;
  }

  /** At once, and then by and by. */
  private static ConditionFactory paced() {
    return await()
        .atMost(Duration.ofSeconds(LIMIT_SECONDS))
        .pollDelay(Duration.ZERO)
        .pollInterval(PACE);
  }

  private int scan() throws IOException {
    for (int i = 0; i < SCANS; i++) {
      take(of(Samples.cephalometric(200 + i, 32)));
    }
    return SCANS;
  }

  /** It is kept before its rows are waited for, which may come later. */
  private void take(SampleObject object) throws IOException {
    try {
      gateway.take(folder, object);
    } catch (RuntimeException e) {
      if (!Database.isPassing(e)) {
        throw e;
      }
    }
  }

  /** The same patient as the panoramic one, with UIDs of its own. */
  private SampleObject of(SampleObject object) {
    DataSet head = object.head();
    head.put(Tag.PATIENT_ID, Vr.LO, patient.get(0));
    head.put(Tag.PATIENT_NAME, Vr.PN, patient.get(1));
    head.put(Tag.PATIENT_BIRTH_DATE, Vr.DA, patient.get(2));
    head.put(Tag.PATIENT_SEX, Vr.CS, patient.get(3));
    return object;
  }

  /** Gathers what comes for the one who is gone, as in a gateway, also once all has ended. */
  private int follow() {
    await()
        .atMost(Duration.ofSeconds(2 * LIMIT_SECONDS))
        .pollDelay(Duration.ZERO)
        .pollInterval(PACE)
        .until(
            () -> {
              boolean last = ended;
              return matched() && last;
            });
    return 0;
  }

  /** Others may be in the way; then it goes on later, as in a gateway. */
  private boolean matched() {
    try {
      gateway.match();
      return true;
    } catch (RuntimeException e) {
      if (!Database.isPassing(e)) {
        throw e;
      }
      return false;
    }
  }

  private int merge() throws Exception {
    assertThat(half.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    ApiClient.Answer answer = paced().until(this::merged, one -> one.status() != 503);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return 0;
  }

  private ApiClient.Answer merged() throws IOException {
    return client.send(
        "POST",
        "/api/patient/" + first + "/merge",
        headers(),
        "{\"into_patient_id\":" + stays + ",\"reason\":\"the same\"}");
  }

  private Map<String, String> headers() {
    return Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
  }

  private List<JsonNode> documents(String patient) throws IOException {
    ApiClient.Answer answer = client.get("/documents?PatNum=" + patient, token);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<JsonNode> documents = new ArrayList<>();
    answer.json().forEach(documents::add);
    return documents;
  }

  private long picturesOf(long mount) {
    return gateway.database.read(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM document WHERE mount_key = :key")
                .bind("key", mount)
                .mapTo(Long.class)
                .one());
  }
}
