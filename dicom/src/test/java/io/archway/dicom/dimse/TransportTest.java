package io.archway.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.net.AssociationAcceptor;
import io.archway.dicom.net.AssociationSummary;
import io.archway.dicom.net.AssociationSummary.End;
import io.archway.dicom.net.PresentationContextProposal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Associations over TLS (PS3.15 B.9 and B.10 leave the choice of suites to the context). */
class TransportTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final RecordingListener listener = new RecordingListener();
  private final DigestingScp storage = new DigestingScp();

  @TempDir private Path folder;

  @Test
  void storesOverTls() throws Exception {
    SSLContext context = context();
    byte[] object = new byte[1_000_000];
    new Random(1).nextBytes(object);
    try (AssociationAcceptor acceptor = start(engines(context, false));
        AssociationRequester requester = connect(acceptor, engines(context, true))) {
      DimseResult result =
          requester.store(
              StoreRequest.of(1, Uids.CT_IMAGE_STORAGE, "2.25.1"),
              Channels.newChannel(new ByteArrayInputStream(object)),
              sent -> {});
      assertThat(result.isSuccess()).isTrue();
      requester.release();
      AssociationSummary summary = RecordingListener.take(listener.ended);
      assertThat(summary.secured()).isTrue();
      assertThat(summary.end()).isEqualTo(End.RELEASED);
    }
    assertThat(storage.received)
        .extracting(DigestingScp.Received::sha256)
        .containsExactly(DigestingScp.sha256(object));
  }

  @Test
  void aPlainPeerAtATlsPortIsToldOfWithTheReason() throws Exception {
    try (AssociationAcceptor acceptor = start(engines(context(), false));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), acceptor.port())) {
      socket.getOutputStream().write(RawPdus.associateRq());
      AssociationSummary summary = RecordingListener.take(listener.rejected);
      assertThat(summary.end()).isEqualTo(End.CONNECTION_LOST);
      assertThat(summary.text()).contains("not an SSL/TLS record");
    }
  }

  @Test
  void aTlsPeerAtAPlainPortFails() throws Exception {
    try (AssociationAcceptor acceptor = start(null)) {
      assertThatThrownBy(() -> connect(acceptor, engines(context(), true)))
          .isInstanceOf(IOException.class);
      assertThat(RecordingListener.take(listener.rejected).text())
          .isEqualTo("PDU-type: 22 (expected: 1 to 7)");
    }
  }

  private AssociationAcceptor start(Supplier<SSLEngine> tls) throws IOException {
    return AssociationAcceptor.start(
        AssociationAcceptor.Settings.onPort(0),
        new OpenPolicy(),
        ServiceRegistry.builder().addFamily(uid -> true, storage).build(),
        listener,
        tls);
  }

  private static AssociationRequester connect(AssociationAcceptor acceptor, Supplier<SSLEngine> tls)
      throws IOException {
    RequesterSettings plain =
        RequesterSettings.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), acceptor.port()),
            "SENDER",
            "ARCHWAY");
    RequesterSettings settings =
        new RequesterSettings(
            plain.peer(),
            plain.callingAeTitle(),
            plain.calledAeTitle(),
            plain.limits(),
            plain.connectTimeoutMillis(),
            plain.responseTimeoutMillis(),
            plain.userInformation(),
            tls);
    return AssociationRequester.connect(
        settings,
        List.of(
            new PresentationContextProposal(
                1, Uids.CT_IMAGE_STORAGE, List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN))));
  }

  private static Supplier<SSLEngine> engines(SSLContext context, boolean client) {
    return () -> {
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(client);
      return engine;
    };
  }

  private SSLContext context() throws Exception {
    Path file = folder.resolve("keys.p12");
    if (!Files.exists(file)) {
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=localhost",
                  "-alias",
                  "test",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  new String(PASSWORD),
                  "-keystore",
                  file.toString())
              .redirectErrorStream(true)
              .start();
      keytool.getInputStream().readAllBytes();
      assertThat(keytool.waitFor()).isZero();
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory keyManagers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, PASSWORD);
    TrustManagerFactory trustManagers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trustManagers.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    return context;
  }
}
