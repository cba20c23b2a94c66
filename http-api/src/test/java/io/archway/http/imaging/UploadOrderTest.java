package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.http.access.DefaultRole;
import io.archway.http.imaging.ApiClient.Answer;
import io.archway.index.account.AccountDao;
import io.archway.index.database.TestDatabase;
import io.archway.index.matching.Matching;
import io.archway.index.matching.MatchingRules;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Uploads that meet an order: by what the images say, or because the form names it. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
final class UploadOrderTest {
  private static final Duration QUIET = Duration.ofMinutes(10);
  private static final byte[] LETTER = "%PDF-1.4 a letter".getBytes(StandardCharsets.US_ASCII);

  @Parameter TestDatabase kind;
  @TempDir Path folder;

  private SampleGateway gateway;
  private ApiClient client;
  private String token;
  private Duration later = Duration.ZERO;

  @BeforeEach
  void open() throws IOException {
    gateway = new SampleGateway(folder, InstantSource.system(), kind.settings());
    client = new ApiClient(gateway.server.port());
    token = gateway.token("admin");
    match();
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @Test
  void imagesThatNameTheirOrderMeetItAsThoseOfADevice() throws IOException {
    JsonNode order = order("cbct");
    SampleObject object = ofPatient(Samples.tiny(31), "cbct");
    object.head().put(Tag.ACCESSION_NUMBER, Vr.SH, order.get("accession_number").textValue());

    JsonNode taken = upload(new Form().file("a.dcm", object.fileBytes()), 201);
    match();

    assertThat(taken.get("worklist_id").isNull()).isTrue(); // nobody named it
    JsonNode arrived = item(order);
    assertThat(arrived.get("scan_status").textValue()).isEqualTo("arrived");
    assertThat(arrived.get("media_id")).isEqualTo(taken.get("id"));
    becomeQuiet();
    assertThat(item(order).get("scan_status").textValue()).isEqualTo("ready");
  }

  @Test
  void imagesBelongToTheOrderThatTheFormNames() throws IOException {
    JsonNode order = order("cbct");
    SampleObject object = ofPatient(Samples.tiny(32), "cbct");
    Form form = named(order).file("a.dcm", object.fileBytes());

    JsonNode taken = upload(form, 201);

    assertThat(taken.get("worklist_id")).isEqualTo(order.get("id"));
    assertThat(taken.at("/files/0/reason").isNull()).isTrue();
    JsonNode arrived = item(order);
    assertThat(arrived.get("scan_status").textValue()).isEqualTo("arrived");
    assertThat(arrived.get("media_id")).isEqualTo(taken.get("id"));
    match();
    assertThat(item(order)).isEqualTo(arrived);
    assertThat(waiting(object)).isFalse();
    JsonNode history = get("/api/worklist/" + order.get("id") + "/history").get("data");
    assertThat(history.toString()).contains("\"field\":\"media_id\"");
    assertThat(upload(form, 200).get("worklist_id")).isEqualTo(order.get("id"));
    assertThat(get("/api/worklist/" + order.get("id") + "/history").get("data")).isEqualTo(history);
    becomeQuiet();
    assertThat(item(order).get("scan_status").textValue()).isEqualTo("ready");
  }

  @Test
  void whatMatchingAskedOfAPersonIsSettledByTheForm() throws IOException {
    SampleObject object = ofPatient(Samples.tiny(33), "cbct");
    Form images = new Form().file("a.dcm", object.fileBytes());
    upload(images, 201);
    match();
    assertThat(waiting(object)).isTrue();
    JsonNode order = order("cbct");

    upload(named(order).file("a.dcm", object.fileBytes()), 200);
    match();

    assertThat(waiting(object)).isFalse();
    assertThat(item(order).get("scan_status").textValue()).isEqualTo("arrived");
  }

  @Test
  void imagesOfAnotherPatientAreRefusedBeforeTheyAreKept() throws IOException {
    JsonNode order = order("cbct");
    SampleObject object = Samples.tiny(34);
    object.head().put(Tag.PATIENT_ID, Vr.LO, "SOMEBODY-ELSE");
    object.head().put(Tag.PATIENT_NAME, Vr.PN, "Else^Somebody");
    object.head().put(Tag.PATIENT_BIRTH_DATE, Vr.DA, "19010101");

    JsonNode refused = upload(named(order).file("a.dcm", object.fileBytes()), 422);

    assertThat(refused.at("/errors/file/0").textValue()).startsWith("of another patient");
    assertThat(client.get("/api/instance/" + object.sopInstanceUid(), token).status())
        .isEqualTo(404);
    assertThat(item(order)).isEqualTo(order);
  }

  /** Devices use UIDs again: the image is kept beside the other one, in the other one's study. */
  @Test
  void theStudyOfAnotherWhoseImageIsContradictedIsNotGivenToTheOrder() throws IOException {
    SampleObject theirs = ofPatient(Samples.tiny(37), "panoramic");
    upload(new Form().file("a.dcm", theirs.fileBytes()), 201);
    match();
    JsonNode order = order("cbct");
    SampleObject object = ofPatient(theirs, "cbct");

    JsonNode taken = upload(named(order).file("a.dcm", object.fileBytes()), 201);

    assertThat(taken.at("/files/0/verdict").textValue()).isEqualTo("conflict");
    assertNotLinked(taken, 0);
    match();
    assertThat(item(order)).isEqualTo(order);
  }

  @Test
  void aStudyThatSomebodyGaveToAnotherIsNotGivenToTheOrder() throws IOException {
    SampleObject object = ofPatient(Samples.tiny(38), "cbct");
    upload(new Form().file("a.dcm", object.fileBytes()), 201);
    match();
    String study = object.head().string(Tag.STUDY_INSTANCE_UID);
    move(study, gateway.variable("panoramic.patient"));
    JsonNode order = order("cbct");

    assertNotLinked(upload(named(order).file("a.dcm", object.fileBytes()), 200), 0);
    object.head().put(Tag.SOP_INSTANCE_UID, Vr.UI, object.sopInstanceUid() + ".2");
    JsonNode taken = upload(named(order).file("a.dcm", object.fileBytes()), 201);

    assertThat(taken.at("/files/0/verdict").textValue()).isEqualTo("stored");
    assertNotLinked(taken, 0);
    match();
    assertThat(item(order)).isEqualTo(order);
  }

  /** Files of one upload are read and forced for minutes; the order is looked at before. */
  @Test
  void anOrderThatIsGivenToAnotherPatientMeanwhileGetsNothing() throws IOException {
    JsonNode order = order("cbct");
    SampleObject object = ofPatient(Samples.tiny(39), "cbct");
    Form form = named(order).file("a.dcm", object.fileBytes()).file("b.pdf", LETTER);
    String other = gateway.variable("panoramic.patient");
    String change =
        "{\"office_id\":%s,\"patient_id\":%s,\"study_type\":\"comprehensive_read\"}"
            .formatted(gateway.variable("office"), other);
    Set<Thread> before = uploadThreads();

    CompletableFuture<JsonNode> taking =
        gateway.intake.betweenGroups(
            () -> {
              CompletableFuture<JsonNode> begun =
                  CompletableFuture.supplyAsync(() -> uploaded(form, 201));
              await().until(() -> begun.isDone() || !before.containsAll(uploadThreads()));
              assertThat(put("/api/worklist/" + order.get("id"), change)).isEqualTo(200);
              return begun;
            });
    JsonNode taken = taking.join();

    assertNotLinked(taken, 0);
    assertNotLinked(taken, 1);
    match();
    assertThat(item(order).at("/patient/id").asText()).isEqualTo(other);
    assertThat(item(order).get("media_id").isNull()).isTrue();
    assertThat(item(order).get("scan_status")).isEqualTo(order.get("scan_status"));
  }

  private static Set<Thread> uploadThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("upload-"))
        .collect(Collectors.toSet());
  }

  private JsonNode uploaded(Form form, int status) {
    try {
      return upload(form, status);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int put(String target, String body) throws IOException {
    return send("PUT", target, body).status();
  }

  private static void assertNotLinked(JsonNode taken, int file) {
    assertThat(taken.get("worklist_id").isNull()).isTrue();
    assertThat(taken.at("/files/" + file + "/reason").textValue()).contains("not linked");
  }

  private void move(String studyInstanceUid, String patient) {
    long to = Long.parseLong(patient);
    gateway.database.durably(
        handle -> {
          handle.execute(
              "UPDATE study SET patient_key = ? WHERE study_instance_uid = ?",
              to,
              studyInstanceUid);
          return handle.execute(
              """
              UPDATE medium SET patient_key = ? WHERE study_key IN
                (SELECT study_key FROM study WHERE study_instance_uid = ?)
              """,
              to,
              studyInstanceUid);
        });
  }

  @Test
  void imagesThatNameAnotherOrderStayWithThatWhoeverWasFirst() throws IOException {
    JsonNode meant = order("cbct");
    JsonNode named = order("cbct");
    for (boolean matchedBefore : new boolean[] {false, true}) {
      SampleObject object = ofPatient(Samples.tiny(matchedBefore ? 36 : 35), "cbct");
      object.head().put(Tag.ACCESSION_NUMBER, Vr.SH, meant.get("accession_number").textValue());
      if (matchedBefore) {
        upload(new Form().file("a.dcm", object.fileBytes()), 201);
        match();
      }

      JsonNode taken =
          upload(named(named).file("a.dcm", object.fileBytes()), matchedBefore ? 200 : 201);

      assertThat(taken.get("worklist_id").isNull()).isTrue();
      assertThat(taken.at("/files/0/reason").textValue()).contains("not linked");
      match();
      assertThat(item(named)).isEqualTo(named);
      assertThat(item(meant).get("scan_status").textValue()).isEqualTo("arrived");
    }
  }

  @Test
  void aFileIsTheMediumAndThePatientsOfItsOrder() throws IOException {
    JsonNode order = order("cbct");

    JsonNode taken = upload(named(order).file("letter.pdf", LETTER), 201);

    assertThat(taken.get("worklist_id")).isEqualTo(order.get("id"));
    assertThat(taken.at("/media/0/patient/id")).isEqualTo(order.at("/patient/id"));
    assertThat(item(order).get("media_id")).isEqualTo(taken.get("id"));
    becomeQuiet();
    assertThat(item(order).get("scan_status").textValue()).isEqualTo("ready");
    Form second = named(order).file("b.pdf", "%PDF-1.4 b".getBytes(StandardCharsets.US_ASCII));
    JsonNode more = upload(second, 201);
    assertThat(more.get("worklist_id").isNull()).isTrue();
    assertThat(more.at("/files/0/reason").textValue()).contains("not linked");
    JsonNode other =
        upload(
            named(order)
                .field("patient_id", gateway.variable("panoramic.patient"))
                .file("c.pdf", LETTER),
            422);
    assertThat(other.get("errors").has("patient_id")).isTrue();
  }

  /** The built-in role of programs: they bring orders and change them by other endpoints. */
  @Test
  void anAgentNamesTheOrderOfWhatItBrings() throws IOException {
    JsonNode order = order("cbct");
    gateway.database.durably(
        handle -> {
          AccountDao accounts = handle.attach(AccountDao.class);
          long organization = Long.parseLong(gateway.variable("organization"));
          long role = accounts.roleKey(organization, DefaultRole.AGENT.slug()).orElseThrow();
          accounts.giveRole(accounts.findByLogin("clerk").orElseThrow().userKey(), role);
          return null;
        });
    String administrator = token;
    token = gateway.token("clerk");

    JsonNode taken = upload(named(order).file("letter.pdf", LETTER), 201);

    token = administrator;
    assertThat(taken.get("worklist_id")).isEqualTo(order.get("id"));
    assertThat(item(order).get("media_id")).isEqualTo(taken.get("id"));
  }

  /** A copy of one image would show the rest of its study. */
  @Test
  void whatTheSenderDoesNotSeeIsNotGivenToTheirOrder() throws IOException {
    String permit = "{\"permissions\":[\"media.store\",\"media.show\"]}";
    String dentist = gateway.variable("dentist.user");
    assertThat(send("POST", "/api/user/" + dentist + "/permission", permit).status())
        .isEqualTo(200);
    JsonNode order = order("cbct", "branch.office");
    token = gateway.token("dentist");
    byte[] copy = gateway.samples.get("cbct").get(0).fileBytes();

    JsonNode taken = upload(named(order).file("a.dcm", copy), 200);

    assertThat(taken.get("worklist_id").isNull()).isTrue();
    assertThat(taken.at("/files/0/media_id").isNull()).isTrue();
    assertThat(item(order)).isEqualTo(order);
    String medium = "/api/media/" + gateway.variable("cbct.media");
    assertThat(client.get(medium, token).status()).isEqualTo(404);
  }

  @Test
  void anOrderThatIsNotThereOrNotTheirsIsTold() throws IOException {
    JsonNode order = order("cbct");
    String id = order.get("id").asText();
    String scopes = "{\"name\":\"camera\",\"scopes\":[\"media.store\"]}";
    Answer camera = send("POST", "/api/oauth/personal-access-token", scopes);
    assertThat(camera.status()).as(camera.text()).isEqualTo(201);
    Form form = new Form().field("worklist_id", id).file("a.pdf", LETTER);
    Answer forbidden =
        client.sendBytes(
            "POST",
            "/api/media",
            Form.headers(camera.json().get("access_token").textValue()),
            form.bytes());
    assertThat(forbidden.status()).as(forbidden.text()).isEqualTo(403);
    for (String unknown : new String[] {"999999", "0", "x"}) {
      JsonNode refused =
          upload(new Form().field("worklist_id", unknown).file("a.pdf", LETTER), 422);
      assertThat(refused.get("errors").has("worklist_id")).as(unknown).isTrue();
    }
    assertThat(send("DELETE", "/api/worklist/" + id, null).status()).isEqualTo(204);
    assertThat(upload(form, 422).get("errors").has("worklist_id")).isTrue();
  }

  private JsonNode order(String sample) throws IOException {
    return order(sample, "office");
  }

  private JsonNode order(String sample, String office) throws IOException {
    String body =
        """
        {"office_id":%s,"patient_id":%s,"study_type":"comprehensive_read","status":"pending"}
        """
            .formatted(gateway.variable(office), gateway.variable(sample + ".patient"));
    Answer answer = send("POST", "/api/worklist", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    match();
    return get("/api/worklist/" + answer.json().get("id"));
  }

  private SampleObject ofPatient(SampleObject object, String sample) throws IOException {
    JsonNode patient = get("/api/patient/" + gateway.variable(sample + ".patient"));
    object.head().put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192");
    object.head().put(Tag.PATIENT_ID, Vr.LO, patient.get("patient_id").textValue());
    object.head().put(Tag.PATIENT_NAME, Vr.PN, patient.get("name").textValue());
    object
        .head()
        .put(Tag.PATIENT_BIRTH_DATE, Vr.DA, patient.get("birth_date").textValue().replace("-", ""));
    object.head().put(Tag.ACCESSION_NUMBER, Vr.SH, "");
    return object;
  }

  private static Form named(JsonNode order) {
    return new Form().field("worklist_id", order.get("id").asText());
  }

  private JsonNode upload(Form form, int status) throws IOException {
    Answer answer = client.sendBytes("POST", "/api/media", Form.headers(token), form.bytes());
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.json();
  }

  private JsonNode item(JsonNode order) throws IOException {
    return get("/api/worklist/" + order.get("id"));
  }

  private boolean waiting(SampleObject object) throws IOException {
    return get("/api/inbox?per_page=100")
        .toString()
        .contains(object.head().string(Tag.STUDY_INSTANCE_UID));
  }

  private JsonNode get(String target) throws IOException {
    Answer answer = client.get(target, token);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private Answer send(String method, String target, String body) throws IOException {
    return client.send(
        method,
        target,
        Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
        body);
  }

  private void becomeQuiet() {
    later = later.plus(QUIET).plusSeconds(1);
    match();
  }

  private void match() {
    MatchingRules rules =
        new MatchingRules(QUIET, MatchingRules.WithoutOrder.INBOX, ZoneOffset.UTC);
    Matching matching = new Matching(gateway.database, rules, () -> Instant.now().plus(later));
    for (int passes = 0; matching.pass(); passes++) {
      assertThat(passes).isLessThan(100);
    }
  }
}
