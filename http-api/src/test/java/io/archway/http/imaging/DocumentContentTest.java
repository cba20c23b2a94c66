package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.index.database.DatabaseSettings;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
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
import java.util.List;
import java.util.Map;
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
  private static final int SIDE = 64;
  private static final String SITE =
      "\"SftpAddress\":\"%s/%s\",\"SftpUsername\":\"%s\",\"SftpPassword\":\"%s\"}";

  @TempDir Path folder;

  /** Of one brightness each, so that everybody sees where it is: as one looks at the patient. */
  @Test
  void picturesOfAMountStandWhereTheirTeethAre() throws Exception {
    try (SampleGateway gateway = new SampleGateway(folder)) {
      Documents documents = new Documents(gateway, "panoramic");
      documents.picture(80, "19"); // lower left
      documents.picture(250, "14"); // upper left
      documents.picture(160, "3"); // upper right
      long mount = documents.mount();
      ApiClient.Answer sent =
          documents.post("DownloadSftp", "{\"MountNum\":" + mount + "," + site("content/FMX.png"));
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
  void whatIsLongerThanAFileMayBeIsRefusedAndGone() throws Exception {
    UploadLimits limits =
        new UploadLimits(MOST_BYTES, 3, 100, 8_192, 1_024, 10, MOST_BYTES, 10, 60_000, 1 << 10);
    DatabaseSettings index = DatabaseSettings.h2("async:" + folder.resolve("index"));
    try (Endless server = new Endless();
        SampleGateway gateway =
            new SampleGateway(folder, InstantSource.system(), index, null, limits)) {
      Documents documents = new Documents(gateway, "panoramic");
      int before = documents.list().size();
      Map<Path, Long> stored = stored();
      String base64 = Base64.getEncoder().encodeToString(new byte[MOST_BYTES + 1]);
      List<ApiClient.Answer> refused =
          List.of(
              documents.post(
                  "Upload",
                  documents.patient("\"extension\":\".pdf\",\"rawBase64\":\"" + base64 + "\"}")),
              documents.post("UploadSftp", documents.patient(site("huge.bin"))),
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

  private static String site(String path) {
    return SITE.formatted(SftpPeer.SHARED.host(), path, SftpPeer.USER, SftpPeer.PASSWORD);
  }

  /** Those of a patient. */
  private static final class Documents {
    private final ApiClient client;
    private final String token;
    private final String patient;

    Documents(SampleGateway gateway, String name) throws IOException {
      client = new ApiClient(gateway.server.port());
      token = gateway.token("admin");
      patient = gateway.variable(name + ".patient");
    }

    /** The beginning of a body. */
    String patient(String rest) {
      return "{\"PatNum\":" + patient + "," + rest;
    }

    ApiClient.Answer post(String what, String body) throws IOException {
      return client.send(
          "POST",
          "/documents/" + what,
          Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
          body);
    }

    JsonNode list() throws IOException {
      return client.get("/documents?PatNum=" + patient, token).json();
    }

    void picture(int brightness, String tooth) throws IOException {
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      int rgb = new Color(brightness, brightness, brightness).getRGB();
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          image.setRGB(x, y, rgb);
        }
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "png", bytes);
      ApiClient.Answer entered =
          post(
              "Upload",
              patient(
                  "\"extension\":\".png\",\"ImgType\":\"Radiograph\",\"ToothNumbers\":\"%s\","
                          .formatted(tooth)
                      + "\"DateCreated\":\"2021-05-11 13:26:39\",\"rawBase64\":\"%s\"}"
                          .formatted(Base64.getEncoder().encodeToString(bytes.toByteArray()))));
      assertThat(entered.status()).as(entered.text()).isEqualTo(201);
    }

    long mount() throws IOException {
      for (JsonNode one : list()) {
        if (one.get("MountNum").asLong() > 0 && one.get("DocNum").asLong() == 0) {
          return one.get("MountNum").asLong();
        }
      }
      throw new AssertionError("no mount");
    }
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
