package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  /** A key made by the JDK's own tool for this test alone. */
  private SSLContext context() throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "http",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void servesAllOverTls() throws Exception {
    SSLContext context = context();
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
    HttpSettings settings = HttpSettings.defaults(new SimpleMeterRegistry()).withTls(context());
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
