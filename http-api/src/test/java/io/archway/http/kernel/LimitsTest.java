package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every limit at its value and one past it; time limits are made short. */
class LimitsTest {

  private static final HttpLimits LIMITS = HttpLimits.defaults();
  private static final int FOREVER_MILLIS = 600_000;

  /** Only the named wait is short: what ends a test is what it is about. */
  private static HttpLimits patientBut(String name, int millis) {
    return LIMITS
        .with("headMillis", FOREVER_MILLIS)
        .with("idleMillis", FOREVER_MILLIS)
        .with("bodyStallMillis", FOREVER_MILLIS)
        .with("handlerMillis", FOREVER_MILLIS)
        .with("writeStallMillis", FOREVER_MILLIS)
        .with(name, millis);
  }

  @Test
  void refusesUnknownAndImpossibleLimits() {
    assertThatThrownBy(() -> LIMITS.with("headMilis", 1))
        .hasMessage("limit: headMilis (did you mean headMillis?)");
    assertThatThrownBy(() -> LIMITS.with("headMillis", 0)).hasMessageContaining("expected: > 0");
  }

  @Test
  void boundsTheRequestLine() throws IOException {
    try (SampleServer server = new SampleServer(LIMITS.with("maxRequestLineBytes", 200))) {
      int rest = 200 - "GET /api/echo/".length() - " HTTP/1.1".length();
      RawClient client = server.connect();
      assertThat(client.get("/api/echo/" + "x".repeat(64)).status()).isEqualTo(200);
      assertThat(client.get("/api/echo/" + "x".repeat(rest)).status()).isEqualTo(404);
      RawClient.Answer answer = client.get("/api/echo/" + "x".repeat(rest + 1));
      assertThat(answer.status()).isEqualTo(414);
      assertThat(client.isAtEnd()).isTrue();
      client = server.connect().send("GET /" + "x".repeat(10_000));
      assertThat(client.answer().status()).isEqualTo(414);
    }
  }

  @Test
  void boundsTheHeader() throws IOException {
    try (SampleServer server = new SampleServer(LIMITS.with("maxHeaderBytes", 100))) {
      int rest = 100 - "Host: a".length() - "X: ".length();
      RawClient client = server.connect();
      assertThat(client.get("/api/text", "X: " + "x".repeat(rest)).status()).isEqualTo(200);
      assertThat(client.get("/api/text", "X: " + "x".repeat(rest + 1)).status()).isEqualTo(431);
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void boundsTheNumberOfHeaderLines() throws IOException {
    try (SampleServer server = new SampleServer(LIMITS.with("maxHeaderLines", 10))) {
      RawClient client = server.connect();
      String[] nine = "X: y,".repeat(9).split(",");
      assertThat(client.get("/api/text", nine).status()).isEqualTo(200);
      String[] ten = "X: y,".repeat(10).split(",");
      assertThat(client.get("/api/text", ten).status()).isEqualTo(431);
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void boundsTheNumberOfQueryParameters() throws IOException {
    try (SampleServer server = new SampleServer(LIMITS.with("maxQueryParameters", 3))) {
      assertThat(server.get("/api/echo?tooth=11&tooth=11&tooth=11").status()).isEqualTo(200);
      assertThat(server.get("/api/echo?tooth=11&tooth=11&tooth=11&a").status()).isEqualTo(400);
    }
  }

  @Test
  void boundsBodies() throws IOException {
    try (SampleServer server = new SampleServer(LIMITS.with("maxJsonBodyBytes", 1_000))) {
      RawClient client = server.connect();
      String body = "{\"name\":\"x\"" + " ".repeat(988) + "}";
      assertThat(body).hasSize(1_000);
      client.json("POST", "/api/item", body, "Authorization: Bearer writer");
      assertThat(client.answer().status()).isEqualTo(201);
      client.json("POST", "/api/item", body + " ", "Authorization: Bearer writer");
      assertThat(client.answer().status()).isEqualTo(413);
      assertThat(client.get("/api/text").status()).isEqualTo(200);
    }
  }

  @Test
  void boundsBodiesOfUnknownLength() throws IOException {
    try (SampleServer server = new SampleServer(LIMITS.with("maxJsonBodyBytes", 1_000))) {
      for (int length : new int[] {1_000, 1_001}) {
        RawClient client = server.connect();
        client.request(
            "POST",
            "/api/item",
            "Authorization: Bearer writer",
            "Content-Type: application/json",
            "Transfer-Encoding: chunked");
        client.send(Integer.toHexString(length) + "\r\n{\"name\":\"x\"");
        client.send(" ".repeat(length - 12) + "}\r\n0\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(length == 1_000 ? 201 : 413);
      }
    }
  }

  @Test
  void boundsTheDepthAndTextsAndNumbersOfJson() throws IOException {
    HttpLimits limits =
        LIMITS
            .with("maxJsonDepth", 5)
            .with("maxJsonTextLength", 100)
            .with("maxJsonNumberLength", 20);
    try (SampleServer server = new SampleServer(limits)) {
      assertThat(status(server, "[".repeat(6) + "]".repeat(6))).isEqualTo(400);
      assertThat(status(server, "{\"a\":" + "[".repeat(4) + "]".repeat(4) + "}")).isEqualTo(422);
      assertThat(answer(server, "{\"name\":\"" + "x".repeat(101) + "\"}"))
          .contains("\"name\":[\"length: > 100 (expected: <= 100)\"]");
      assertThat(answer(server, "{\"list\":[1,{\"x\":\"" + "x".repeat(101) + "\"}]}"))
          .contains("\"list.1.x\":[\"length: > 100 (expected: <= 100)\"]");
      assertThat(answer(server, "{\"name\":\"" + "x".repeat(100) + "\"}"))
          .contains("\"name\":[\"length: 100 (expected: ");
      assertThat(answer(server, "\"" + "x".repeat(101) + "\"")).contains("body: beyond a limit");
      assertThat(answer(server, "[".repeat(6))).contains("body: beyond a limit");
      assertThat(answer(server, "{\"" + "x".repeat(101) + "\":1}")).contains("beyond a limit");
      assertThat(status(server, "{\"star_count\":" + "1".repeat(21) + "}")).isEqualTo(400);
      assertThat(status(server, "[".repeat(100_000))).isEqualTo(400);
    }
  }

  private static int status(SampleServer server, String body) throws IOException {
    return post(server, body).status();
  }

  private static String answer(SampleServer server, String body) throws IOException {
    return post(server, body).text();
  }

  private static RawClient.Answer post(SampleServer server, String body) throws IOException {
    return server
        .connect()
        .json("POST", "/api/item", body, "Authorization: Bearer writer")
        .answer();
  }

  @Test
  void endsASlowHeader() throws IOException {
    try (SampleServer server = new SampleServer(patientBut("headMillis", 200))) {
      RawClient slow = server.connect().send("GET /api/text HTTP/1.1\r\nHost:");
      RawClient.Answer answer = slow.answer();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(slow.isAtEnd()).isTrue();
      assertThat(server.connect().isAtEnd()).as("nothing sent at all").isTrue();
      RawClient second = server.connect();
      assertThat(second.get("/api/text").status()).isEqualTo(200);
      second.send("G");
      assertThat(second.answer().status()).isEqualTo(408);
    }
  }

  @Test
  void drippingBytesDoNotProlongAHeader() throws IOException {
    try (SampleServer server = new SampleServer(patientBut("headMillis", 300))) {
      RawClient slow = server.connect();
      Thread drip =
          new Thread(
              () -> {
                try {
                  while (!slow.socket.isClosed()) {
                    slow.send("\r\n");
                  }
                } catch (IOException e) {
                  // the server closed
                }
              });
      drip.start();
      assertThat(slow.in().read()).as("closed, or the H of an answer").isIn(-1, (int) 'H');
      slow.close();
    }
  }

  @Test
  void closesIdleConnections() throws IOException {
    try (SampleServer server = new SampleServer(patientBut("idleMillis", 200))) {
      RawClient client = server.connect();
      assertThat(client.get("/api/text").status()).isEqualTo(200);
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void endsAStalledBody() throws IOException {
    try (SampleServer server = new SampleServer(patientBut("bodyStallMillis", 200))) {
      RawClient client = server.connect();
      client.request(
          "POST",
          "/api/item",
          "Authorization: Bearer writer",
          "Content-Type: application/json",
          "Content-Length: 12");
      client.send("{\"name");
      assertThat(client.answer().status()).isEqualTo(408);
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void endsABodyThatIsTooSlowInAll() throws IOException {
    HttpLimits limits =
        patientBut("bodyStallMillis", 200).with("bodyMinBytesPerSecond", 100_000_000);
    try (SampleServer server = new SampleServer(limits)) {
      RawClient client = server.connect();
      client.request(
          "POST",
          "/api/item",
          "Authorization: Bearer writer",
          "Content-Type: application/json",
          "Content-Length: 1000000");
      Thread drip =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 1_000_000; i++) {
                    client.send(" ");
                  }
                } catch (IOException e) {
                  // the server closed
                }
              });
      drip.start();
      assertThat(client.answer().status()).isEqualTo(408);
      client.close();
    }
  }

  @Test
  void answersForAHandlerThatTakesTooLong() throws IOException {
    try (SampleServer server = new SampleServer(patientBut("handlerMillis", 200))) {
      RawClient client = server.connect();
      RawClient.Answer answer = client.get("/api/blocked");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isNotNull();
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void closesOnAClientThatDoesNotRead() throws IOException {
    HttpLimits limits = patientBut("writeStallMillis", 300);
    try (SampleServer server = new SampleServer(limits)) {
      RawClient client = server.connect();
      client.socket.setReceiveBufferSize(1_000);
      for (int i = 0; i < 100; i++) {
        client.request("GET", "/api/file");
      }
      await().until(() -> server.metrics.get("http.server.connections").gauge().value() == 0);
      assertThat(server.sample.released.get()).isLessThan(100);
    }
  }

  @Test
  void refusesOneConnectionTooMany() throws IOException {
    try (SampleServer server = new SampleServer(LIMITS.with("maxConnections", 3))) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        clients.add(server.connect());
        assertThat(clients.get(i).get("/api/text").status()).isEqualTo(200);
      }
      RawClient refused = server.connect();
      RawClient.Answer answer = refused.answer();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text()).isEqualTo("{\"message\":\"connections: 4 (expected: <= 3)\"}");
      assertThat(refused.isAtEnd()).isTrue();
      clients.get(0).close();
      await().until(() -> server.metrics.get("http.server.connections").gauge().value() == 2);
      assertThat(server.get("/api/text").status()).isEqualTo(200);
    }
  }

  @Test
  void refusesOneConnectionTooManyFromAnAddress() throws IOException {
    try (SampleServer server = new SampleServer(LIMITS.with("maxConnectionsPerAddress", 1))) {
      assertThat(server.get("/api/text").status()).isEqualTo(200);
      assertThat(server.connect().answer().text())
          .isEqualTo("{\"message\":\"connections from this address: 2 (expected: <= 1)\"}");
    }
  }

  @Test
  void refusesWorkWhenThePoolIsFullAndKeepsTheConnection() throws IOException {
    HttpSettings settings =
        HttpSettings.defaults(new io.micrometer.core.instrument.simple.SimpleMeterRegistry())
            .withWorkers(2, 3);
    try (SampleServer server = new SampleServer(settings)) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        clients.add(server.connect().request("GET", "/api/blocked"));
      }
      await().until(() -> server.metrics.get("http.server.workers.waiting").gauge().value() == 3);
      RawClient refused = server.connect();
      RawClient.Answer answer = refused.get("/api/blocked");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      assertThat(refused.get("/api/nothing").status()).isEqualTo(404);
      server.sample.gate.countDown();
      for (RawClient client : clients) {
        assertThat(client.answer().status()).isEqualTo(200);
      }
      assertThat(refused.get("/api/text").status()).isEqualTo(200);
    }
  }

  @Test
  void slowClientsStarveNobody() throws IOException {
    HttpSettings settings =
        HttpSettings.defaults(new io.micrometer.core.instrument.simple.SimpleMeterRegistry())
            .withWorkers(2, 2);
    try (SampleServer server = new SampleServer(settings)) {
      for (int i = 0; i < 100; i++) {
        server.connect().send("GET /api/te");
        RawClient slowBody = server.connect();
        slowBody.request(
            "POST",
            "/api/upload",
            "Authorization: Bearer writer",
            "Content-Type: image/png",
            "Content-Length: 1000");
        slowBody.send("x");
        RawClient slowReader = server.connect();
        slowReader.request("GET", "/api/file");
        assertThat(server.get("/api/text").status()).isIn(200, 503);
      }
      await().until(() -> server.metrics.get("http.server.workers.active").gauge().value() == 0);
      assertThat(server.get("/api/text").status()).isEqualTo(200);
    }
  }

  @Test
  void vanishingClientsLeaveNothing() throws IOException {
    try (SampleServer server = new SampleServer()) {
      for (int i = 0; i < 200; i++) {
        RawClient client = server.connect();
        switch (i % 5) {
          case 0 -> client.request("GET", "/api/file");
          case 1 -> client.send("GET /api/t");
          case 2 -> client.request("GET", "/api/composed");
          case 3 ->
              client
                  .request(
                      "POST",
                      "/api/upload",
                      "Authorization: Bearer writer",
                      "Content-Type: image/png",
                      "Content-Length: 1000")
                  .send("x");
          default -> client.request("GET", "/api/events");
        }
        client.socket.setSoLinger(i % 2 == 0, 0);
        client.close();
      }
      await().until(() -> server.metrics.get("http.server.connections").gauge().value() == 0);
      await().until(() -> server.metrics.get("http.server.workers.active").gauge().value() == 0);
      assertThat(server.get("/api/text").status()).isEqualTo(200);
    }
  }
}
