package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.http.imaging.ApiClient.Answer;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.TestDatabase;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import io.archway.index.disk.H2FileSystem;
import io.archway.index.store.Damage;
import io.archway.index.store.LogPosition;
import io.archway.index.store.LogRecord;
import io.archway.index.store.ReplayVisitor;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The index goes away under an upload, wherever that has come to: it is answered 503 and taken when
 * it comes again, once, and nothing is left of the first.
 */
final class UploadAwayTest {
  private static final Duration LIMIT = Duration.ofSeconds(100);
  private static final int SMALL = 100;

  @TempDir Path folder;
  private DatabaseSettings settings;
  private SampleGateway gateway;
  private ApiClient client;
  private String token;

  /** Where an upload stands when the index goes: at a table that somebody else holds. */
  enum Moment {
    /** Before the log has it. */
    IS_IT_KNOWN("instance", "ACCESS EXCLUSIVE"),
    /** The log has it, its rows are not there yet. */
    ROWS_ARE_WRITTEN("instance", "SHARE"),
    /** Whose it is, is asked because it names an order. */
    WHOSE_IS_IT("instance", "ACCESS EXCLUSIVE"),
    A_SMALL_FILE_IS_WRITTEN("medium_file", "SHARE"),
    A_LARGE_FILE_IS_WRITTEN("medium_file", "SHARE"),
    /** All is there, and what was said of it comes last. */
    IT_IS_DESCRIBED("medium", "SHARE");

    private final String lock;

    Moment(String table, String mode) {
      this.lock = "LOCK TABLE " + table + " IN " + mode + " MODE";
    }
  }

  private void start(DatabaseSettings index) throws IOException {
    settings = index;
    UploadLimits limits = UploadLimits.defaults();
    gateway = new SampleGateway(folder, InstantSource.system(), index, null, limits);
    client = new ApiClient(gateway.server.port());
    token = gateway.token("admin");
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void theServerGoesWhileAnUploadWaitsForIt(Moment moment) throws Exception {
    start(TestDatabase.POSTGRESQL.settings());
    SampleObject object = Samples.tiny(41);
    Form form = form(moment, object);
    long before = total();
    int records = records();

    Answer refused = uploadWhileAway(moment.lock, form);

    assertThat(refused.status()).as(refused.text()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isEqualTo("5");
    assertThat(upload(form).status()).isEqualTo(503);
    TestDatabase.allowConnections(settings, true);
    Answer taken = uploadWhenBack(form);
    assertThat(taken.status()).as(taken.text()).isIn(200, 201);
    boolean again = moment == Moment.WHOSE_IS_IT || moment == Moment.IT_IS_DESCRIBED;
    assertThat(total()).isEqualTo(before + (again ? 0 : 1));
    assertThat(records()).isEqualTo(records + (again ? 0 : 1));
    assertNothingIsLeft();
    JsonNode medium = taken.json().at("/media/0");
    assertThat(medium.get("description").textValue()).isEqualTo("sent twice");
    if (moment == Moment.WHOSE_IS_IT) {
      assertThat(taken.json().at("/worklist_id")).isEqualTo(order.get("id"));
    }
  }

  private JsonNode order;

  private Form form(Moment moment, SampleObject object) throws IOException {
    Form form = new Form().field("description", "sent twice");
    switch (moment) {
      case A_SMALL_FILE_IS_WRITTEN -> {
        return ofPatient(form).file("a.png", picture(SMALL));
      }
      case A_LARGE_FILE_IS_WRITTEN -> {
        return ofPatient(form).file("a.png", picture(UploadLimits.defaults().smallFileBytes() + 1));
      }
      case WHOSE_IS_IT -> {
        // A study that a person has given to the order's patient says another one.
        object.head().put(Tag.PATIENT_ID, Vr.LO, "SOMEBODY-ELSE");
        upload(new Form().file("a.dcm", object.fileBytes()));
        String patient = gateway.variable("cbct.patient");
        give(object.head().string(Tag.STUDY_INSTANCE_UID), Long.parseLong(patient));
        order = order(patient);
        form.field("worklist_id", order.get("id").asText());
      }
      case IT_IS_DESCRIBED -> upload(new Form().file("a.dcm", object.fileBytes()));
      case IS_IT_KNOWN, ROWS_ARE_WRITTEN -> {}
    }
    return form.file("a.dcm", object.fileBytes());
  }

  private Form ofPatient(Form form) {
    return form.field("patient_id", gateway.variable("cbct.patient"));
  }

  private JsonNode order(String patient) throws IOException {
    String body =
        """
        {"office_id":%s,"patient_id":%s,"study_type":"comprehensive_read","status":"pending"}
        """
            .formatted(gateway.variable("office"), patient);
    Answer answer =
        client.send(
            "POST",
            "/api/worklist",
            Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
            body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private void give(String studyInstanceUid, long patientKey) {
    gateway.database.durably(
        handle ->
            handle.execute(
                    "UPDATE study SET patient_key = ? WHERE study_instance_uid = ?",
                    patientKey,
                    studyInstanceUid)
                + handle.execute(
                    """
                    UPDATE medium SET patient_key = ? WHERE study_key IN
                      (SELECT study_key FROM study WHERE study_instance_uid = ?)
                    """,
                    patientKey,
                    studyInstanceUid));
  }

  private Answer uploadWhileAway(String lock, Form form) throws Exception {
    try (Connection holder =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute(lock);
      CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> uploaded(form));
      await().atMost(LIMIT).until(() -> answer.isDone() || isWaitedFor(statement));
      assertThat(answer).as("the upload waits").isNotDone();
      TestDatabase.allowConnections(settings, false);
      return answer.get();
    }
  }

  private static boolean isWaitedFor(Statement statement) throws Exception {
    try (ResultSet found =
        statement.executeQuery(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """)) {
      return found.next() && found.getInt(1) > 0;
    }
  }

  /** Each time one change of the disk later, until it is one that no upload makes. */
  @Test
  void theDiskOfTheIndexFailsAtEveryStepOfAnUpload() throws Exception {
    CrashDisk disk = new CrashDisk();
    start(DatabaseSettings.h2(H2FileSystem.mount("upload-away", disk) + "index"));
    int refused = 0;
    boolean failed = true;
    for (int step = 0; failed; step++) {
      SampleObject object = Samples.tiny(100 + step);
      Form form =
          ofPatient(new Form())
              .file("a.dcm", object.fileBytes())
              .file("a.png", picture(500 + step));
      SampleObject scanned = Samples.tiny(1_000 + step);
      gateway.take(folder, scanned);
      long before = total();
      long end = disk.faults().changes() + step;
      disk.faults().failFor(step, Long.MAX_VALUE / 2, Faults.Kind.FAIL);
      Answer answer = upload(form);
      failed = disk.faults().changes() > end;
      disk.faults().clear();

      assertThat(answer.status()).as(answer.text()).isIn(201, 503);
      refused += answer.status() == 503 ? 1 : 0;
      Answer taken = uploadWhenBack(form);
      assertThat(taken.status()).as(taken.text()).isIn(200, 201);
      assertThat(total()).isEqualTo(before + 2);
      String known = "/api/instance/" + scanned.sopInstanceUid();
      assertThat(client.get(known, token).status()).as("step %d", step).isEqualTo(200);
    }
    assertThat(refused).isPositive();
    assertNothingIsLeft();
  }

  private Answer uploaded(Form form) {
    try {
      return upload(form);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer upload(Form form) throws IOException {
    return client.sendBytes("POST", "/api/media", Form.headers(token), form.bytes());
  }

  /** Connections that broke are noticed one by one. */
  private Answer uploadWhenBack(Form form) {
    List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              answers.add(upload(form));
              return answers.get(answers.size() - 1).status() != 503;
            });
    return answers.get(answers.size() - 1);
  }

  private long total() throws IOException {
    return client.get("/api/media", token).json().get("meta").get("total").asLong();
  }

  /** What the log keeps. */
  private int records() throws IOException {
    int[] kept = {0};
    gateway.store.replay(
        LogPosition.START,
        new ReplayVisitor() {
          @Override
          public void onRecord(LogRecord record, LogPosition next) {
            kept[0] += record instanceof LogRecord.Stored ? 1 : 0;
          }

          @Override
          public void onDamage(Damage damage) {
            throw new AssertionError(damage);
          }
        });
    return kept[0];
  }

  /** Files of the store that no record names. */
  private void assertNothingIsLeft() {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(largeFiles()).isEqualTo(namedFiles()));
  }

  private long largeFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("store").resolve("large"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private long namedFiles() {
    return gateway.database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT (SELECT count(*) FROM instance WHERE container LIKE 'large/%')
                      + (SELECT count(*) FROM medium_file WHERE container LIKE 'large/%')
                    """)
                .mapTo(long.class)
                .one());
  }

  private static byte[] picture(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    byte[] head = "\u0089PNG\r\n\u001A\n".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(head, 0, bytes, 0, head.length);
    return bytes;
  }
}
