package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.http.documents.DocumentsApi;
import io.archway.http.documents.DocumentsSettings;
import io.archway.http.documents.remote.AddressPolicy;
import io.archway.http.documents.remote.HostKeys;
import io.archway.http.documents.remote.RemoteLimits;
import io.archway.http.documents.remote.SftpSites;
import io.archway.http.documents.remote.UrlFetch;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.http.kernel.Family;
import io.archway.http.kernel.HttpServer;
import io.archway.http.kernel.HttpSettings;
import io.archway.http.thumbnail.ThumbnailSettings;
import io.archway.http.thumbnail.Thumbnails;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.net.ssl.SSLSocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bodies and transfers of documents take, and who gets how much of it. */
final class DocumentLimitsTest {
  private static final int LONG = 1_000_000;

  @TempDir Path folder;
  private SampleGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new SampleGateway(folder, InstantSource.system());
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  @Test
  void aBodyThatNeverEndsIsEndedByItsTime() throws Exception {
    try (Served served = new Served(1);
        Body body = new Body(served.server.port(), gateway.token("admin"))) {
      body.untilAnswered();
      assertThat(body.answer()).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void slowBodiesOfOneOrganizationLeaveAPlaceToOthers() throws Exception {
    String own = gateway.token("admin");
    String other = gateway.token("stranger");
    try (Served served = new Served(600_000);
        Body first = new Body(served.server.port(), own);
        Body second = new Body(served.server.port(), own)) {
      ApiClient client = new ApiClient(served.server.port());
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(upload(client, own)).isEqualTo(503));
      assertThat(upload(client, other)).isEqualTo(404);
      first.breakOff();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(upload(client, own)).isEqualTo(404));
      second.piece();
    }
  }

  @Test
  void nothingIsDrawnForASiteThatLetsNobodyIn() throws Exception {
    ApiClient client = new ApiClient(gateway.server.port());
    String token = gateway.token("admin");
    Path drawn = folder.resolve("thumbnails");
    ApiClient.Answer refused = thumbnails(client, token, "wrong");
    assertThat(refused.status()).as(refused.text()).isEqualTo(400);
    assertThat(files(drawn)).isEmpty();
    ApiClient.Answer sent = thumbnails(client, token, SftpPeer.PASSWORD);
    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    assertThat(files(drawn)).isNotEmpty();
    String name = sent.json().get(0).get("FileName").textValue();
    BufferedImage picture = ImageIO.read(SftpPeer.SHARED.folder.resolve("drawn/" + name).toFile());
    assertThat(picture.getWidth()).isEqualTo(100);
    assertThat(picture.getHeight()).isEqualTo(100);
  }

  @Test
  void whatIsNotDatedIsOfToday() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    try (SampleGateway fixed = new SampleGateway(other, () -> SampleGateway.NOW)) {
      ApiClient client = new ApiClient(fixed.server.port());
      String token = fixed.token("admin");
      String patient = fixed.variable("large.patient");
      ApiClient.Answer entered =
          client.send(
              "POST",
              "/documents/Upload",
              headers(token),
              "{\"PatNum\":%s,\"rawBase64\":\"JVBE\",\"extension\":\".pdf\"}".formatted(patient));
      assertThat(entered.status()).as(entered.text()).isEqualTo(201);
      assertThat(client.get("/documents?PatNum=" + patient, token).json())
          .anySatisfy(
              one ->
                  assertThat(one.get("DateCreated"))
                      .isEqualTo(one.get("serverDateTime"))
                      .hasToString('"' + today() + '"'));
    }
  }

  @Test
  void imagesThatCannotBeReadAreLeftOut() throws Exception {
    ApiClient client = new ApiClient(gateway.server.port());
    String token = gateway.token("admin");
    String list = "/documents?PatNum=" + gateway.variable("intraoral.patient");
    long mount = client.get(list, token).json().get(0).get("MountNum").asLong();
    for (Path file : files(folder.resolve("store"))) {
      try (FileChannel log = FileChannel.open(file, StandardOpenOption.WRITE)) {
        log.truncate(0);
      }
    }
    ApiClient.Answer none =
        client.send(
            "POST",
            "/documents/DownloadMount",
            headers(token),
            "{\"MountNum\":%d,\"SftpAddress\":\"%s/damaged/\",\"SftpUsername\":\"%s\",\"SftpPassword\":\"%s\"}"
                .formatted(mount, SftpPeer.SHARED.host(), SftpPeer.USER, SftpPeer.PASSWORD));
    assertThat(none.status()).as(none.text()).isEqualTo(200);
    assertThat(none.text()).contains("No mount images could be downloaded.");
    assertThat(files(SftpPeer.SHARED.folder.resolve("damaged"))).isEmpty();
  }

  private static String today() {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
        .withZone(ZoneId.systemDefault())
        .format(SampleGateway.NOW);
  }

  private ApiClient.Answer thumbnails(ApiClient client, String token, String password)
      throws IOException {
    return client.send(
        "POST",
        "/documents/Thumbnails",
        headers(token),
        "{\"PatNum\":%s,\"SftpAddress\":\"%s/drawn/\",\"SftpUsername\":\"%s\",\"SftpPassword\":\"%s\"}"
            .formatted(
                gateway.variable("panoramic.patient"),
                SftpPeer.SHARED.host(),
                SftpPeer.USER,
                password));
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  /** Of nobody, so that nothing is entered. */
  private static int upload(ApiClient client, String token) throws IOException {
    return client
        .send(
            "POST",
            "/documents/Upload",
            headers(token),
            "{\"PatNum\":999999,\"rawBase64\":\"JVBE\",\"extension\":\".pdf\"}")
        .status();
  }

  private static Map<String, String> headers(String token) {
    return Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
  }

  /** The documents family with limits of its own. */
  private final class Served implements AutoCloseable {
    private final Thumbnails thumbnails =
        new Thumbnails(ThumbnailSettings.defaults(folder.resolve("others")));
    private final SftpSites sites;
    private final HttpServer server;

    Served(int totalMillis) throws Exception {
      AddressPolicy nobody = new AddressPolicy(List.of());
      RemoteLimits limits = new RemoteLimits(10_000, totalMillis, 5);
      sites = new SftpSites(nobody, new HostKeys(List.of(), null), limits);
      Family family =
          DocumentsApi.family(
              new DocumentsApi.Foundation(
                  gateway.database,
                  gateway.store,
                  gateway.intake,
                  InstantSource.system(),
                  gateway.intake::awaitIndexed,
                  gateway.audit,
                  UploadLimits.defaults(),
                  thumbnails,
                  sites,
                  new UrlFetch(nobody, limits, (SSLSocketFactory) SSLSocketFactory.getDefault()),
                  new DocumentsSettings("/documents", List.of(), 3)),
              "test");
      server =
          HttpServer.start(HttpSettings.defaults(new SimpleMeterRegistry()).withPort(0), family);
    }

    @Override
    public void close() {
      server.close();
      sites.close();
      thumbnails.close();
    }
  }

  /** An upload that is on its way. */
  private static final class Body implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;

    Body(int port, String token) throws IOException {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(120_000);
      out = socket.getOutputStream();
      write(
          "POST /documents/Upload HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
              + ("Authorization: Bearer " + token + "\r\nContent-Length: " + LONG + "\r\n\r\n")
              + "{\"PatNum\":1,\"extension\":\".pdf\",\"rawBase64\":\"");
    }

    private void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    void piece() throws IOException {
      write("JVBE");
    }

    /** Never all of it: fewer than are promised. */
    void untilAnswered() throws IOException {
      for (int i = 0; i < LONG / 8 && socket.getInputStream().available() == 0; i++) {
        try {
          piece();
        } catch (IOException e) {
          return; // refused, and told why before that
        }
        Thread.onSpinWait();
      }
    }

    String answer() throws IOException {
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }

    void breakOff() throws IOException {
      socket.close();
    }

    @Override
    public void close() throws IOException {
      breakOff();
    }
  }
}
