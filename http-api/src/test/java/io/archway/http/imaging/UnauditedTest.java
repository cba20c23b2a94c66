package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.TestDatabase;
import io.archway.index.disk.Faults;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cannot be recorded is not shown. */
final class UnauditedTest {

  private EventServer server;
  private String token;

  @BeforeEach
  void start() {
    server = new EventServer(TestDatabase.H2.settings());
    token = server.token("admin");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aReadThatCannotBeRecordedIsNotAnsweredAndTheNextIs() throws IOException {
    assertThat(get("/api/patient").status()).isEqualTo(200);
    for (Faults.Kind kind : List.of(Faults.Kind.FAIL, Faults.Kind.SHORT_THEN_FAIL)) {
      for (int n = 0; n < 3; n++) {
        server.auditDisk.faults().failFor(n, 10, kind);
        ApiClient.Answer refused = get("/api/patient");
        for (int i = 0; i < 2 && refused.status() == 200; i++) {
          refused = get("/api/patient");
        }
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(refused.text()).doesNotContain("data");
        server.auditDisk.faults().clear();
        assertThat(get("/api/patient").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aRefusalThatCannotBeRecordedIsNotAnsweredEither() throws IOException {
    server.auditDisk.faults().failFor(0, 100, Faults.Kind.FAIL);
    assertThat(get("/api/patient/4711").status()).isEqualTo(503);
    server.auditDisk.faults().clear();
    assertThat(get("/api/patient/4711").status()).isEqualTo(404);
  }

  @Test
  void whoIsNotKnownAndWhatIsNobodysIsAnsweredAllTheSame() throws IOException {
    server.auditDisk.faults().failFor(0, 100, Faults.Kind.FAIL);
    assertThat(get("/api/auth/me").status()).isEqualTo(200);
    assertThat(
            new ApiClient(server.server.port())
                .send("GET", "/api/patient", Map.of(), null)
                .status())
        .isEqualTo(401);
  }

  private ApiClient.Answer get(String target) throws IOException {
    return new ApiClient(server.server.port())
        .send("GET", target, Map.of("Authorization", "Bearer " + token), null);
  }
}
