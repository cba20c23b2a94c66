package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.index.database.DatabaseSettings;
import io.archway.testdata.SampleObject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is in the files that documents are made into, and how long those may be that are entered.
 */
final class DocumentContentTest {
  private static final int MOST_BYTES = 32 << 10;

  @TempDir Path folder;

  /** Of one brightness each, so that everybody sees where it is: as one looks at the patient. */
  @Test
  void picturesOfAMountStandWhereTheirTeethAre() throws Exception {
    try (SampleGateway gateway = new SampleGateway(folder)) {
      SampleDocuments documents = new SampleDocuments(gateway, "panoramic");
      documents.picture(80, "19"); // lower left
      documents.picture(250, "14"); // upper left
      documents.picture(160, "3"); // upper right
      long mount = documents.mount();
      ApiClient.Answer sent =
          documents.post(
              "DownloadSftp",
              "{\"MountNum\":" + mount + "," + SampleDocuments.site("content/FMX.png"));
      assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    }
    BufferedImage all = ImageIO.read(SftpPeer.SHARED.folder.resolve("content/FMX.png").toFile());
    int width = all.getWidth();
    int height = all.getHeight();
    assertThat(brightness(all, width / 4, height / 4)).isCloseTo(160, within(6));
    assertThat(brightness(all, 3 * width / 4, height / 4)).isCloseTo(250, within(6));
    assertThat(brightness(all, width / 2, 3 * height / 4)).isCloseTo(80, within(6));
    assertThat(brightness(all, 1, 3 * height / 4)).isZero();
    assertThat(brightness(all, width - 2, 3 * height / 4)).isZero();
  }

  private static int brightness(BufferedImage image, int x, int y) {
    return new Color(image.getRGB(x, y)).getGreen();
  }

  @Test
  void imagesOfScannersGoAsReceivedOrDrawn() throws Exception {
    try (SampleGateway gateway = new SampleGateway(folder)) {
      SampleDocuments panoramic = new SampleDocuments(gateway, "panoramic");
      long number = panoramic.list().get(0).get("DocNum").asLong();
      for (String name : List.of("drawn.jpg", "drawn.png", "received.dcm")) {
        panoramic.created(
            "DownloadSftp",
            "{\"DocNum\":" + number + "," + SampleDocuments.site("content/" + name));
      }
      SampleDocuments intraoral = new SampleDocuments(gateway, "intraoral");
      JsonNode sent =
          intraoral
              .created(
                  "DownloadMount",
                  "{\"MountNum\":"
                      + intraoral.mount()
                      + ","
                      + SampleDocuments.site("content/mount/"))
              .json();
      Path site = SftpPeer.SHARED.folder.resolve("content");
      SampleObject received = gateway.samples.get("panoramic").get(0);
      assertThat(Files.readAllBytes(site.resolve("received.dcm")))
          .endsWith(received.dataSetBytes());
      for (String name : List.of("drawn.jpg", "drawn.png")) {
        BufferedImage drawn = ImageIO.read(site.resolve(name).toFile());
        assertThat(drawn.getWidth()).as(name).isEqualTo(2 * drawn.getHeight());
        assertThat(brightnesses(drawn)).as(name).hasSizeGreaterThan(20);
      }
      List<SampleObject> images = gateway.samples.get("intraoral");
      assertThat(sent).hasSameSizeAs(images);
      for (int i = 0; i < images.size(); i++) {
        Path file = site.resolve("mount").resolve(sent.get(i).get("FileName").textValue());
        assertThat(Files.readAllBytes(file)).endsWith(images.get(i).dataSetBytes());
      }
    }
  }

  /** How many different ones there are: a picture, not a plane. */
  private static Set<Integer> brightnesses(BufferedImage image) {
    Set<Integer> found = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        found.add(brightness(image, x, y));
      }
    }
    return found;
  }

  @Test
  void whatIsLongerThanAFileMayBeIsRefusedAndGone() throws Exception {
    UploadLimits limits =
        new UploadLimits(MOST_BYTES, 3, 100, 8_192, 1_024, 10, MOST_BYTES, 10, 60_000, 1 << 10);
    DatabaseSettings index = DatabaseSettings.h2("async:" + folder.resolve("index"));
    try (Endless server = new Endless();
        SampleGateway gateway =
            new SampleGateway(folder, InstantSource.system(), index, null, limits)) {
      SampleDocuments documents = new SampleDocuments(gateway, "panoramic");
      int before = documents.list().size();
      Map<Path, Long> stored = stored();
      String base64 = Base64.getEncoder().encodeToString(new byte[MOST_BYTES + 1]);
      List<ApiClient.Answer> refused =
          List.of(
              documents.post(
                  "Upload",
                  documents.patient("\"extension\":\".pdf\",\"rawBase64\":\"" + base64 + "\"}")),
              documents.post("UploadSftp", documents.patient(SampleDocuments.site("huge.bin"))),
              documents.post("SetByUrl", documents.patient("\"url\":\"" + server.url() + "\"}")));
      assertThat(refused)
          .allSatisfy(answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(413));
      assertThat(documents.list()).hasSize(before);
      assertThat(stored()).isEqualTo(stored);
    }
  }

  /** The audit beside it tells of those who were refused. */
  private Map<Path, Long> stored() throws IOException {
    Map<Path, Long> lengths = new TreeMap<>();
    for (String part : List.of("log", "large")) {
      try (Stream<Path> all = Files.walk(folder.resolve("store").resolve(part))) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          lengths.put(file, Files.size(file));
        }
      }
    }
    return lengths;
  }

  /** A web server that says no length and sends until nobody reads any more. */
  private static final class Endless implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Thread thread = new Thread(this::serve, "endless");

    Endless() throws IOException {
      thread.start();
    }

    String url() {
      return "http://127.0.0.1:" + listening.getLocalPort() + "/endless.pdf";
    }

    private void serve() {
      try (Socket socket = listening.accept();
          OutputStream out = socket.getOutputStream()) {
        String head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        byte[] piece = new byte[4_096];
        while (true) {
          out.write(piece);
        }
      } catch (IOException e) {
        return; // nobody reads any more
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }
}
