package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTest {

  private static SampleServer server;
  private static byte[] file;
  private static byte[] composed;

  @BeforeAll
  static void start() throws IOException {
    server = new SampleServer();
    file = server.fileBytes;
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    parts.writeBytes("first-".getBytes());
    parts.write(file, 2, 10);
    parts.write(file, 100, file.length - 100);
    parts.writeBytes("-last".getBytes());
    composed = parts.toByteArray();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void sendsFilesWhole() throws IOException {
    RawClient client = server.connect();
    for (int i = 0; i < 5; i++) {
      RawClient.Answer answer = client.get("/api/file");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(file);
      assertThat(answer.header("ETag")).isEqualTo("\"abc\"");
      assertThat(answer.header("Last-Modified")).isEqualTo("Sun, 01 Mar 2026 10:00:00 GMT");
      assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
      assertThat(answer.header("Content-Type")).isEqualTo("application/dicom");
      assertThat(answer.header("Content-Disposition"))
          .isEqualTo(
              "attachment; filename=\"Zo_ _x_.dcm\"; filename*=UTF-8''Zo%C3%AB%20%22x%22.dcm");
    }
  }

  @Test
  void givesBackWhatAContentHolds() throws IOException {
    int before = server.sample.released.get();
    RawClient client = server.connect();
    client.get("/api/file");
    client.request("HEAD", "/api/file").answer(true);
    client.get("/api/file", "If-None-Match: \"abc\"");
    client.get("/api/file", "Range: bytes=9999999-");
    client.get("/api/file", "If-Match: \"x\"");
    client.get("/api/text");
    assertThat(server.sample.released.get() - before).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-0 | 0 | 1",
        "bytes=0-9 | 0 | 10",
        "bytes=5- | 5 | -5",
        "bytes=699999- | 699999 | 1",
        "bytes=699999-999999999 | 699999 | 1",
        "bytes=-1 | 699999 | 1",
        "bytes=-700000 | 0 | 700000",
        "bytes=-999999999 | 0 | 700000",
        "BYTES=1-2 | 1 | 2",
        "bytes= 1-2 | 1 | 2"
      })
  void sendsARange(String range, int first, int length) throws IOException {
    int count = length < 0 ? file.length + length : length;
    RawClient.Answer answer = server.get("/api/file", "Range: " + range);
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.header("Content-Range"))
        .isEqualTo("bytes %d-%d/%d".formatted(first, first + count - 1, file.length));
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(file, first, first + count));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=700000- | 416",
        "bytes=700000-700001 | 416",
        "bytes=-0 | 416",
        "bytes=999999999999999999- | 416",
        "bytes=9999999999999999999999- | 200",
        "bytes=2-1 | 200",
        "bytes=a-b | 200",
        "bytes=- | 200",
        "bytes=5 | 200",
        "bytes=0-1,4-5 | 200",
        "bytes= | 200",
        "items=0-1 | 200"
      })
  void judgesRanges(String range, int status) throws IOException {
    RawClient.Answer answer = server.get("/api/file", "Range: " + range);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).hasSize(status == 200 ? file.length : 0);
    if (status == 416) {
      assertThat(answer.header("Content-Range")).isEqualTo("bytes */700000");
    }
  }

  @Test
  void ignoresRangesOfHead() throws IOException {
    RawClient client = server.connect();
    RawClient.Answer answer = client.request("HEAD", "/api/file", "Range: bytes=0-1").answer(true);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).isEqualTo("700000");
    assertThat(client.get("/api/text").text()).isEqualTo("hello");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "If-None-Match: \"abc\" | 304",
        "If-None-Match: W/\"abc\" | 304",
        "If-None-Match: \"x\", \"abc\" | 304",
        "If-None-Match: * | 304",
        "If-None-Match: \"x\" | 206",
        "If-None-Match: abc | 206",
        "If-Match: \"abc\" | 206",
        "If-Match: * | 206",
        "If-Match: \"x\" | 412",
        "If-Match: W/\"abc\" | 412",
        "If-Modified-Since: Sun, 01 Mar 2026 10:00:00 GMT | 304",
        "If-Modified-Since: Sun, 01 Mar 2026 09:59:59 GMT | 206",
        "If-Modified-Since: yesterday | 206",
        "If-Unmodified-Since: Sun, 01 Mar 2026 10:00:00 GMT | 206",
        "If-Unmodified-Since: Sun, 01 Mar 2026 09:59:59 GMT | 412",
        "If-Range: \"abc\" | 206",
        "If-Range: W/\"abc\" | 200",
        "If-Range: \"x\" | 200",
        "If-Range: Sun, 01 Mar 2026 10:00:00 GMT | 206",
        "If-Range: Sun, 01 Mar 2026 10:00:01 GMT | 200"
      })
  void judgesConditions(String header, int status) throws IOException {
    RawClient client = server.connect();
    RawClient.Answer answer = client.get("/api/file", header, "Range: bytes=0-1");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(client.get("/api/text").text()).isEqualTo("hello");
  }

  @Test
  void composesPartsAndRangesOverThem() throws IOException {
    RawClient client = server.connect();
    assertThat(client.get("/api/composed").body()).isEqualTo(composed);
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      int first = i < 20 ? i : random.nextInt(composed.length);
      int last = Math.min(composed.length - 1, first + random.nextInt(i % 2 == 0 ? 30 : 300_000));
      RawClient.Answer answer =
          client.get("/api/composed", "Range: bytes=%d-%d".formatted(first, last));
      assertThat(answer.status()).isEqualTo(206);
      assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(composed, first, last + 1));
    }
    assertThat(client.get("/api/composed", "Range: bytes=-3").text()).isEqualTo("ast");
  }

  @Test
  void sendsEventsWhileTheClientListens() throws Exception {
    RawClient client = server.connect();
    client.request("GET", "/api/events");
    OpenStream.Sink sink = server.sample.sinks.take();
    assertThat(sink.offer("data: 1\n\n".getBytes())).isTrue();
    assertThat(sink.offer("data: 2\n\n".getBytes())).isTrue();
    sink.close();
    assertThat(sink.offer("data: 3\n\n".getBytes())).isFalse();
    RawClient.Answer answer = client.answer();
    assertThat(answer.text()).isEqualTo("data: 1\n\ndata: 2\n\n");
    assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(client.get("/api/text").text()).isEqualTo("hello");
  }

  @Test
  void tellsTheSourceOfEventsThatTheClientWentAway() throws Exception {
    RawClient client = server.connect();
    client.request("GET", "/api/events");
    OpenStream.Sink sink = server.sample.sinks.take();
    java.util.concurrent.CountDownLatch closed = new java.util.concurrent.CountDownLatch(1);
    sink.onClosed(closed::countDown);
    client.close();
    closed.await();
    assertThat(sink.isOpen()).isFalse();
  }

  @Test
  void refusesEventsThatASlowClientDoesNotRead() throws Exception {
    RawClient client = server.connect();
    client.request("GET", "/api/events");
    OpenStream.Sink sink = server.sample.sinks.take();
    byte[] event = new byte[100_000];
    int taken = 0;
    while (sink.offer(event)) {
      taken++;
      assertThat(taken).isLessThan(1_000);
    }
    assertThat(sink.isOpen()).isTrue();
  }

  @Test
  void sendsEventsToOldClientsUntilTheEndOfTheConnection() throws Exception {
    RawClient client = server.connect();
    client.send("GET /api/events HTTP/1.0\r\n\r\n");
    OpenStream.Sink sink = server.sample.sinks.take();
    sink.offer("data: 1\n\n".getBytes());
    sink.close();
    assertThat(client.answer().text()).isEqualTo("data: 1\n\n");
  }
}
