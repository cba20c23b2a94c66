package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.http.access.DefaultRole;
import io.archway.http.access.Permission;
import io.archway.http.imaging.ApiClient.Answer;
import io.archway.http.kernel.Access;
import io.archway.http.kernel.Method;
import io.archway.http.kernel.RequestBody;
import io.archway.http.kernel.Route;
import io.archway.http.kernel.Routes;
import io.archway.index.access.RoleDao;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tries every endpoint that there is as each of the built-in roles, as nobody, and as the
 * administrator of another organization: what is answered follows from the declared permission, and
 * what is of others is not there.
 */
final class RoleTableTest {

  /** A row of the clinic's main office for each kind that a path can name. */
  private static final Map<String, String> ROWS =
      Map.ofEntries(
          Map.entry("/api/association/{id}", "/api/association/${released.association}"),
          Map.entry("/api/category/{slug}", "/api/category/ours"),
          Map.entry("/api/dicom/{worklist_id}", "/api/dicom/${item}"),
          Map.entry("/api/form/{id}", "/api/form/${form}"),
          Map.entry("/api/inbox/{id}", "/api/inbox/${intraoral.inbox}"),
          Map.entry("/api/instance/{sop_instance_uid}", "/api/instance/${cbct.uid}"),
          Map.entry("/api/media/{media_id}", "/api/media/${cbct.media}"),
          Map.entry("/api/message/{id}", "/api/message/${message}"),
          Map.entry("/api/office/{id}", "/api/office/${office}"),
          Map.entry(
              "/api/oauth/personal-access-token/{token_id}",
              "/api/oauth/personal-access-token/${token}"),
          Map.entry("/api/option/{name}", "/api/option/ours"),
          Map.entry("/api/organization/{office}", "/api/organization/${organization}"),
          Map.entry("/api/patient/{id}", "/api/patient/${cbct.patient}"),
          Map.entry("/api/v1/patients/{id}", "/api/v1/patients/${cbct.patient}"),
          Map.entry("/api/report/{id}", "/api/report/${report}"),
          Map.entry("/api/report/{id}/versions/{version}", "/api/report/${report}/versions/1"),
          Map.entry("/api/role/{slug}", "/api/role/ours"),
          Map.entry("/api/user/{id}", "/api/user/${clerk.user}"),
          Map.entry("/api/user/{user_id}", "/api/user/${clerk.user}"),
          Map.entry("/api/user/{user_id}/meta/{key}", "/api/user/${clerk.user}/meta/ours"),
          Map.entry("/api/worklist/{id}", "/api/worklist/${item}"));

  /** Kinds of which each office and each radiologist has their own; v1 are patients. */
  private static final Set<String> SCOPED =
      Set.of(
          "association",
          "dicom",
          "inbox",
          "instance",
          "media",
          "patient",
          "report",
          "v1",
          "worklist");

  private static final String PERMISSIONS = "{\"permissions\":[\"media.index\"]}";
  private static final String OFFICE =
      """
      {"name":"Ours","address_line_1":"Street 1","city":"Graz","state":"Styria",
       "zipcode":"8010","primary_contact_name":"Nora","primary_contact_email":"n@clinic.example"}
      """;
  private static final String FORM =
      "{\"name\":\"Ours\",\"fields\":[{\"section\":\"exam\",\"label\":\"Exam\"}]}";

  /** What may be said of a row, by endpoint, where it must say something: nobody may be told so. */
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry(
              "chooseForInboxEntry", "{\"worklist_item_id\":${item},\"why\":\"It is theirs.\"}"),
          Map.entry("confirmInboxEntry", "{\"worklist_item_id\":${item},\"why\":\"It is.\"}"),
          Map.entry("rejectInboxEntry", "{\"why\":\"It is not.\"}"),
          Map.entry("undoInboxDecision", "{\"why\":\"It was not.\"}"),
          Map.entry("unlinkMedia", "{\"worklist_item_id\":${item},\"why\":\"It is not.\"}"),
          Map.entry("discardQuarantined", "{\"why\":\"Nothing is seen.\"}"),
          Map.entry("updateOffice", OFFICE),
          Map.entry(
              "updateOrganization",
              "{\"organization_administrator_id\":${admin.user},\"slug\":\"x1\",\"name\":\"X\"}"),
          Map.entry("updateOption", "{\"value\":\"y\"}"),
          Map.entry("updateForm", FORM),
          Map.entry(
              "mergePatient", "{\"into_patient_id\":${panoramic.patient},\"reason\":\"One.\"}"),
          Map.entry("unmergePatient", "{\"reason\":\"Two.\"}"),
          Map.entry("addToReport", "{\"text\":\"More.\"}"),
          Map.entry("updateUser", "{\"username\":\"clerk\",\"email\":\"clerk@clinic.example\"}"),
          Map.entry("bindUserToOffices", "{\"office_ids\":[${office}]}"),
          Map.entry("addUserPermissions", PERMISSIONS),
          Map.entry("setUserPermissions", PERMISSIONS),
          Map.entry("removeUserPermissions", PERMISSIONS),
          Map.entry("addUserRole", "{\"slug\":\"agent\"}"),
          Map.entry("setUserRole", "{\"slug\":\"agent\"}"),
          Map.entry("createUserMeta", "{\"meta_key\":\"more\",\"meta_value\":{\"a\":1}}"),
          Map.entry("updateUserMeta", "{\"meta_value\":{\"a\":1}}"),
          Map.entry(
              "updateWorklistItem",
              "{\"office_id\":${office},\"patient_id\":${panoramic.patient},"
                  + "\"study_type\":\"safety_overread\"}"));

  @TempDir static Path folder;
  private static SampleGateway gateway;
  private static ApiClient client;
  private static List<Route> routes;
  private static final Map<String, String> VARIABLES = new HashMap<>();
  private static final Map<String, String> TOKENS = new HashMap<>();
  private static final Map<String, Set<String>> HELD = new HashMap<>();

  @BeforeAll
  static void open() throws IOException {
    gateway = new SampleGateway(folder);
    client = new ApiClient(gateway.server.port());
    routes = Routes.of(gateway.families).all();
    VARIABLES.putAll(gateway.variables());
    giveRoles();
    for (String user : List.of("admin", "stranger", "clerk", "dentist", "reader", "viewer")) {
      TOKENS.put(user, gateway.token(user));
    }
    makeRows();
  }

  @AfterAll
  static void close() throws IOException {
    gateway.close();
  }

  /** As they are made; the one who views is an agent here. */
  private static void giveRoles() {
    gateway.database.durably(
        handle -> {
          RoleDao roles = handle.attach(RoleDao.class);
          AccountDao accounts = handle.attach(AccountDao.class);
          long organization = Long.parseLong(VARIABLES.get("organization"));
          for (DefaultRole role : DefaultRole.values()) {
            if (role != DefaultRole.ADMINISTRATOR) {
              long key = roles.find(organization, role.slug()).orElseThrow().roleKey();
              roles.permitNothing(key);
              role.permissions().forEach(permission -> roles.permit(key, permission));
            }
          }
          long viewer = Long.parseLong(VARIABLES.get("viewer.user"));
          for (Role role : accounts.roles(organization, viewer)) {
            roles.take(viewer, role.roleKey());
          }
          roles.give(viewer, roles.find(organization, "agent").orElseThrow().roleKey());
          return null;
        });
    HELD.put("admin", Permission.all());
    HELD.put("clerk", Set.of());
    HELD.put("dentist", DefaultRole.DENTIST.permissions());
    HELD.put("reader", DefaultRole.RADIOLOGIST.permissions());
    HELD.put("viewer", DefaultRole.AGENT.permissions());
  }

  private static void makeRows() throws IOException {
    make("/api/category", "{\"name\":\"Ours\"}");
    make("/api/option", "{\"name\":\"ours\",\"value\":\"x\"}");
    make("/api/role", "{\"name\":\"Ours\",\"slug\":\"ours\",\"permissions\":[]}");
    make("/api/user/${clerk.user}/meta", "{\"meta_key\":\"ours\",\"meta_value\":{\"a\":1}}");
    Answer item =
        make(
            "/api/worklist",
            "{\"office_id\":${office},\"patient_id\":${panoramic.patient},\"status\":\"pending\","
                + "\"study_type\":\"safety_overread\"}");
    VARIABLES.put("item", item.json().get("id").asText());
    Answer token = make("/api/oauth/personal-access-token", "{\"name\":\"ours\"}");
    VARIABLES.put("token", token.json().at("/token/id").asText());
    make(
        "/api/auth/register",
        "{\"username\":\"newcomer\",\"email\":\"newcomer@clinic.example\","
            + "\"password\":\"correct horse\",\"first_name\":\"Nora\",\"last_name\":\"Novak\"}");
    Answer messages = send(Method.GET, "/api/message", "admin", null);
    VARIABLES.put("message", messages.json().at("/data/0/id").asText());
    Answer report = make("/api/report", "{\"form_id\":${form},\"office_id\":${office}}");
    VARIABLES.put("report", report.json().get("id").asText());
  }

  private static Answer make(String target, String json) throws IOException {
    Answer answer = send(Method.POST, fill(target), "admin", fill(json));
    assertThat(answer.status()).as(target + ": " + answer.text()).isEqualTo(201);
    return answer;
  }

  private static String fill(String text) {
    String filled = text;
    for (Map.Entry<String, String> variable : VARIABLES.entrySet()) {
      filled = filled.replace("${" + variable.getKey() + "}", variable.getValue());
    }
    return filled;
  }

  private static Answer send(Method method, String target, String user, String json)
      throws IOException {
    Map<String, String> headers = new HashMap<>();
    if (user != null) {
      headers.put("Authorization", "Bearer " + TOKENS.get(user));
    }
    if (json != null) {
      headers.put("Content-Type", "application/json");
    }
    return client.send(method.name(), target, headers, json);
  }

  /** With the row that its path names, or as it is where it names none. */
  private static String target(Route route) {
    String template = route.template();
    String found =
        ROWS.keySet().stream()
            .filter(row -> template.equals(row) || template.startsWith(row + "/"))
            .max(java.util.Comparator.comparingInt(String::length))
            .map(row -> fill(ROWS.get(row)) + template.substring(row.length()))
            .orElse(template);
    assertThat(found).as("a row for " + template).doesNotContain("{");
    return found;
  }

  private static boolean namesRow(Route route) {
    return route.template().contains("{");
  }

  private static String body(Route route) {
    return route.endpoint().body() instanceof RequestBody.Json
        ? fill(BODIES.getOrDefault(route.endpoint().id(), "{}"))
        : null;
  }

  @Test
  void nobodyIsLetInWithoutToken() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Route route : routes) {
      boolean open = route.endpoint().access() instanceof Access.Open;
      Answer answer = send(route.endpoint().method(), target(route), null, body(route));
      if (open == (answer.status() == 401) && !route.endpoint().id().equals("login")) {
        wrong.add(route.endpoint().id() + ": " + answer.status());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatARoleDoesNotPermitIsForbidden() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Route route : routes) {
      for (String user : HELD.keySet()) {
        if (route.endpoint().access() instanceof Access.Permitted permitted
            && !HELD.get(user).contains(permitted.permission())
            && !(permitted.ownVariable() != null && user.equals("clerk"))) {
          Answer answer = send(route.endpoint().method(), target(route), user, body(route));
          if (answer.status() != 403) {
            wrong.add("%s as %s: %d".formatted(route.endpoint().id(), user, answer.status()));
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Reading, so that all is there for the next; what changes is refused by an unknown member. */
  @Test
  void whatARolePermitsIsNotForbidden() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Route route : routes) {
      for (String user : HELD.keySet()) {
        if (route.endpoint().access() instanceof Access.Permitted permitted
            && HELD.get(user).contains(permitted.permission())
            && !permitted.permission().equals(Permission.EVENT_INDEX.text())
            && !route.template().contains("/organization")) {
          Answer answer =
              send(route.endpoint().method(), target(route) + "?unknown=1", user, body(route));
          if (answer.status() == 401 || answer.status() == 403 || answer.status() >= 500) {
            wrong.add("%s as %s: %d".formatted(route.endpoint().id(), user, answer.status()));
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void rowsOfAnotherOrganizationAreNotThere() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Route route : routes) {
      if (namesRow(route)) {
        Answer answer = send(route.endpoint().method(), target(route), "stranger", body(route));
        boolean operators = route.template().startsWith("/api/organization/");
        if (answer.status() != 404 && !(operators && answer.status() == 403)) {
          wrong.add("%s: %d %s".formatted(route.endpoint().id(), answer.status(), answer.text()));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void listsShowAStrangerNothingOfTheClinic() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Route route : routes) {
      boolean list = !namesRow(route) && route.endpoint().method() == Method.GET;
      if (list && !route.endpoint().id().equals("followEvents")) {
        String text = send(Method.GET, target(route), "stranger", null).text();
        for (String secret :
            List.of("${cbct.uid}", "${cbct.study}", "clerk@clinic", "Main office")) {
          if (text.contains(fill(secret))) {
            wrong.add(route.endpoint().id() + ": " + secret);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void rowsOfAnotherOfficeOrReaderAreNotThere() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Route route : routes) {
      String kind = route.template().replaceFirst("/api/", "").split("/")[0];
      for (String user : List.of("dentist", "reader")) {
        if (namesRow(route)
            && SCOPED.contains(kind)
            && route.endpoint().access() instanceof Access.Permitted permitted
            && HELD.get(user).contains(permitted.permission())) {
          Answer answer = send(route.endpoint().method(), target(route), user, body(route));
          if (answer.status() != 404) {
            wrong.add(
                "%s as %s: %d %s"
                    .formatted(route.endpoint().id(), user, answer.status(), answer.text()));
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Whoever has a second factor and has not shown it: all but what is open and the factor's. */
  @Test
  void whoHasNotShownTheirSecondFactorIsLetInNowhere() throws IOException {
    gateway.database.durably(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO second_factor (user_key, organization_key, default_factor,
                      last_time_step, updated_at)
                    VALUES (:user, :organization, 'AUTHENTICATOR', 0, :now)
                    """)
                .bind("user", Long.parseLong(VARIABLES.get("receptionist.user")))
                .bind("organization", Long.parseLong(VARIABLES.get("organization")))
                .bind("now", Instant.now())
                .execute());
    TOKENS.put("receptionist", gateway.token("receptionist"));
    List<String> wrong = new ArrayList<>();
    Set<String> factors = new TreeSet<>();
    for (Route route : routes) {
      Access access = route.endpoint().access();
      if (access instanceof Access.Open) {
        continue;
      } else if (access instanceof Access.SignedIn signedIn && signedIn.beforeSecondFactor()) {
        factors.add(route.endpoint().id());
        continue;
      }
      Answer answer = send(route.endpoint().method(), target(route), "receptionist", body(route));
      boolean told = answer.text().contains("MFA is required for this request.");
      boolean saysLittle = route.template().startsWith("/api/v1/"); // one text for every 401
      if (answer.status() != 401 || !told && !saysLittle) {
        wrong.add("%s: %d %s".formatted(route.endpoint().id(), answer.status(), answer.text()));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(factors)
        .containsExactly("logout", "sendFactorCode", "showFactorSettings", "verifyFactorCode");
  }
}
