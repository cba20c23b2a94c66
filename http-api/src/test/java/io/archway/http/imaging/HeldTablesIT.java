package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.http.imaging.ApiClient.Answer;
import io.archway.http.kernel.Route;
import io.archway.http.kernel.Routes;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * While somebody holds every table, so that nothing can be written, each endpoint is asked for what
 * it does in a scenario: it is answered 503 with Retry-After, or does without, but never 500.
 */
final class HeldTablesIT {
  private static final int SHORT_MILLIS = 200;

  /** Of some 80 that write; scenarios that share a gateway do not come to all. */
  private static final int LEAST = 60;

  private static final Set<String> SIGN_IN_IS_THROTTLED = Set.of("auth-throttle.yaml");

  @TempDir Path folder;
  private final TreeMap<String, Integer> answers = new TreeMap<>();
  private final List<Route> routes = Routes.of(SampleFamilies.bare()).all();

  @Test
  void everyEndpointSaysThatItCannotWriteNow() throws Exception {
    DatabaseSettings given = TestDatabase.POSTGRESQL.settings();
    DatabaseSettings settings =
        new DatabaseSettings(
            given.url(), given.user(), given.password(), 10, 6, 2_000, 60_000, SHORT_MILLIS);
    try (SampleGateway gateway = new SampleGateway(folder, InstantSource.system(), settings)) {
      for (Scenario.File file : Scenario.files()) {
        if (!SIGN_IN_IS_THROTTLED.contains(file.path().getFileName().toString())) {
          tryOut(gateway, settings, file);
        }
      }
    }
    Set<String> written =
        routes.stream()
            .map(HeldTablesIT::nameOf)
            .filter(name -> !name.startsWith("GET"))
            .filter(answers::containsKey)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(answers).as("%s", answers).doesNotContainValue(500);
    assertThat(written).filteredOn(name -> answers.get(name) == 503).hasSizeGreaterThan(LEAST);
  }

  private void tryOut(SampleGateway gateway, DatabaseSettings settings, Scenario.File file)
      throws Exception {
    ScenarioRun run = new ScenarioRun(gateway);
    for (Scenario scenario : file.scenarios()) {
      run.tryOut(
          scenario,
          (step, request) -> {
            Optional<String> name = nameOf(step);
            if (step.status() < 300 && name.isPresent() && !answers.containsKey(name.get())) {
              answers.put(name.get(), held(settings, request));
            }
          });
    }
  }

  private static int held(DatabaseSettings settings, Callable<Answer> request) throws Exception {
    try (Connection holder =
        DriverManager.getConnection(settings.url(), settings.user(), settings.password())) {
      holder.setAutoCommit(false);
      holdAll(holder);
      Answer answer = request.call();
      holder.rollback();
      if (answer.status() == 503) {
        assertThat(answer.header("Retry-After")).isNotNull();
      }
      return answer.status();
    }
  }

  /** Reading goes on. What runs behind requests may be in the way for a moment. */
  private static void holdAll(Connection holder) throws SQLException {
    String tables;
    try (Statement statement = holder.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT string_agg(tablename, ', ' ORDER BY tablename) FROM pg_tables"
                    + " WHERE schemaname = 'public'")) {
      found.next();
      tables = found.getString(1);
    }
    for (int tries = 1; ; tries++) {
      try (Statement statement = holder.createStatement()) {
        statement.execute("LOCK TABLE " + tables + " IN EXCLUSIVE MODE");
        return;
      } catch (SQLException e) {
        holder.rollback();
        if (!e.getSQLState().equals("40P01") || tries == 20) {
          throw e;
        }
      }
    }
  }

  private Optional<String> nameOf(Scenario.Step step) {
    return routes.stream().filter(route -> isOf(route, step)).map(HeldTablesIT::nameOf).findFirst();
  }

  private static boolean isOf(Route route, Scenario.Step step) {
    String path = route.template().replaceAll("\\{[a-z_]+}", "[^/?]+");
    return step.request().matches(route.endpoint().method() + " " + path + "(\\?.*)?");
  }

  private static String nameOf(Route route) {
    return route.endpoint().method() + " " + route.template();
  }
}
