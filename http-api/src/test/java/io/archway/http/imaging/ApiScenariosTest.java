package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.access.Permission;
import io.archway.http.kernel.Access;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.OpenApi;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Route;
import io.archway.http.kernel.Routes;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.EventType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every endpoint answers as testdata/api says, over a real socket; and every endpoint is there. */
final class ApiScenariosTest {

  /** Needs patients whom nobody else expects in their lists. */
  private static final String DOUBTFUL_PATIENTS = "inbox-patients.yaml";

  private static final Set<String> ON_POSTGRESQL =
      Set.of(
          "account.yaml",
          "audit.yaml",
          "category.yaml",
          "dicom.yaml",
          "document-transfer.yaml",
          "documents-hostile.yaml",
          "documents.yaml",
          "media-upload.yaml",
          "form.yaml",
          "inbox.yaml",
          DOUBTFUL_PATIENTS,
          "office.yaml",
          "option.yaml",
          "organization.yaml",
          "patients-hostile.yaml",
          "patients-import.yaml",
          "patients-read.yaml",
          "patients-write.yaml",
          "user-meta.yaml",
          "user.yaml",
          "report.yaml",
          "worklist.yaml");

  /** By what no request does at once; asserted in the tests named. */
  private static final Set<String> TOLD_ELSEWHERE =
      Set.of(
          "instance_conflict", // IndexCatalogTest
          "item_ready", // MatchingTest
          "item_images_after_report", // MatchingTest
          "patient_restored", // PatientKeepingTest
          "agent_silent", // HeartbeatsTest
          "agent_returned"); // HeartbeatsTest

  @TempDir Path folder;

  private final List<SampleGateway> gateways = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (SampleGateway gateway : gateways) {
      gateway.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> scenarios() {
    return asked().flatMap(file -> tests(file, "", TestDatabase.H2));
  }

  /** Of resources that write much SQL. */
  @TestFactory
  Stream<DynamicTest> scenariosOnPostgresql() {
    return asked()
        .filter(file -> ON_POSTGRESQL.contains(file.path().getFileName().toString()))
        .flatMap(file -> tests(file, "postgresql ", TestDatabase.POSTGRESQL));
  }

  /** All files, or those that {@code -Darchway.scenarios=form.yaml,media.yaml} names. */
  private static Stream<Scenario.File> asked() {
    String names = System.getProperty("archway.scenarios", "");
    Set<String> asked = Set.of(names.split(","));
    return Scenario.files().stream()
        .filter(file -> names.isEmpty() || asked.contains(file.path().getFileName().toString()));
  }

  private Stream<DynamicTest> tests(Scenario.File file, String prefix, TestDatabase database) {
    String name = prefix + file.path().getFileName();
    Once once = new Once(name, database);
    Stream<DynamicTest> scenarios =
        file.scenarios().stream()
            .map(
                scenario ->
                    DynamicTest.dynamicTest(
                        name + ": " + scenario.name(), () -> once.run().run(scenario)));
    return Stream.concat(
        scenarios,
        Stream.of(DynamicTest.dynamicTest(name + ": all of it is in the audit", once::end)));
  }

  /** The gateway of a file, started when its first scenario runs. */
  private final class Once {
    private final String name;
    private final TestDatabase database;
    private SampleGateway gateway;
    private ScenarioRun run;

    Once(String name, TestDatabase database) {
      this.name = name;
      this.database = database;
    }

    ScenarioRun run() throws IOException {
      if (run == null) {
        gateway =
            new SampleGateway(
                java.nio.file.Files.createDirectory(folder.resolve(name)),
                InstantSource.system(),
                database.settings());
        gateways.add(gateway);
        if (name.endsWith(DOUBTFUL_PATIENTS)) {
          gateway.takeDoubtfulPatients(folder);
        }
        run = new ScenarioRun(gateway);
      }
      return run;
    }

    /** Closes the gateway too: all at once do not fit into the memory of the tests. */
    void end() throws IOException {
      run().assertAudited();
      gateways.remove(gateway);
      gateway.close();
    }
  }

  @Test
  void everyEndpointHasScenariosOfSuccessAndOfEveryRefusalItDeclares() {
    List<Route> routes = Routes.of(SampleFamilies.bare()).all();
    Set<String> told =
        Scenario.files().stream()
            .flatMap(file -> file.scenarios().stream())
            .flatMap(scenario -> scenario.steps().stream())
            .flatMap(step -> told(routes, step))
            .collect(Collectors.toSet());
    Set<String> missing =
        routes.stream()
            .flatMap(ApiScenariosTest::expected)
            .filter(line -> !told.contains(line))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(missing).as("endpoints without a scenario that answers this").isEmpty();
  }

  private static Stream<String> told(List<Route> routes, Scenario.Step step) {
    String status = step.status() < 300 ? "success" : Integer.toString(step.status());
    return routes.stream()
        .filter(route -> isOf(route, step.request()))
        .map(route -> nameOf(route) + " " + status);
  }

  private static String nameOf(Route route) {
    return route.family().name() + "." + route.endpoint().id();
  }

  private static boolean isOf(Route route, String request) {
    String path = route.template().replaceAll("\\{[a-z_]+}", "[^/?]+");
    return request.matches(route.endpoint().method() + " " + path + "(\\?.*)?");
  }

  private static Stream<String> expected(Route route) {
    Endpoint endpoint = route.endpoint();
    List<String> statuses = new ArrayList<>(List.of("success", invalid(route)));
    if (!(endpoint.access() instanceof Access.Open)) {
      statuses.add("401");
    }
    if (endpoint.access() instanceof Access.Permitted) {
      statuses.add("403");
    }
    if (!route.variables().isEmpty()) {
      statuses.add("404");
    }
    return statuses.stream().map(status -> nameOf(route) + " " + status);
  }

  private static String invalid(Route route) {
    Problem invalid = Problem.of(ProblemType.INVALID);
    return Integer.toString(route.family().dialect().status(invalid));
  }

  /** Who follows events relies on each of them. */
  @Test
  void everyTypeOfEventIsToldInScenariosOrWhereItIsMade() {
    Set<String> missing =
        Stream.of(EventType.values())
            .map(type -> type.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    missing.removeAll(TOLD_ELSEWHERE);
    Scenario.files().stream()
        .flatMap(file -> file.scenarios().stream())
        .flatMap(scenario -> scenario.steps().stream())
        .map(Scenario.Step::told)
        .filter(Objects::nonNull)
        .forEach(missing::removeAll);
    assertThat(missing).as("types of events that no step tells").isEmpty();
  }

  /** What else an endpoint refuses is declared by {@link Endpoint#refuses}. */
  @Test
  void everyStatusThatAScenarioSeesIsInTheDocument() {
    List<Route> routes = Routes.of(SampleFamilies.bare()).all();
    Map<String, JsonNode> documents = new HashMap<>();
    SampleFamilies.bare()
        .forEach(family -> documents.put(family.name(), OpenApi.document(family, "", "")));
    Set<String> undeclared =
        Scenario.files().stream()
            .flatMap(file -> file.scenarios().stream())
            .flatMap(scenario -> scenario.steps().stream())
            .flatMap(step -> undeclared(routes, documents, step))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(undeclared).as("answers that no document tells").isEmpty();
  }

  private static Stream<String> undeclared(
      List<Route> routes, Map<String, JsonNode> documents, Scenario.Step step) {
    String status = Integer.toString(step.status());
    return routes.stream()
        .filter(route -> isOf(route, step.request()))
        .filter(
            route ->
                !documents
                    .get(route.family().name())
                    .path("paths")
                    .path(route.template())
                    .path(route.endpoint().method().name().toLowerCase(Locale.ROOT))
                    .path("responses")
                    .has(status))
        .map(route -> nameOf(route) + " " + status);
  }

  @Test
  void everyPermissionThatAnEndpointNeedsIsDeclared() {
    Set<String> needed =
        SampleFamilies.bare().stream()
            .flatMap(family -> family.resources().stream())
            .map(Resource::endpoints)
            .flatMap(List::stream)
            .map(Endpoint::access)
            .filter(Access.Permitted.class::isInstance)
            .map(access -> ((Access.Permitted) access).permission())
            .collect(Collectors.toSet());
    assertThat(Permission.all()).containsAll(needed);
  }
}
