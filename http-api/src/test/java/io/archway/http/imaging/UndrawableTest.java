package io.archway.http.imaging;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.imaging.picture.Picture;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be drawn is answered with its kind and the reason; what can, with what it shows. */
class UndrawableTest {

  @TempDir private Path folder;

  @Test
  void damagedAndUnknownPixelsNameTheirKindAndSayWhy() throws IOException {
    try (SampleGateway gateway = new SampleGateway(folder)) {
      Map<String, String> token = Map.of("Authorization", "Bearer " + gateway.token("admin"));
      ApiClient client = new ApiClient(gateway.server.port());

      SampleObject lying = Samples.panoramic(21, 64);
      lying.head().putInts(Tag.ROWS, Vr.US, 60_000);
      assertKind(take(gateway, client, token, lying), "pixel data");

      SampleObject wide = Samples.panoramic(22, 64);
      wide.head().putInts(Tag.BITS_ALLOCATED, Vr.US, 32);
      assertKind(take(gateway, client, token, wide), "bits allocated: 32");

      ApiClient.Answer drawn = take(gateway, client, token, Samples.panoramic(23, 300));
      assertThat(drawn.header("Content-Type")).isEqualTo(Picture.JPEG);
      assertThat(drawn.header("Thumbnail-Problem")).isNull();
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(drawn.body()));
      assertThat(image.getWidth()).isEqualTo(256);
      assertThat(image.getHeight()).isEqualTo(128);
    }
  }

  @Test
  void anUploadedPhotographIsDrawn() throws IOException {
    try (SampleGateway gateway = new SampleGateway(folder)) {
      ApiClient client = new ApiClient(gateway.server.port());
      String token = "Bearer " + gateway.token("admin");
      ByteArrayOutputStream form = new ByteArrayOutputStream();
      part(form, "patient_id\"", gateway.variable("cbct.patient").getBytes(US_ASCII));
      ByteArrayOutputStream photograph = new ByteArrayOutputStream();
      BufferedImage seen = new BufferedImage(600, 400, BufferedImage.TYPE_INT_RGB);
      assertThat(ImageIO.write(seen, "jpeg", photograph)).isTrue();
      part(form, "file\"; filename=\"smile.dat\"", photograph.toByteArray());
      form.writeBytes("--b--\r\n".getBytes(US_ASCII));
      ApiClient.Answer taken =
          client.sendBytes(
              "POST",
              "/api/media",
              Map.of("Authorization", token, "Content-Type", "multipart/form-data; boundary=b"),
              form.toByteArray());
      assertThat(taken.status()).as(taken.text()).isEqualTo(201);
      String target = "/api/media/" + taken.json().get("id").asText() + "/thumbnail?size=150";
      ApiClient.Answer answer = client.send("GET", target, Map.of("Authorization", token), null);
      assertThat(answer.header("Content-Type")).isEqualTo(Picture.JPEG);
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(answer.body()));
      assertThat(image.getWidth()).isEqualTo(150);
      assertThat(image.getHeight()).isEqualTo(100);
    }
  }

  private static void part(ByteArrayOutputStream form, String name, byte[] content) {
    String head = "--b\r\nContent-Disposition: form-data; name=\"%s\r\n\r\n".formatted(name);
    form.writeBytes(head.getBytes(US_ASCII));
    form.writeBytes(content);
    form.writeBytes("\r\n".getBytes(US_ASCII));
  }

  private ApiClient.Answer take(
      SampleGateway gateway, ApiClient client, Map<String, String> token, SampleObject object)
      throws IOException {
    gateway.take(folder, object);
    String target = "/api/instance/" + object.sopInstanceUid() + "/thumbnail";
    ApiClient.Answer answer = client.send("GET", target, token, null);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer;
  }

  private static void assertKind(ApiClient.Answer answer, String problem) throws IOException {
    assertThat(answer.header("Content-Type")).isEqualTo(Picture.PNG);
    assertThat(answer.header("Thumbnail-Problem")).contains(problem);
    assertThat(ImageIO.read(new ByteArrayInputStream(answer.body())).getWidth()).isEqualTo(256);
  }
}
