package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.http.imaging.ApiClient.Answer;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.organization.Tenants;
import io.archway.index.store.Sender;
import io.archway.ingest.Arrival;
import io.archway.ingest.Refusal;
import io.archway.ingest.Verdict;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An organization goes with nothing of it, and what comes for it afterwards is refused. */
final class OrganizationDeletionTest {
  private static final Verdict UNKNOWN = new Verdict.Refused(Refusal.ORGANIZATION_UNKNOWN);

  @TempDir Path folder;

  @Test
  void refusesWhatIsOnItsWay() throws IOException {
    try (SampleGateway gateway = new SampleGateway(folder)) {
      ApiClient client = new ApiClient(gateway.server.port());
      String token = gateway.token("admin");
      String full = "/api/organization/" + organization(gateway, "FULL");
      String empty = "/api/organization/" + organization(gateway, "EMPTY");
      Arrival kept = gateway.begin(sender("FULL"), Samples.tiny(40));
      Arrival late = gateway.begin(sender("EMPTY"), Samples.tiny(41));

      assertThat(end(kept)).isEqualTo(new Verdict.Stored());
      assertThat(delete(client, token, full).text()).contains("devices, patients, media");
      assertThat(delete(client, token, empty).status()).isEqualTo(204);
      assertThat(end(late)).isEqualTo(UNKNOWN);
      assertThat(end(gateway.begin(sender("EMPTY"), Samples.tiny(42)))).isEqualTo(UNKNOWN);
      assertThat(client.get("/api/media", token).status()).isEqualTo(200);
    }
  }

  private static Verdict end(Arrival arrival) {
    CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    arrival.complete(verdict::complete);
    return verdict.join();
  }

  private static Sender sender(String title) {
    return new Sender("dimse", "SCANNER", title, "192.0.2.9");
  }

  private static Answer delete(ApiClient client, String token, String target) throws IOException {
    return client.send("DELETE", target, Map.of("Authorization", "Bearer " + token), null);
  }

  private static long organization(SampleGateway gateway, String title) {
    return gateway.database.durably(
        handle -> {
          String slug = title.toLowerCase(Locale.ROOT);
          long key = new Tenants(handle).create(slug, title, null, Instant.EPOCH).orElseThrow();
          handle.attach(OrganizationDao.class).addCalledAeTitle(key, title);
          return key;
        });
  }
}
