package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.http.imaging.ApiClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is purged leaves no picture of itself behind. */
final class PurgedThumbnailsTest {
  @TempDir Path folder;

  @Test
  void goWithTheirMedium() throws IOException {
    try (SampleGateway gateway = new SampleGateway(folder)) {
      ApiClient client = new ApiClient(gateway.server.port());
      String token = gateway.token("admin");
      byte[] photo =
          Arrays.copyOf("\u0089PNG\r\n\u001A\n".getBytes(StandardCharsets.ISO_8859_1), 90);
      Form form =
          new Form().file("a.png", photo).field("patient_id", gateway.variable("cbct.patient"));
      Answer uploaded = client.sendBytes("POST", "/api/media", Form.headers(token), form.bytes());
      String file = "/api/media/" + uploaded.json().get("id").asText();
      String study = "/api/media/" + gateway.variable("panoramic.media");
      String other = "/api/media/" + gateway.variable("cbct.media");
      for (String medium : new String[] {file, study, other}) {
        assertThat(client.get(medium + "/thumbnail", token).status()).isEqualTo(200);
        assertThat(client.get(medium + "/thumbnail?size=64", token).status()).isEqualTo(200);
      }
      assertThat(kept()).isEqualTo(6);
      for (String medium : new String[] {file, study}) {
        assertThat(send(client, token, medium)).isEqualTo(204);
        assertThat(send(client, token, medium + "/purge")).isEqualTo(204);
      }
      assertThat(kept()).isEqualTo(2);
      assertThat(client.get(other + "/thumbnail", token).status()).isEqualTo(200);
    }
  }

  private static int send(ApiClient client, String token, String target) throws IOException {
    return client.send("DELETE", target, Map.of("Authorization", "Bearer " + token), null).status();
  }

  private long kept() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("thumbnails"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
