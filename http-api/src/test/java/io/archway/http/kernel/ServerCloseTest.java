package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ServerCloseTest {

  @Test
  void finishesWhatRunsAndTakesNothingNew() throws Exception {
    try (SampleServer server = new SampleServer()) {
      RawClient idle = server.connect();
      idle.get("/api/text");
      RawClient running = server.connect().request("GET", "/api/blocked");
      running.request("GET", "/api/text");
      await().until(() -> server.sample.blocked.get() == 1);
      int port = server.server.port();
      CompletableFuture<Void> closed = CompletableFuture.runAsync(server.server::close);
      assertThat(idle.isAtEnd()).isTrue();
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> new RawClient(port).get("/api/text"))
                      .isInstanceOf(IOException.class));
      server.sample.gate.countDown();
      RawClient.Answer answer = running.answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(running.isAtEnd()).isTrue();
      closed.join();
      assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void closesOnRequestsThatDoNotEnd() throws IOException {
    try (SampleServer server = new SampleServer()) {
      RawClient running = server.connect().request("GET", "/api/blocked");
      await().until(() -> server.sample.blocked.get() == 1);
      assertThat(server.server.close(1)).as("the handler has ended").isFalse();
      assertThat(running.isAtEnd()).isTrue();
      server.sample.gate.countDown();
      await().untilAsserted(() -> assertThat(server.server.close(1)).isTrue());
    }
  }

  @Test
  void saysThatAPortIsTaken() throws IOException {
    try (SampleServer server = new SampleServer()) {
      HttpSettings settings =
          HttpSettings.defaults(new SimpleMeterRegistry()).withPort(server.server.port());
      assertThatThrownBy(() -> HttpServer.start(settings, server.sample.family()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot listen on 0.0.0.0:" + server.server.port());
    }
  }
}
