package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.settings.SettingsLoader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ports over TLS, with a key that the JDK's keytool has made. */
class TlsTest {
  private static final String PASSWORD = "store password";

  @TempDir private Path folder;
  private Path keyStore;

  @BeforeEach
  void makeKey() throws Exception {
    keyStore = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-alias",
                "key",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
  }

  @Test
  void bothPortsSpeakTlsAndTheDicomPortAsksWhoIsThere() throws Exception {
    try (Gateway gateway =
        start(
            Map.of(
                "ARCHWAY_DICOM_TLS_ENABLED",
                "true",
                "ARCHWAY_DICOM_TLS_KEY_STORE",
                keyStore.toString(),
                "ARCHWAY_DICOM_TLS_KEY_STORE_PASSWORD",
                PASSWORD,
                "ARCHWAY_DICOM_TLS_TRUST_STORE",
                keyStore.toString(),
                "ARCHWAY_HTTP_TLS_ENABLED",
                "true",
                "ARCHWAY_HTTP_TLS_KEY_STORE",
                keyStore.toString(),
                "ARCHWAY_HTTP_TLS_KEY_STORE_PASSWORD",
                PASSWORD))) {
      assertThat(echo(gateway, context(true))).isTrue();
      assertThatThrownBy(() -> echo(gateway, context(false))).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> echo(gateway, null)).isInstanceOf(IOException.class);
      HttpClient client = HttpClient.newBuilder().sslContext(context(false)).build();
      URI health = URI.create("https://localhost:" + gateway.httpPort() + "/health");
      assertThat(
              client
                  .send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(200);
      assertThat(greeting(client, gateway)).contains("pusher:connection_established");
      assertThat(folder.resolve("home").resolve("live.secret")).isNotEmptyFile();
    }
  }

  /** What a client of the Pusher protocol is told first. */
  private static String greeting(HttpClient client, Gateway gateway) {
    URI app = URI.create("wss://localhost:" + gateway.httpPort() + "/app/archway?protocol=7");
    CompletableFuture<String> first = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            first.complete(text.toString());
            return null;
          }

          @Override
          public void onError(WebSocket from, Throwable failure) {
            first.completeExceptionally(failure);
          }
        };
    WebSocket socket = client.newWebSocketBuilder().buildAsync(app, listener).join();
    try {
      return first.orTimeout(2, TimeUnit.MINUTES).join();
    } finally {
      socket.abort();
    }
  }

  @Test
  void aKeyStoreThatCannotBeReadEndsTheStartWithItsSetting() {
    CommandFailure failure =
        catchThrowableOfType(
            CommandFailure.class,
            () ->
                start(
                        Map.of(
                            "ARCHWAY_DICOM_TLS_ENABLED", "true",
                            "ARCHWAY_DICOM_TLS_KEY_STORE", keyStore.toString(),
                            "ARCHWAY_DICOM_TLS_KEY_STORE_PASSWORD", "wrong"))
                    .close());
    assertThat(failure.exitCode()).isEqualTo(ExitCode.SETTINGS);
    assertThat(failure).hasMessageContaining("dicom.tls").hasMessageNotContaining("wrong");
  }

  private Gateway start(Map<String, String> changed) throws Exception {
    Map<String, String> environment = new TreeMap<>(changed);
    environment.put("ARCHWAY_DICOM_PORT", "0");
    environment.put("ARCHWAY_HTTP_PORT", "0");
    return Gateway.start(
        new SettingsLoader().environment(environment).load(), Home.open(folder.resolve("home")));
  }

  /** Trusts our key; knows itself by the same key, or not at all. */
  private SSLContext context(boolean withKey) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("gateway", keys.getCertificate("key"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(withKey ? own.getKeyManagers() : null, trust.getTrustManagers(), null);
    return context;
  }

  private static boolean echo(Gateway gateway, SSLContext tls) throws IOException {
    RequesterSettings plain =
        RequesterSettings.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.dicomPort()),
            "TEST",
            "ARCHWAY");
    RequesterSettings settings =
        new RequesterSettings(
            plain.peer(),
            plain.callingAeTitle(),
            plain.calledAeTitle(),
            plain.limits(),
            plain.connectTimeoutMillis(),
            10_000,
            plain.userInformation(),
            tls == null ? null : () -> clientEngine(tls));
    PresentationContextProposal verification =
        new PresentationContextProposal(
            1, Uids.VERIFICATION, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN));
    try (AssociationRequester requester =
        AssociationRequester.connect(settings, List.of(verification))) {
      return requester.echo().isSuccess();
    }
  }

  private static SSLEngine clientEngine(SSLContext tls) {
    SSLEngine engine = tls.createSSLEngine();
    engine.setUseClientMode(true);
    return engine;
  }
}
