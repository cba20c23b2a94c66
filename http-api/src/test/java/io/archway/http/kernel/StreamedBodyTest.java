package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StreamedBodyTest {

  private static final String WRITER = "Authorization: Bearer writer";
  private static final String PNG = "Content-Type: image/png";
  private static SampleServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new SampleServer();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void streamsABodyOfKnownLength() throws IOException {
    RawClient client = server.connect();
    for (int length : new int[] {1, 65_536, 65_537, 1 << 20}) {
      client.request("POST", "/api/upload", WRITER, PNG, "Content-Length: " + length);
      client.send(new byte[length]);
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.text()).contains("\"id\":" + length + ",");
    }
  }

  @Test
  void streamsABodyOfUnknownLength() throws IOException {
    RawClient client = server.connect();
    client.request("POST", "/api/upload", WRITER, PNG, "Transfer-Encoding: chunked");
    for (int i = 0; i < 100; i++) {
      client.send("3E8\r\n").send(new byte[1_000]).send("\r\n");
    }
    client.send("0\r\n\r\n");
    assertThat(client.answer().text()).contains("\"id\":100000,");
    assertThat(client.get("/api/text").text()).isEqualTo("hello");
  }

  @Test
  void streamsAnEmptyBody() throws IOException {
    RawClient client = server.connect();
    client.request("POST", "/api/upload", WRITER, PNG, "Content-Length: 0");
    assertThat(client.answer().text()).contains("\"id\":0,");
    client.request("POST", "/api/upload", WRITER, PNG, "Transfer-Encoding: chunked");
    client.send("0\r\n\r\n");
    assertThat(client.answer().text()).contains("\"id\":0,");
  }

  @Test
  void refusesABodyThatIsTooLong() throws IOException {
    RawClient client = server.connect();
    client.request("POST", "/api/upload", WRITER, PNG, "Content-Length: " + ((1 << 20) + 1));
    assertThat(client.answer().status()).isEqualTo(413);
    server.sample.aborted.clear();
    client = server.connect();
    client.request("POST", "/api/upload", WRITER, PNG, "Transfer-Encoding: chunked");
    client.send("100001\r\n").send(new byte[(1 << 20) + 1]);
    assertThat(client.answer().status()).isEqualTo(413);
    assertThat(abortedWith()).isEqualTo(ProblemType.CONTENT_TOO_LARGE);
  }

  private static ProblemType abortedWith() {
    try {
      return server.sample.aborted.poll(10, java.util.concurrent.TimeUnit.SECONDS).type();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void refusesOtherTypesAndOtherPeople() throws IOException {
    RawClient client = server.connect();
    client.request("POST", "/api/upload", WRITER, "Content-Type: text/html", "Content-Length: 1");
    assertThat(client.send("x").answer().status()).isEqualTo(415);
    client.request("POST", "/api/upload", PNG, "Content-Length: 1");
    assertThat(client.send("x").answer().status()).isEqualTo(401);
    assertThat(client.get("/api/text").status()).isEqualTo(200);
  }

  @Test
  void answersAsSoonAsTheConsumerRefuses() throws IOException {
    server.sample.aborted.clear();
    RawClient client = server.connect();
    client.request("POST", "/api/upload", WRITER, PNG, "Content-Length: 1000000");
    client.send("bad image");
    RawClient.Answer answer = client.answer();
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).contains("\"file\":[\"not an image\"]");
    assertThat(answer.header("Connection")).isEqualTo("close");
    Problem why = server.sample.aborted.poll(); // what it held was free before its answer
    assertThat(why).isNotNull().extracting(Problem::type).isEqualTo(ProblemType.INVALID);
  }

  @Test
  void tellsTheConsumerThatTheClientVanished() throws IOException {
    for (boolean reset : new boolean[] {true, false}) {
      server.sample.aborted.clear();
      RawClient client = server.connect();
      client.request("POST", "/api/upload", WRITER, PNG, "Content-Length: 1000000");
      client.send(new byte[100_000]);
      client.socket.setSoLinger(reset, 0);
      client.close();
      assertThat(abortedWith()).isEqualTo(ProblemType.BAD_REQUEST);
    }
  }

  @Test
  void tellsTheConsumerThatTheFramingBroke() throws IOException {
    server.sample.aborted.clear();
    RawClient client = server.connect();
    client.request("POST", "/api/upload", WRITER, PNG, "Transfer-Encoding: chunked");
    client.send("3\r\nabc\r\nxyz\r\n");
    assertThat(client.answer().status()).isEqualTo(400);
    assertThat(abortedWith()).isEqualTo(ProblemType.BAD_REQUEST);
  }
}
