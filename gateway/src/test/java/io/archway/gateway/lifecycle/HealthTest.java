package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.gateway.home.Home;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.http.system.HealthReport;
import io.archway.http.system.HealthReport.Check;
import io.archway.http.system.HealthReport.Status;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GET /health tells operators: how it is, why, and whether to send anything here. */
class HealthTest {
  @TempDir private Path folder;

  @Test
  void isUpWhileObjectsAreTakenAndFound() throws Exception {
    try (LocalGateway gateway = LocalGateway.start(folder.resolve("home"), Map.of())) {
      HttpResponse<String> health = gateway.get("/health");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body())
          .isEqualTo(
              "{\"status\":\"up\",\"checks\":{\"dicom\":{\"status\":\"up\"},"
                  + "\"index\":{\"status\":\"up\"},\"store\":{\"status\":\"up\"}}}");
    }
  }

  @Test
  void isDegradedWhenSpaceRunsLowAndDownWhenEverythingIsRefused() throws Exception {
    long free = Files.getFileStore(folder).getUsableSpace();
    try (LocalGateway gateway = LocalGateway.start(folder.resolve("home"), reserve(free / 4 * 3))) {
      HttpResponse<String> low = gateway.get("/health");
      assertThat(low.statusCode()).isEqualTo(200);
      assertThat(low.body())
          .startsWith("{\"status\":\"degraded\"")
          .containsPattern("\"detail\":\"free space: \\d+ MiB, .* \\(expected: >= \\d+ MiB\\)\"");
    }
    try (LocalGateway gateway = LocalGateway.start(folder.resolve("home"), reserve(2 * free))) {
      HttpResponse<String> full = gateway.get("/health");
      assertThat(full.statusCode()).isEqualTo(503);
      assertThat(full.body())
          .startsWith("{\"status\":\"down\"")
          .containsPattern("\"detail\":\"free space: \\d+ MiB \\(expected: >= \\d+ MiB\\)\"");
      assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);
    }
  }

  private static Map<String, String> reserve(long bytes) {
    return Map.of("ARCHWAY_STORE_MINIMUM_FREE_SPACE", bytes + "B");
  }

  @Test
  void isDownWhenTheIndexIsAwayOrNobodyListens() throws Exception {
    EmbeddedPostgres server = EmbeddedPostgres.builder().start();
    try (OpenHome home = OpenHome.open(on(server), Home.open(folder.resolve("home")))) {
      assertThat(new Health(home, () -> true).get().status()).isEqualTo(Status.UP);
      HealthReport deaf = new Health(home, () -> false).get();
      assertThat(deaf.status()).isEqualTo(Status.DOWN);
      assertThat(deaf.checks()).containsEntry("dicom", Check.down("the DICOM port is not open"));
      server.close();
      HealthReport away = new Health(home, () -> true).get();
      assertThat(away.status()).isEqualTo(Status.DOWN);
      assertThat(away.checks()).containsEntry("index", Check.down("the index does not answer"));
    } finally {
      server.close();
    }
  }

  private static Settings on(EmbeddedPostgres server) throws Exception {
    return new SettingsLoader()
        .environment(
            Map.of(
                "ARCHWAY_INDEX_URL", server.getJdbcUrl("postgres", "postgres"),
                "ARCHWAY_INDEX_USER", "postgres",
                "ARCHWAY_ADMIN_PASSWORD", "correct horse",
                "ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B"))
        .load();
  }
}
