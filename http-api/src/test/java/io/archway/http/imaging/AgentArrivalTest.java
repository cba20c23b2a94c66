package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.dicom.dict.Tag;
import io.archway.index.database.TestDatabase;
import io.archway.index.matching.Matching;
import io.archway.index.matching.MatchingRules;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A study of which an agent spoke over HTTP, and whose images come by themselves too. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
final class AgentArrivalTest {

  @Parameter TestDatabase kind;
  @TempDir Path folder;

  private SampleGateway gateway;
  private ApiClient client;
  private String token;
  private final SampleObject object = Samples.tiny(8);

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
  void imagesThatComeAfterTheAgentJoinItsMediumAndItem() throws IOException {
    JsonNode said = say();
    arrive();
    match();
    JsonNode item = get("/api/worklist/" + said.get("worklist_id"));
    assertThat(item.get("scan_status").textValue()).isEqualTo("arrived");
    assertThat(item.get("media_id")).isEqualTo(said.get("media_id"));
    JsonNode medium = get("/api/media/" + said.get("media_id"));
    assertThat(medium.get("kind").textValue()).isEqualTo("study");
    assertThat(medium.path("study").path("study_instance_uid").textValue()).isEqualTo(uid());
    String list = "/api/media?patient_id=" + said.get("patient_id");
    assertThat(get(list).get("data")).hasSize(1);
    assertThat(client.get("/api/media/" + said.get("media_id") + "/download", token).status())
        .isEqualTo(200);
    assertSame(say(), said);
  }

  @Test
  void agentWhoComesAfterTheImagesGetsTheirMediumAndPatient() throws IOException {
    arrive();
    match();
    JsonNode said = say();
    match();
    JsonNode medium = get("/api/media/" + said.get("media_id"));
    assertThat(medium.path("study").path("study_instance_uid").textValue()).isEqualTo(uid());
    assertThat(medium.path("patient").path("id")).isEqualTo(said.get("patient_id"));
    assertSame(say(), said);
  }

  @Test
  void imagesOfADeletedOrderWaitInTheInbox() throws IOException {
    JsonNode said = say();
    arrive();
    match();
    String item = "/api/worklist/" + said.get("worklist_id");
    assertThat(get("/api/inbox?reason=order_unmatched").get("data")).isEmpty();
    Map<String, String> headers = Map.of("Authorization", "Bearer " + token);
    assertThat(client.send("DELETE", item, headers, null).status()).isEqualTo(204);
    match(MatchingRules.WithoutOrder.INBOX);
    JsonNode waiting = get("/api/inbox?reason=order_unmatched").get("data");
    assertThat(waiting).hasSize(1);
    assertThat(waiting.toString()).contains(uid());
  }

  private void assertSame(JsonNode again, JsonNode said) {
    for (String id : new String[] {"worklist_id", "media_id", "patient_id"}) {
      assertThat(again.get(id)).as(id).isEqualTo(said.get(id));
    }
  }

  private String uid() {
    return object.head().string(Tag.STUDY_INSTANCE_UID);
  }

  private JsonNode say() throws IOException {
    String body =
        """
        {"studyInstanceUID":"%s","sopInstanceUID":"%s","manufacturer":"Maker","patientId":"%s",
         "patientName":"%s","modality":"CT","path":"/archive/8"}
        """
            .formatted(
                uid(),
                object.sopInstanceUid(),
                object.head().string(Tag.PATIENT_ID),
                object.head().string(Tag.PATIENT_NAME));
    Map<String, String> headers =
        Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
    ApiClient.Answer answer = client.send("POST", "/api/dicom", headers, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private JsonNode get(String target) throws IOException {
    ApiClient.Answer answer = client.get(target, token);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private void arrive() throws IOException {
    gateway.take(Files.createTempDirectory(folder, "later"), object);
  }

  private void match() {
    match(MatchingRules.WithoutOrder.NOTHING);
  }

  private void match(MatchingRules.WithoutOrder withoutOrder) {
    MatchingRules rules = new MatchingRules(Duration.ofHours(1), withoutOrder, ZoneOffset.UTC);
    Matching matching = new Matching(gateway.database, rules, InstantSource.system());
    boolean more = true;
    while (more) {
      more = matching.pass();
    }
  }
}
