package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.gateway.transfer.DicomFileMaker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wired program in this process: what is sent to it by DICOM comes back by HTTP. */
class GatewayTest {
  /** The common pool has one thread on two processors, which would wait for itself. */
  private static final Executor OWN_THREAD = task -> new Thread(task).start();

  private static final String PASSWORD = "correct horse";
  private static final String UID = "2.25.4711";
  private static final int CONTEXT_ID = 1;

  @TempDir private Path folder;

  @Test
  void whatIsStoredByDicomIsReadByHttp() throws Exception {
    byte[] dataSet = dataSet(100_000);
    try (Gateway gateway = start(Map.of())) {
      assertThat(store(gateway, new Bytes(dataSet)).isSuccess()).isTrue();
      assertThat(get(gateway, "/health", "")).contains("\"up\"");
      String token = logIn(gateway);
      assertThat(get(gateway, "/api/media", token)).contains("\"total\":1");
      byte[] file = getBytes(gateway, "/api/instance/" + UID + "/file", token);
      assertThat(ByteBuffer.wrap(file, file.length - dataSet.length, dataSet.length))
          .isEqualTo(ByteBuffer.wrap(dataSet));
    }
  }

  @Test
  void aWatchedFolderThatHoldsTheDataFolderIsRefused() throws Exception {
    CommandFailure failure =
        catchThrowableOfType(
            CommandFailure.class, () -> start(Map.of("ARCHWAY_INGEST_WATCH", folder.toString())));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.SETTINGS);
    assertThat(failure).hasMessageContaining("ingest.watch");
    try (Gateway gateway = start(Map.of())) {
      assertThat(get(gateway, "/health", "")).contains("\"up\"");
    }
  }

  @Test
  void whatWasStoredIsThereAfterTheNextStart() throws Exception {
    try (Gateway gateway = start(Map.of())) {
      store(gateway, new Bytes(dataSet(10)));
    }
    try (Gateway gateway = start(Map.of())) {
      assertThat(get(gateway, "/api/media", logIn(gateway))).contains("\"total\":1");
    }
  }

  @Test
  void aRunningStoreEndsBeforeTheGatewayDoes() throws Exception {
    Gateway gateway = start(Map.of());
    Bytes slow = new Bytes(dataSet(2_000_000)).pausing();
    CompletableFuture<DimseResult> result =
        CompletableFuture.supplyAsync(() -> storeUnchecked(gateway, slow), OWN_THREAD);
    slow.halfSent.await();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::close, OWN_THREAD);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> refusesConnections(gateway));
    assertThat(closed).isNotDone();
    slow.goOn.countDown();
    assertThat(result.get().isSuccess()).isTrue();
    closed.get();
    try (Gateway next = start(Map.of())) {
      assertThat(get(next, "/api/media", logIn(next))).contains("\"total\":1");
    }
  }

  @Test
  void aStoreThatDoesNotEndIsAbortedAfterTheLimitAndLeavesNothing() throws Exception {
    Gateway gateway = start(Map.of("ARCHWAY_STOP_TIMEOUT", "8s"));
    Bytes stuck = new Bytes(dataSet(2_000_000)).pausing();
    CompletableFuture<DimseResult> result =
        CompletableFuture.supplyAsync(() -> storeUnchecked(gateway, stuck), OWN_THREAD);
    stuck.halfSent.await();
    gateway.close();
    stuck.goOn.countDown();
    assertThat(result).failsWithin(Duration.ofSeconds(30));
    try (Gateway next = start(Map.of())) {
      assertThat(get(next, "/api/media", logIn(next))).contains("\"total\":0");
    }
  }

  @Test
  void aPortInUseIsNamedWithItsSetting() throws Exception {
    try (ServerSocket other = new ServerSocket(0)) {
      String port = String.valueOf(other.getLocalPort());
      CommandFailure dicom =
          catchThrowableOfType(
              CommandFailure.class, () -> start(Map.of("ARCHWAY_DICOM_PORT", port)).close());
      assertThat(dicom).hasMessageContaining("DICOM port " + port + " (dicom.port)");
      assertThat(dicom.exitCode()).isEqualTo(ExitCode.IN_USE);
      CommandFailure http =
          catchThrowableOfType(
              CommandFailure.class, () -> start(Map.of("ARCHWAY_HTTP_PORT", port)).close());
      assertThat(http).hasMessageContaining("HTTP port " + port + " (http.port)");
    }
    start(Map.of()).close();
  }

  private Gateway start(Map<String, String> changed) throws Exception {
    Map<String, String> environment = new TreeMap<>();
    environment.put("ARCHWAY_DICOM_PORT", "0");
    environment.put("ARCHWAY_HTTP_PORT", "0");
    environment.put("ARCHWAY_ADMIN_PASSWORD", PASSWORD);
    environment.put("ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B");
    environment.putAll(changed);
    Settings settings = new SettingsLoader().environment(environment).load();
    return Gateway.start(settings, Home.open(folder.resolve("home")));
  }

  private byte[] dataSet(int pixelBytes) throws IOException {
    Path file =
        DicomFileMaker.file(
            folder.resolve("sent.dcm"), UID, Uids.EXPLICIT_VR_LITTLE_ENDIAN, pixelBytes);
    return DicomFileMaker.dataSetOf(file);
  }

  private static DimseResult storeUnchecked(Gateway gateway, Bytes dataSet) {
    try {
      return store(gateway, dataSet);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DimseResult store(Gateway gateway, Bytes dataSet) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.dicomPort());
    String sopClass = Uids.SECONDARY_CAPTURE_IMAGE_STORAGE;
    PresentationContextProposal context =
        new PresentationContextProposal(
            CONTEXT_ID, sopClass, List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN));
    try (AssociationRequester requester =
        AssociationRequester.connect(
            RequesterSettings.of(address, "TEST", "ARCHWAY"), List.of(context))) {
      return requester.store(StoreRequest.of(CONTEXT_ID, sopClass, UID), dataSet, bytes -> {});
    }
  }

  private static boolean refusesConnections(Gateway gateway) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.dicomPort())) {
      return !socket.isConnected();
    } catch (IOException e) {
      return true;
    }
  }

  private static String logIn(Gateway gateway) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri(gateway, "/api/auth/login"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"username\":\"admin\",\"password\":\"" + PASSWORD + "\"}"))
            .build();
    String body = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    Matcher token = Pattern.compile("\"access_token\":\"([^\"]+)\"").matcher(body);
    assertThat(token.find()).as(body).isTrue();
    return token.group(1);
  }

  private static String get(Gateway gateway, String path, String token) throws Exception {
    return new String(getBytes(gateway, path, token), StandardCharsets.UTF_8);
  }

  private static byte[] getBytes(Gateway gateway, String path, String token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(gateway, path));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray()).body();
  }

  private static URI uri(Gateway gateway, String path) {
    return URI.create("http://localhost:" + gateway.httpPort() + path);
  }

  /** A data set to be sent that may pause in its middle. */
  private static final class Bytes implements ReadableByteChannel {
    private final ByteBuffer bytes;
    private final CountDownLatch halfSent = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private boolean pauses;

    Bytes(byte[] bytes) {
      this.bytes = ByteBuffer.wrap(bytes);
    }

    Bytes pausing() {
      pauses = true;
      return this;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      if (pauses && bytes.position() > bytes.capacity() / 2) {
        pause();
      }
      int count = Math.min(target.remaining(), bytes.remaining());
      target.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    private void pause() throws IOException {
      pauses = false;
      halfSent.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      bytes.position(bytes.limit());
    }
  }
}
