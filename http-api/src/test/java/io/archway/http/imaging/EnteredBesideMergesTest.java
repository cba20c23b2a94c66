package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.index.database.TestDatabase;
import io.archway.index.patient.PatientRows;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.file.Path;
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

  private void start(TestDatabase database) throws IOException {
    gateway = new SampleGateway(folder, InstantSource.system(), database.settings());
    client = new ApiClient(gateway.server.port());
    token = gateway.token("admin");
    first = gateway.variable("panoramic.patient");
    stays = gateway.variable("cbct.patient");
  }

  @AfterEach
  void stop() throws Exception {
    threads.shutdownNow();
    threads.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS);
    gateway.close();
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void nothingIsLostAndNobodyWaitsForEver(TestDatabase database) throws Exception {
    start(database);
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
    start(database);
    byte[] again = gateway.samples.get("panoramic").get(0).fileBytes();
    Future<Integer> waiting =
        gateway.database.inTransaction(
            handle -> {
              long organization = Long.parseLong(gateway.variable("organization"));
              PatientRows.hold(handle.getConnection(), organization, Long.parseLong(first));
              Future<Integer> upload =
                  threads.submit(
                      () -> {
                        enter(again);
                        return 1;
                      });
              for (int i = 0; i < SCANS; i++) {
                gateway.take(folder, Samples.tiny(300 + i));
              }
              assertThat(upload.isDone()).isFalse();
              return upload;
            });
    assertThat(within(waiting)).isEqualTo(1);
    assertThat(documents(first)).hasSize(1);
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
  private void enter(byte[] file) throws IOException {
    String rest =
        "\"rawBase64\":\"%s\",\"extension\":\".bin\",\"ImgType\":\"Radiograph\",\"ToothNumbers\":\"3\","
                .formatted(Base64.getEncoder().encodeToString(file))
            + "\"DateCreated\":\"2021-05-11 13:26:39\"}";
    String whose = first;
    for (int attempt = 0; attempt < 1_000; attempt++) {
      ApiClient.Answer answer =
          client.send("POST", "/documents/Upload", headers(), "{\"PatNum\":" + whose + "," + rest);
      if (answer.status() == 201) {
        return;
      } else if (answer.status() == 404) {
        assertThat(answer.text()).contains(MERGED);
        whose = stays;
      } else {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("too many attempts");
  }

  private int scan() throws IOException {
    for (int i = 0; i < SCANS; i++) {
      gateway.take(folder, of(Samples.cephalometric(200 + i, 32)));
    }
    return SCANS;
  }

  /** The same patient as the panoramic one, with UIDs of its own. */
  private SampleObject of(SampleObject object) {
    DataSet patient = gateway.samples.get("panoramic").get(0).head();
    DataSet head = object.head();
    head.put(Tag.PATIENT_ID, Vr.LO, patient.string(Tag.PATIENT_ID));
    head.put(Tag.PATIENT_NAME, Vr.PN, patient.string(Tag.PATIENT_NAME));
    head.put(Tag.PATIENT_BIRTH_DATE, Vr.DA, patient.string(Tag.PATIENT_BIRTH_DATE));
    head.put(Tag.PATIENT_SEX, Vr.CS, patient.string(Tag.PATIENT_SEX));
    return object;
  }

  /** Gathers what comes for the one who is gone, as in a gateway. */
  private int follow() {
    while (!ended) {
      gateway.match();
    }
    gateway.match();
    return 0;
  }

  private int merge() throws Exception {
    assertThat(half.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    ApiClient.Answer answer =
        client.send(
            "POST",
            "/api/patient/" + first + "/merge",
            headers(),
            "{\"into_patient_id\":" + stays + ",\"reason\":\"the same\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return 0;
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
