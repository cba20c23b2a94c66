package io.archway.http.documents.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlFetchTest {
  private static final AddressPolicy LOCAL = new AddressPolicy(List.of("127.0.0.1"));

  private HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void serve(String path, int status, String location, byte[] body, boolean chunked) {
    server.createContext(
        path,
        exchange -> {
          requests.incrementAndGet();
          if (location != null) {
            exchange.getResponseHeaders().set("Location", location);
          }
          exchange.sendResponseHeaders(status, chunked ? 0 : body.length == 0 ? -1 : body.length);
          if (body.length > 0) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static byte[] get(String url, AddressPolicy policy, RemoteLimits limits)
      throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    new UrlFetch(policy, limits, (SSLSocketFactory) SSLSocketFactory.getDefault())
        .get(
            UrlFetch.parse(url),
            bytes -> {
              byte[] some = new byte[bytes.remaining()];
              bytes.get(some);
              all.writeBytes(some);
            });
    return all.toByteArray();
  }

  private static byte[] get(String url) throws IOException {
    return get(url, LOCAL, RemoteLimits.defaults());
  }

  @Test
  void contentOfAnyLengthComesWhole() throws IOException {
    byte[] body = new byte[300_000];
    Arrays.fill(body, (byte) 7);
    serve("/fixed", 200, null, body, false);
    serve("/chunked", 200, null, body, true);
    assertThat(get(url("/fixed"))).isEqualTo(body);
    assertThat(get(url("/chunked?a=b"))).isEqualTo(body);
  }

  @Test
  void redirectsAreFollowedAndCheckedEach() throws IOException {
    byte[] body = "here".getBytes(StandardCharsets.US_ASCII);
    serve("/here", 200, null, body, false);
    serve("/there", 302, "/here", new byte[0], false);
    serve("/private", 302, "http://10.0.0.1/x", new byte[0], false);
    serve("/local", 302, "http://localhost:1/x", new byte[0], false);
    serve("/file", 302, "file:///etc/passwd", new byte[0], false);
    serve("/round", 302, "/round", new byte[0], false);
    assertThat(get(url("/there"))).isEqualTo(body);
    assertThatThrownBy(() -> get(url("/private")))
        .hasMessage("unknown host, or one that is not allowed");
    assertThatThrownBy(() -> get(url("/file"))).hasMessage("a redirect to nowhere");
    assertThatThrownBy(() -> get(url("/round"))).hasMessage("too many redirects");
    assertThat(requests).hasValueBetween(9, 12);
  }

  @Test
  void nameIsResolvedOnceAndThatAddressConnectedTo() throws IOException {
    serve("/here", 200, null, new byte[] {1}, false);
    AtomicInteger asked = new AtomicInteger();
    AddressPolicy rebinding =
        new AddressPolicy(
            List.of("127.0.0.1"),
            host -> {
              String address = asked.getAndIncrement() == 0 ? "127.0.0.1" : "10.0.0.1";
              return new InetAddress[] {InetAddress.getByName(address)};
            },
            List::of);
    String named = "http://rebinding.example:" + server.getAddress().getPort() + "/here";
    assertThat(get(named, rebinding, RemoteLimits.defaults())).containsExactly(1);
    assertThat(asked).hasValue(1);
  }

  @Test
  void otherAnswersAreTold() {
    serve("/gone", 410, null, new byte[] {1}, false);
    assertThatThrownBy(() -> get(url("/gone"))).hasMessage("the server answered 410");
    assertThatThrownBy(() -> get("http://127.0.0.1:1/x")).hasMessage("cannot connect");
    assertThatThrownBy(() -> get("https" + url("/gone").substring(4))).hasMessage("cannot connect");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\ngzip",
        "HTTP/1.1 101 Switching Protocols\r\n\r\nmore",
        "HTTP/1.1 103 Early Hints\r\n\r\n",
        "garbage\r\n\r\n",
        ""
      })
  void whatBreaksOffIsNoFile(String answer) throws Exception {
    try (ServerSocket broken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread thread = new Thread(() -> answer(broken, answer));
      thread.start();
      assertThatThrownBy(() -> get("http://127.0.0.1:" + broken.getLocalPort() + "/"))
          .isInstanceOf(RemoteException.class);
      thread.join();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"100 Continue", "103 Early Hints"})
  void interimAnswersAreNotTheAnswer(String interim) throws Exception {
    String answer =
        "HTTP/1.1 %s\r\nLink: </a>\r\n\r\n".formatted(interim)
            + "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 4\r\n\r\nfile";
    try (ServerSocket hinting = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread thread = new Thread(() -> answer(hinting, answer));
      thread.start();
      assertThat(get("http://127.0.0.1:" + hinting.getLocalPort() + "/"))
          .asString()
          .isEqualTo("file");
      thread.join();
    }
  }

  private static void answer(ServerSocket server, String answer) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read(new byte[1_000]);
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void silentServerIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";
      assertThatThrownBy(() -> get(url, LOCAL, new RemoteLimits(200, 60_000, 5)))
          .hasMessage("the connection broke");
    }
  }

  /** Each byte comes in time, but a record of TLS never ends. */
  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void whoTricklesIsGivenUpAtTheDeadline(String scheme) throws Exception {
    try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread thread = new Thread(() -> trickle(slow));
      thread.start();
      String url = scheme + "://127.0.0.1:" + slow.getLocalPort() + "/";
      assertThatThrownBy(() -> get(url, LOCAL, new RemoteLimits(5_000, 500, 5)))
          .isInstanceOf(RemoteException.class)
          .hasMessage("it takes too long");
      thread.join(30_000);
      assertThat(thread.isAlive()).as("the connection is closed").isFalse();
    }
  }

  /** The head of a handshake record, or of an answer, without its end. */
  private static void trickle(ServerSocket server) {
    try (Socket socket = server.accept()) {
      boolean tls = socket.getInputStream().read() == 22;
      byte[] head =
          tls
              ? new byte[] {22, 3, 3, 64, 0, 2, 0, 63, (byte) 252}
              : "HTTP/1.1 2".getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(head);
      while (socket.getInputStream().read(new byte[1_000]) >= 0) {
        socket.getOutputStream().write('2');
      }
    } catch (IOException e) {
      return; // closed, as it should be
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a/b",
        "http:///x",
        "http://user:password@a/",
        "file:///x",
        "x",
        "http://a b"
      })
  void otherUrlsAreRefused(String url) {
    assertThatThrownBy(() -> UrlFetch.parse(url)).hasMessageStartingWith("expected: http://");
  }

  @Test
  void urlsAreRead() {
    assertThat(UrlFetch.parse(" https://www.example.com/my%20image.jpg "))
        .isEqualTo(URI.create("https://www.example.com/my%20image.jpg"));
  }
}
