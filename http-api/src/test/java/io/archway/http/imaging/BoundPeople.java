package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.access.Permission;
import io.archway.http.imaging.ApiClient.Answer;
import io.archway.index.access.RoleDao;
import io.archway.index.account.Role;
import io.archway.index.association.AssociationDao;
import io.archway.index.association.AssociationStart;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.KeySequence;
import io.archway.index.database.TestDatabase;
import io.archway.index.store.Sender;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A dentist bound to the branch and a radiologist with one item, who may do everything: what they
 * do not see, their offices and assignments alone keep from them. Of each kind there is a row of
 * the dentist's ({@code branch}, {@code gone}), one of the reader's ({@code assigned}) and others;
 * {@code elsewhere} is an image that the main office made of the branch's patient.
 */
final class BoundPeople implements AutoCloseable {

  private static final Sender BRANCH = new Sender("dimse", "PANO", "ARCHWAY", "192.0.2.20");
  private static final Sender MAIN = new Sender("dimse", "SCANNER", "ARCHWAY", "192.0.2.7");

  final SampleGateway gateway;
  final ApiClient client;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> tokens = new HashMap<>();

  private BoundPeople(Path folder, DatabaseSettings settings) throws IOException {
    gateway = new SampleGateway(folder, InstantSource.system(), settings);
    client = new ApiClient(gateway.server.port());
    gateway.take(folder, BRANCH, "branch", Samples.intraOral(21, 32, 0));
    gateway.take(folder, BRANCH, "branch", Samples.intraOral(21, 32, 9));
    gateway.take(folder, MAIN, "elsewhere", Samples.photograph(22, 32));
    gateway.take(folder, BRANCH, "gone", Samples.panoramic(23, 32));
    gateway.take(folder, MAIN, "assigned", Samples.intraOral(25, 32, 0));
    gateway.take(folder, MAIN, "assigned", Samples.intraOral(25, 32, 9));
    permitEverything();
    variables.putAll(gateway.variables());
    for (String user : List.of("admin", "dentist", "reader")) {
      tokens.put(user, gateway.token(user));
    }
    makeItems();
    makeReports();
    decide();
    associate();
  }

  /** On one of the databases that a class of tests runs on. */
  static BoundPeople on(TestDatabase kind, Path folder) throws IOException {
    return new BoundPeople(Files.createDirectory(folder.resolve(kind.name())), kind.settings());
  }

  private void permitEverything() {
    gateway.database.durably(
        handle -> {
          RoleDao roles = handle.attach(RoleDao.class);
          long organization = Long.parseLong(gateway.variable("organization"));
          for (String slug : List.of(Role.DENTIST, Role.RADIOLOGIST)) {
            long key = roles.find(organization, slug).orElseThrow().roleKey();
            roles.permitNothing(key);
            Permission.all().forEach(permission -> roles.permit(key, permission));
          }
          return null;
        });
  }

  private void makeItems() throws IOException {
    make(
        "item.main",
        "/api/worklist",
        "{\"office_id\":${office},\"patient_id\":${cbct.patient},\"media_id\":${cbct.media},"
            + "\"radiologist_id\":${admin.user},\"study_type\":\"safety_overread\","
            + "\"status\":\"pending\",\"accession_number\":\"ACC-MAIN\"}");
    make(
        "item.branch",
        "/api/worklist",
        "{\"office_id\":${branch.office},\"patient_id\":${branch.patient},"
            + "\"study_type\":\"safety_overread\",\"status\":\"pending\","
            + "\"accession_number\":\"ACC-BRANCH\"}");
    make(
        "item.unread",
        "/api/worklist",
        "{\"office_id\":${office},\"patient_id\":${documents.patient},"
            + "\"radiologist_id\":${reader.user},\"study_type\":\"safety_overread\","
            + "\"status\":\"pending\",\"accession_number\":\"ACC-UNREAD\"}");
    make(
        "item.assigned",
        "/api/worklist",
        "{\"office_id\":${office},\"patient_id\":${assigned.patient},"
            + "\"media_id\":${assigned.media},\"radiologist_id\":${reader.user},"
            + "\"study_type\":\"safety_overread\",\"status\":\"pending\","
            + "\"accession_number\":\"ACC-ASSIGNED\"}");
  }

  private void makeReports() throws IOException {
    for (String item : List.of("main", "branch", "assigned")) {
      String office = item.equals("branch") ? "branch.office" : "office";
      String user = item.equals("assigned") ? "reader" : "admin";
      String body =
          "{\"form_id\":${form},\"office_id\":${%s},\"worklist_id\":${item.%s},\"exam\":\"Jaws\"}"
              .formatted(office, item);
      Answer answer = send("POST", "/api/report", user, body);
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      variables.put("report." + item, answer.json().get("id").asText());
      String first = "{\"version\":1,\"status\":\"preliminary\"}";
      expect(200, send("PUT", "/api/report/${report." + item + "}", user, first));
    }
  }

  /** Somebody says who is who, and that two are one, and deletes images of two offices. */
  private void decide() throws IOException {
    for (String patient : List.of("cbct", "branch", "assigned")) {
      String said = "{\"birth_date\":\"1980-01-02\"}";
      expect(200, send("PUT", "/api/patient/${" + patient + ".patient}", "admin", said));
    }
    for (String patient : List.of("cbct", "branch", "gone", "assigned")) {
      String said = "{\"email\":\"all@x.example\",\"external_id\":\"EXT-%s\"}".formatted(patient);
      expect(200, send("PATCH", "/api/v1/patients/${" + patient + ".patient}", "admin", said));
    }
    String one = "{\"into_patient_id\":${branch.patient},\"reason\":\"One person.\"}";
    expect(200, send("POST", "/api/patient/${elsewhere.patient}/merge", "admin", one));
    for (String medium : List.of("large", "gone")) {
      expect(204, send("DELETE", "/api/media/${" + medium + ".media}", "admin", null));
    }
  }

  private void associate() {
    long key = gateway.database.nextKey(KeySequence.ASSOCIATION);
    variables.put("branch.association", Long.toString(key));
    AssociationStart start =
        new AssociationStart(
            key,
            Long.parseLong(variables.get("organization")),
            BRANCH.callingAeTitle(),
            BRANCH.calledAeTitle(),
            BRANCH.address(),
            null,
            null,
            null,
            List.of(),
            SampleGateway.NOW);
    gateway.database.durably(
        handle -> {
          handle.attach(AssociationDao.class).start("default", start);
          return null;
        });
  }

  /** The answer's id becomes a variable of this name. */
  void make(String name, String target, String json) throws IOException {
    JsonNode made = expect(201, send("POST", target, "admin", json)).json();
    JsonNode data = made.has("data") ? made.get("data") : made;
    variables.put(name, data.get("id").asText());
  }

  static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }

  Answer get(String target, String user) throws IOException {
    return send("GET", target, user, null);
  }

  Answer send(String method, String target, String user, String json) throws IOException {
    return send(method, target, user, "application/json", json);
  }

  Answer send(String method, String target, String user, String type, String body)
      throws IOException {
    Map<String, String> headers = new HashMap<>(Map.of("Authorization", "Bearer " + token(user)));
    if (body != null) {
      headers.put("Content-Type", type);
    }
    return client.send(method, fill(target), headers, body == null ? null : fill(body));
  }

  String token(String user) {
    return tokens.get(user);
  }

  void name(String variable, String value) {
    variables.put(variable, value);
  }

  String value(String name) {
    assertThat(variables).containsKey(name);
    return variables.get(name);
  }

  String fill(String text) {
    String filled = text;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      filled = filled.replace("${" + variable.getKey() + "}", variable.getValue());
    }
    return filled;
  }

  @Override
  public void close() throws IOException {
    gateway.close();
  }
}
