package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.http.imaging.ApiClient.Answer;
import io.archway.index.database.TestDatabase;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumFileDao;
import io.archway.index.study.RetentionDao;
import io.archway.testdata.SampleObject;
import io.archway.testdata.SampleStudy;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a deleted medium still shows, and what brings it back. */
final class DeletedMediaTest {
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

  private Answer send(String method, String target) throws IOException {
    return client.send(method, target, Map.of("Authorization", "Bearer " + token), null);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void objectsOfADeletedMediumAreNotServed(TestDatabase database) throws IOException {
    start(database);
    String medium = "/api/media/" + gateway.variable("panoramic.media");
    String instance = "/api/instance/" + gateway.variable("panoramic.uid");
    List<String> targets = List.of(instance, instance + "/file", instance + "/thumbnail");
    for (String target : targets) {
      assertThat(send("GET", target).status()).as(target).isEqualTo(200);
    }
    assertThat(send("DELETE", medium).status()).isEqualTo(204);
    for (String target : targets) {
      assertThat(send("GET", target).status()).as(target).isEqualTo(404);
    }
    assertThat(send("POST", medium + "/restore").status()).isEqualTo(200);
    for (String target : targets) {
      assertThat(send("GET", target).status()).as(target).isEqualTo(200);
    }
  }

  private Answer upload(byte[] photo) throws IOException {
    Form form =
        new Form().file("a.png", photo).field("patient_id", gateway.variable("cbct.patient"));
    return client.sendBytes("POST", "/api/media", Form.headers(token), form.bytes());
  }

  /** Whoever is told that it is there finds it, however the purge beside it ends. */
  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aPurgeLeavesWhatComesBackMeanwhile(TestDatabase database) throws Exception {
    start(database);
    byte[] photo = UploadScopeTest.picture(400);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 30; round++) {
        long id = upload(photo).json().get("id").asLong();
        String medium = "/api/media/" + id;
        boolean again = round % 2 == 0;
        assertThat(send("DELETE", medium).status()).isEqualTo(204);
        Future<Answer> purge = threads.submit(() -> send("DELETE", medium + "/purge"));
        Future<Answer> back =
            threads.submit(() -> again ? upload(photo) : send("POST", medium + "/restore"));
        Answer kept = back.get();
        assertThat(purge.get().status()).isIn(204, 404, 409);
        assertThat(kept.status()).as(kept.text()).isIn(200, 201, 404, 503);
        if (kept.status() < 300) {
          long shown = kept.json().get("id").asLong();
          assertThat(send("GET", "/api/media/" + shown + "/download").status()).isEqualTo(200);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void anImageThatArrivesBringsItsMediumBack(TestDatabase database) throws IOException {
    start(database);
    String medium = "/api/media/" + gateway.variable("cbct.media");
    assertThat(send("DELETE", medium).status()).isEqualTo(204);
    gateway.take(folder, Samples.slice(SampleStudy.of(1, 0, "cbct"), 16, 16, 5, 4));
    Answer back = send("GET", medium);
    assertThat(back.status()).isEqualTo(200);
    assertThat(back.json().at("/study/instance_count").asInt()).as(back.text()).isEqualTo(5);
    String events =
        gateway.database.read(
            handle ->
                handle
                    .createQuery("SELECT event_type FROM event WHERE medium_key = :key")
                    .bind("key", Long.parseLong(gateway.variable("cbct.media")))
                    .mapTo(String.class)
                    .list()
                    .toString());
    assertThat(events).contains("MEDIUM_RESTORED");
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aConflictingImageBringsItsMediumBack(TestDatabase database) throws IOException {
    start(database);
    String medium = "/api/media/" + gateway.variable("panoramic.media");
    assertThat(send("DELETE", medium).status()).isEqualTo(204);
    SampleObject object = Samples.panoramic(2, 64);
    object.head().put(Tag.SERIES_DESCRIPTION, Vr.LO, "another description");
    gateway.take(folder, object);
    assertThat(send("GET", medium).status()).isEqualTo(200);
  }

  private Answer json(String method, String target, String body) throws IOException {
    return client.send(
        method,
        target,
        Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
        body);
  }

  private String order(String status, String more) {
    return """
        {"office_id": %s, "patient_id": %s, "study_type": "comprehensive_read", "status": "%s"%s}
        """
        .formatted(gateway.variable("office"), gateway.variable("cbct.patient"), status, more);
  }

  /** What retention would delete by age: files and studies. */
  private List<Long> old() {
    long organization = Long.parseLong(gateway.variable("organization"));
    Instant ever = Instant.now().plusSeconds(3_600);
    return gateway.database.read(
        handle -> {
          RetentionDao retention = handle.attach(RetentionDao.class);
          List<Long> keys = new ArrayList<>();
          handle
              .attach(MediumFileDao.class)
              .before(organization, ever, 100)
              .forEach(file -> keys.add(file.mediumKey()));
          retention
              .candidates(organization, ever, false, 100)
              .forEach(
                  study -> {
                    assertThat(retention.mayGo(organization, study.studyKey(), ever, false))
                        .isEqualTo(1);
                    keys.add(
                        handle
                            .attach(MediumDao.class)
                            .keyOfStudy(organization, study.studyKey())
                            .orElseThrow());
                  });
          return keys;
        });
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void whatWaitsToBeReadIsKept(TestDatabase database) throws IOException {
    start(database);
    String photo = upload(UploadScopeTest.picture(900)).json().get("id").asText();
    for (String medium : List.of(photo, gateway.variable("cbct.media"))) {
      assertThat(old()).contains(Long.valueOf(medium));
      Answer made = json("POST", "/api/worklist", order("pending", ", \"media_id\": " + medium));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      String order = "/api/worklist/" + made.json().get("id").asText();
      assertThat(send("DELETE", "/api/media/" + medium).status()).isEqualTo(409);
      assertThat(old()).doesNotContain(Long.valueOf(medium));
      Answer read = json("PUT", order, order("complete", ""));
      assertThat(read.status()).as(read.text()).isEqualTo(200);
      assertThat(old()).contains(Long.valueOf(medium));
      assertThat(send("DELETE", "/api/media/" + medium).status()).isEqualTo(204);
    }
  }
}
