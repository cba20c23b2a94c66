package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  @TempDir Path folder;

  @Test
  void servesAllOverTls() throws Exception {
    SSLContext context = TestKey.context(folder, "localhost");
    HttpSettings settings = HttpSettings.defaults(new SimpleMeterRegistry()).withTls(context);
    try (SampleServer server = new SampleServer(settings)) {
      RawClient client =
          new RawClient(
              context
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), server.server.port()));
      assertThat(client.get("/api/text").text()).isEqualTo("hello");
      assertThat(client.get("/api/file").body()).isEqualTo(server.fileBytes);
      assertThat(client.get("/api/file", "Range: bytes=5-300004").body())
          .isEqualTo(Arrays.copyOfRange(server.fileBytes, 5, 300_005));
      client.request(
          "POST",
          "/api/upload",
          "Authorization: Bearer writer",
          "Content-Type: image/png",
          "Content-Length: 500000");
      assertThat(client.send(new byte[500_000]).answer().text()).contains("\"id\":500000,");
      assertThat(client.get("/api/text", "Connection: close").text()).isEqualTo("hello");
      assertThat(client.isAtEnd()).isTrue();
      client.close();
    }
  }

  @Test
  void survivesClientsThatDoNotSpeakTls() throws Exception {
    HttpSettings settings =
        HttpSettings.defaults(new SimpleMeterRegistry())
            .withTls(TestKey.context(folder, "localhost"));
    try (SampleServer server = new SampleServer(settings)) {
      RawClient client = server.connect().request("GET", "/api/text");
      assertThat(readsToTheEnd(client)).isTrue();
    }
  }

  private static boolean readsToTheEnd(RawClient client) {
    try {
      client.in().readAllBytes();
      return true;
    } catch (IOException e) {
      return true;
    }
  }
}
