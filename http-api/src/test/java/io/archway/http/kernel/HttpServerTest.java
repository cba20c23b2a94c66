package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpServerTest {

  @TempDir Path folder;
  private SampleFamily sample;
  private HttpServer server;
  private RawClient client;

  @BeforeEach
  void start() throws IOException {
    Path file = folder.resolve("file");
    Files.write(file, new byte[5_000]);
    sample = new SampleFamily(file, 5_000);
    HttpSettings settings = HttpSettings.defaults(new SimpleMeterRegistry()).withPort(0);
    server = HttpServer.start(settings, sample.family());
    client = new RawClient(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    sample.gate.countDown();
    client.close();
    server.close();
  }

  @Test
  void answersInTheNamingOfTheDialect() throws IOException {
    RawClient.Answer answer = client.get("/api/item/12", "Authorization: Bearer reader");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text())
        .isEqualTo(
            "{\"id\":12,\"name\":\"Zoë\",\"born_on\":\"2001-02-03\","
                + "\"favourite_color\":\"dark_green\"}");
  }
}
