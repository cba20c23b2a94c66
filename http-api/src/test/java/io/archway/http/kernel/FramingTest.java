package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FramingTest {

  private static final String GET = "GET /api/text HTTP/1.1\r\n";
  private static final String POST =
      "POST /api/item HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer writer\r\n"
          + "Content-Type: application/json\r\n";
  private static SampleServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new SampleServer();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  /** Each is refused, answered with a body and followed by the end of the connection. */
  static Stream<Arguments> ambiguous() {
    return Stream.of(
        Arguments.of("bare LF after request line", "GET /api/text HTTP/1.1\nHost: a\r\n\r\n", 400),
        Arguments.of("bare LF after header", GET + "Host: a\n\r\n", 400),
        Arguments.of("bare LF as empty line", GET + "Host: a\r\n\n", 400),
        Arguments.of("bare CR in header", GET + "Host: a\r\nX: a\rb\r\n\r\n", 400),
        Arguments.of("folded line", GET + "Host: a\r\nX: a\r\n b\r\n\r\n", 400),
        Arguments.of("folded first line", GET + " Host: a\r\n\r\n", 400),
        Arguments.of("folded by tab", GET + "Host: a\r\nX: a\r\n\tb\r\n\r\n", 400),
        Arguments.of("NUL in header", GET + "Host: a\r\nX: a\0b\r\n\r\n", 400),
        Arguments.of("NUL in target", "GET /api/te\0xt HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Arguments.of("DEL in header", GET + "Host: a\r\nX: \u007f\r\n\r\n", 400),
        Arguments.of("space before colon", GET + "Host : a\r\n\r\n", 400),
        Arguments.of("space in name", GET + "Host: a\r\nX Y: a\r\n\r\n", 400),
        Arguments.of("no colon", GET + "Host: a\r\nXY\r\n\r\n", 400),
        Arguments.of("no name", GET + "Host: a\r\n: a\r\n\r\n", 400),
        Arguments.of("two spaces", "GET  /api/text HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Arguments.of("tab for space", "GET\t/api/text HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Arguments.of("space at start", " GET /api/text HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Arguments.of("space at end", "GET /api/text HTTP/1.1 \r\nHost: a\r\n\r\n", 400),
        Arguments.of("no version", "GET /api/text\r\nHost: a\r\n\r\n", 400),
        Arguments.of("space in target", "GET /api/te xt HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Arguments.of(
            "raw UTF-8 in target", "GET /api/t\u00c3\u00a4 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Arguments.of("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\n", 505),
        Arguments.of("HTTP/1.2", "GET /api/text HTTP/1.2\r\nHost: a\r\n\r\n", 505),
        Arguments.of("lower case version", "GET /api/text http/1.1\r\nHost: a\r\n\r\n", 400),
        Arguments.of("no host", GET + "\r\n", 400),
        Arguments.of("two hosts", GET + "Host: a\r\nHost: b\r\n\r\n", 400),
        Arguments.of("same host twice", GET + "Host: a\r\nHost: a\r\n\r\n", 400),
        Arguments.of("two hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        Arguments.of("empty host", GET + "Host:\r\n\r\n", 400),
        Arguments.of("space in host", GET + "Host: a b\r\n\r\n", 400),
        Arguments.of("path in host", GET + "Host: a/b\r\n\r\n", 400),
        Arguments.of("port of letters", GET + "Host: a:b\r\n\r\n", 400),
        Arguments.of("user in host", GET + "Host: u@a\r\n\r\n", 400),
        Arguments.of("TLS hello", "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n", 400),
        Arguments.of("two lengths", POST + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
        Arguments.of(
            "same length twice", POST + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400),
        Arguments.of("list of lengths", POST + "Content-Length: 2, 2\r\n\r\n{}", 400),
        Arguments.of("negative length", POST + "Content-Length: -2\r\n\r\n{}", 400),
        Arguments.of("signed length", POST + "Content-Length: +2\r\n\r\n{}", 400),
        Arguments.of("hex length", POST + "Content-Length: 0x2\r\n\r\n{}", 400),
        Arguments.of("no length", POST + "Content-Length:\r\n\r\n{}", 400),
        Arguments.of("huge length", POST + "Content-Length: 99999999999999999999\r\n\r\n{}", 400),
        Arguments.of(
            "length and chunked",
            POST + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of("unknown coding", POST + "Transfer-Encoding: gzip\r\n\r\n", 400),
        Arguments.of("chunked not last", POST + "Transfer-Encoding: chunked, gzip\r\n\r\n", 400),
        Arguments.of("chunked twice", POST + "Transfer-Encoding: chunked, chunked\r\n\r\n", 400),
        Arguments.of(
            "chunked in HTTP/1.0",
            "POST /api/item HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of("bad chunk size", POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        Arguments.of("empty chunk size", POST + "Transfer-Encoding: chunked\r\n\r\n\r\n", 400),
        Arguments.of(
            "signed chunk size", POST + "Transfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n", 400),
        Arguments.of(
            "prefixed chunk size", POST + "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n", 400),
        Arguments.of("huge chunk", POST + "Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n", 400),
        Arguments.of(
            "chunk longer than said", POST + "Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n", 400),
        Arguments.of(
            "chunk size ends in LF", POST + "Transfer-Encoding: chunked\r\n\r\n2\n{}\r\n", 400),
        Arguments.of(
            "LF in chunk extension", POST + "Transfer-Encoding: chunked\r\n\r\n2;a\n{}\r\n", 400));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ambiguous")
  void refusesAndCloses(String name, String bytes, int status) throws IOException {
    RawClient client = server.connect();
    client.send(bytes + GET + "Host: a\r\n\r\n");
    RawClient.Answer answer = client.answer();
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.text()).startsWith("{\"message\":\"");
    if (status == 400) {
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  /** Each is refused, but where the next request begins is certain. */
  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of(GET + "Host: [::1]:80\r\n\r\n", 200),
        Arguments.of(GET + "Host: localhost:8080\r\n\r\n", 200),
        Arguments.of(GET + "Host: a\r\nExpect: cookies\r\n\r\n", 417),
        Arguments.of("\r\n\r\n" + GET + "Host: a\r\n\r\n", 200),
        Arguments.of("GET http://a/api/text HTTP/1.1\r\nHost: b\r\n\r\n", 200),
        Arguments.of("GET https://a:1/api/text?x=1 HTTP/1.1\r\nHost: b\r\n\r\n", 422),
        Arguments.of("GET http://a HTTP/1.1\r\nHost: b\r\n\r\n", 404),
        Arguments.of("GET http://u@a/api/text HTTP/1.1\r\nHost: b\r\n\r\n", 400),
        Arguments.of("GET ftp://a/api/text HTTP/1.1\r\nHost: b\r\n\r\n", 400),
        Arguments.of("GET api/text HTTP/1.1\r\nHost: b\r\n\r\n", 400),
        Arguments.of("GET * HTTP/1.1\r\nHost: b\r\n\r\n", 400),
        Arguments.of("CONNECT a:80 HTTP/1.1\r\nHost: b\r\n\r\n", 400),
        Arguments.of("TRACE /api/text HTTP/1.1\r\nHost: b\r\n\r\n", 405),
        Arguments.of("GET /api/text#x HTTP/1.1\r\nHost: b\r\n\r\n", 400),
        Arguments.of("GET /api/text?x#y HTTP/1.1\r\nHost: b\r\n\r\n", 400),
        Arguments.of(GET + "Host: a\r\nX: caf\u00e9\r\n\r\n", 200),
        Arguments.of(GET + "Host: a\r\nX:\r\n\r\n", 200));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void answersAndGoesOn(String bytes, int status) throws IOException {
    RawClient client = server.connect();
    client.send(bytes + GET + "Host: a\r\n\r\n");
    assertThat(client.answer().status()).isEqualTo(status);
    assertThat(client.answer().text()).isEqualTo("hello");
  }

  /** Paths that two readers could understand differently. */
  static Stream<Arguments> paths() {
    return Stream.of(
        Arguments.of("/api/echo/a%20b", 200, "a b"),
        Arguments.of("/api/echo/a+b", 200, "a+b"),
        Arguments.of("/api/echo/%C3%A4%F0%9F%A6%B7", 200, "ä\uD83E\uDDB7"),
        Arguments.of("/api/echo/%2541", 200, "%41"),
        Arguments.of("/api/echo/a%3Fb%23c", 200, "a?b#c"),
        Arguments.of("/api/echo/...", 200, "..."),
        Arguments.of("/api/echo/a;b=c", 200, "a;b=c"),
        Arguments.of("/api/%65cho/x", 200, "x"),
        Arguments.of("/api/echo/a%2Fb", 400, "U+002F"),
        Arguments.of("/api/echo/a%2fb", 400, "U+002F"),
        Arguments.of("/api/echo/a%5Cb", 400, "U+005C"),
        Arguments.of("/api/echo/a\\b", 400, "U+005C"),
        Arguments.of("/api/echo/%00", 400, "U+0000"),
        Arguments.of("/api/echo/%0D%0AX:y", 400, "U+000D"),
        Arguments.of("/api/echo/%7F", 400, "U+007F"),
        Arguments.of("/api/echo/..", 400, "dot"),
        Arguments.of("/api/echo/.", 400, "dot"),
        Arguments.of("/api/echo/%2e%2E", 400, "dot"),
        Arguments.of("/api/echo/%2e%2e%2fx", 400, "U+002F"),
        Arguments.of("/../../etc/passwd", 400, "dot"),
        Arguments.of("/api/echo/%", 400, "%"),
        Arguments.of("/api/echo/%4", 400, "%"),
        Arguments.of("/api/echo/%4G", 400, "%"),
        Arguments.of("/api/echo/%u0041", 400, "%"),
        Arguments.of("/api/echo/%FF", 400, "UTF-8"),
        Arguments.of("/api/echo/%C0%AF", 400, "UTF-8"),
        Arguments.of("/api/echo/%E0%80%AF", 400, "UTF-8"),
        Arguments.of("/api/echo/%ED%A0%80", 400, "UTF-8"),
        Arguments.of("/api/echo/%F4%90%80%80", 400, "UTF-8"),
        Arguments.of("/api/echo?search=%FF", 400, "UTF-8"),
        Arguments.of("/api/echo?search=%", 400, "%"),
        Arguments.of("/api/echo?%FF=1", 400, "UTF-8"),
        Arguments.of("/api/echo?search=%00", 422, "control"),
        Arguments.of("/api/echo?search", 200, "\"search\":\"\""),
        Arguments.of("/api/echo?&&search=a&", 200, "\"search\":\"a\""),
        Arguments.of("/api/echo?", 200, "null"),
        Arguments.of("/api/echo?search=a=b", 200, "a=b"),
        Arguments.of("/api/echo?=x", 422, "unknown parameter"));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void decodesOnceOrRefuses(String target, int status, String shows) throws IOException {
    RawClient.Answer answer = server.get(target);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.text()).contains(shows);
  }

  @Test
  void understandsARequestHoweverItIsCut() throws IOException {
    byte[] request =
        (POST
                + "Transfer-Encoding: chunked\r\n\r\n5;a=b\r\n{\"nam\r\n7\r\ne\":\"x\"}\r\n0\r\nT: u\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    RawClient client = server.connect();
    for (int cut = 1; cut < request.length; cut++) {
      client.send(java.util.Arrays.copyOf(request, cut));
      client.send(java.util.Arrays.copyOfRange(request, cut, request.length));
      assertThat(client.answer().status()).as("cut at %d", cut).isEqualTo(201);
    }
    for (byte b : request) {
      client.send(new byte[] {b});
    }
    assertThat(client.answer().status()).isEqualTo(201);
  }

  @Test
  void answersPipelinedRequestsInOrder() throws IOException {
    RawClient client = server.connect();
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      requests.append("GET /api/echo/").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
      if (i % 7 == 0) {
        requests.append(POST).append("Content-Length: 12\r\n\r\n{\"name\":\"x\"}");
        requests.append("GET /api/nothing HTTP/1.1\r\nHost: a\r\n\r\n");
      }
    }
    client.send(requests.toString());
    for (int i = 0; i < 500; i++) {
      assertThat(client.answer().text()).contains("\"name\":\"" + i + "\"");
      if (i % 7 == 0) {
        assertThat(client.answer().status()).isEqualTo(201);
        assertThat(client.answer().status()).isEqualTo(404);
      }
    }
  }

  @Test
  void doesNotReadOnWhileARequestRuns() throws IOException {
    try (SampleServer own = new SampleServer();
        RawClient client = own.connect()) {
      client.request("GET", "/api/blocked");
      org.awaitility.Awaitility.await().until(() -> own.sample.blocked.get() == 1);
      for (int i = 0; i < 100; i++) {
        client.request("GET", "/api/blocked");
      }
      assertThat(own.sample.blocked.get()).isEqualTo(1);
      own.sample.gate.countDown();
      for (int i = 0; i < 101; i++) {
        assertThat(client.answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void keepsOrClosesTheConnectionAsAsked() throws IOException {
    RawClient client = server.connect();
    assertThat(client.get("/api/text", "Connection: close").header("Connection"))
        .isEqualTo("close");
    assertThat(client.isAtEnd()).isTrue();
    client = server.connect();
    client.send("GET /api/text HTTP/1.0\r\n\r\n");
    assertThat(client.answer().header("Connection")).isEqualTo("close");
    assertThat(client.isAtEnd()).isTrue();
    client = server.connect();
    client.send("GET /api/text HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    assertThat(client.answer().header("Connection")).isEqualTo("keep-alive");
    assertThat(client.get("/api/text").status()).isEqualTo(200);
  }

  @Test
  void answersAllThatAHalfClosedClientHasSent() throws IOException {
    RawClient client = server.connect();
    client.send((GET + "Host: a\r\n\r\n").repeat(3));
    client.socket.shutdownOutput();
    for (int i = 0; i < 3; i++) {
      assertThat(client.answer().text()).isEqualTo("hello");
    }
    assertThat(client.isAtEnd()).isTrue();
  }

  @Test
  void continuesABodyOnlyWhenItIsWanted() throws IOException {
    RawClient client = server.connect();
    String head = "Content-Type: application/json\r\nContent-Length: 12\r\nExpect: 100-continue";
    client.request("POST", "/api/item", "Authorization: Bearer writer", head);
    assertThat(client.answer().status()).isEqualTo(100);
    client.send("{\"name\":\"x\"}");
    assertThat(client.answer().status()).isEqualTo(201);
    client.request("POST", "/api/item", "Authorization: Bearer reader", head);
    RawClient.Answer refused = client.answer();
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("Connection")).isEqualTo("close");
    assertThat(client.isAtEnd()).isTrue();
  }

  @Test
  void keepsAConnectionWhoseSmallBodyWasRefused() throws IOException {
    RawClient client = server.connect();
    client.json("POST", "/api/item", "x".repeat(60_000));
    assertThat(client.answer().status()).isEqualTo(401);
    client.json("POST", "/api/item", "x".repeat(70_000));
    RawClient.Answer answer = client.answer();
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("Connection")).isEqualTo("close");
    assertThat(client.isAtEnd()).isTrue();
  }

  @Test
  void readsPastContentOfAGetWhichMeansNothing() throws IOException {
    RawClient client = server.connect();
    for (String body : new String[] {"{}", "{\"a\":1}", "no JSON", "x".repeat(60_000)}) {
      client.request("GET", "/api/text", "Content-Length: " + body.length()).send(body);
      assertThat(client.answer().text()).isEqualTo("hello");
    }
    client.request("HEAD", "/api/text", "Content-Type: image/png", "Content-Length: 3").send("abc");
    assertThat(client.answer(true).status()).isEqualTo(200);
    assertThat(client.get("/api/text").text()).isEqualTo("hello");
  }

  @Test
  void closesWhereTheEndOfAGetsContentIsNotWorthReading() throws IOException {
    String head = "GET /api/text HTTP/1.1\r\nHost: a\r\n";
    for (String rest :
        new String[] {
          "Content-Length: 70000\r\n\r\n" + "x".repeat(70_000),
          "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
          "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n"
        }) {
      RawClient client = server.connect().send(head + rest);
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).isEqualTo("hello");
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void ignoresTrailersThatWouldChangeTheFraming() throws IOException {
    RawClient client = server.connect();
    client.send(
        POST
            + "Transfer-Encoding: chunked\r\n\r\nc\r\n{\"name\":\"x\"}\r\n0\r\n"
            + "Content-Length: 100\r\nAuthorization: Bearer reader\r\n\r\n");
    assertThat(client.answer().status()).isEqualTo(201);
    assertThat(client.get("/api/text").text()).isEqualTo("hello");
  }
}
