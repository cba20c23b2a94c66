package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;

/** Documents of a sample's patient, asked for and entered as practice software does. */
final class SampleDocuments {
  private static final int SIDE = 64;
  private static final String SITE =
      "\"SftpAddress\":\"%s/%s\",\"SftpUsername\":\"%s\",\"SftpPassword\":\"%s\"}";

  private final ApiClient client;
  private final String token;
  private final String patient;

  /**
   * @param name of the sample
   */
  SampleDocuments(SampleGateway gateway, String name) throws IOException {
    client = new ApiClient(gateway.server.port());
    token = gateway.token("admin");
    patient = gateway.variable(name + ".patient");
  }

  /** The beginning of a body. */
  String patient(String rest) {
    return "{\"PatNum\":" + patient + "," + rest;
  }

  /** The end of a body: a path on the SFTP site of all tests. */
  static String site(String path) {
    return SITE.formatted(SftpPeer.SHARED.host(), path, SftpPeer.USER, SftpPeer.PASSWORD);
  }

  ApiClient.Answer post(String what, String body) throws IOException {
    return send("POST", "/documents/" + what, body);
  }

  ApiClient.Answer send(String method, String path, String body) throws IOException {
    return client.send(
        method,
        path,
        Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
        body);
  }

  /** What is answered with success. */
  ApiClient.Answer created(String what, String body) throws IOException {
    ApiClient.Answer answer = post(what, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer;
  }

  JsonNode list() throws IOException {
    return client.get("/documents?PatNum=" + patient, token).json();
  }

  /** A picture of one brightness. */
  static byte[] png(int brightness) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    int rgb = new Color(brightness, brightness, brightness).getRGB();
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.setRGB(x, y, rgb);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  /** Enters a radiograph of a tooth. */
  void picture(int brightness, String tooth) throws IOException {
    created(
        "Upload",
        patient(
            "\"extension\":\".png\",\"ImgType\":\"Radiograph\",\"ToothNumbers\":\"%s\","
                    .formatted(tooth)
                + "\"DateCreated\":\"2021-05-11 13:26:39\",\"rawBase64\":\"%s\"}"
                    .formatted(Base64.getEncoder().encodeToString(png(brightness)))));
  }

  /** The number of the first mount. */
  long mount() throws IOException {
    for (JsonNode one : list()) {
      if (one.get("MountNum").asLong() > 0 && one.get("DocNum").asLong() == 0) {
        return one.get("MountNum").asLong();
      }
    }
    throw new AssertionError("no mount");
  }
}
