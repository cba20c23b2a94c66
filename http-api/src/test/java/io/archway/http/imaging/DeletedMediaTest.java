package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.http.imaging.ApiClient.Answer;
import io.archway.index.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a deleted medium still shows, and what brings it back. */
final class DeletedMediaTest {
  @TempDir Path folder;
  private SampleGateway gateway;
  private ApiClient client;
  private String token;

  private void start(TestDatabase database) throws IOException {
    gateway = new SampleGateway(folder, InstantSource.system(), database.settings());
    client = new ApiClient(gateway.server.port());
    token = gateway.token("admin");
  }

  @AfterEach
  void stop() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
  }

  private Answer send(String method, String target) throws IOException {
    return client.send(method, target, Map.of("Authorization", "Bearer " + token), null);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void objectsOfADeletedMediumAreNotServed(TestDatabase database) throws IOException {
    start(database);
    String medium = "/api/media/" + gateway.variable("panoramic.media");
    String instance = "/api/instance/" + gateway.variable("panoramic.uid");
    List<String> targets = List.of(instance, instance + "/file", instance + "/thumbnail");
    for (String target : targets) {
      assertThat(send("GET", target).status()).as(target).isEqualTo(200);
    }
    assertThat(send("DELETE", medium).status()).isEqualTo(204);
    for (String target : targets) {
      assertThat(send("GET", target).status()).as(target).isEqualTo(404);
    }
    assertThat(send("POST", medium + "/restore").status()).isEqualTo(200);
    for (String target : targets) {
      assertThat(send("GET", target).status()).as(target).isEqualTo(200);
    }
  }
}
