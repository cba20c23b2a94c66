package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.index.database.TestDatabase;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Radiographs that come from an SFTP site, and go back there as the mount that they are. */
final class DocumentMountsTest {
  private static final String OLD = "something longer than any picture of this test. ".repeat(2000);

  @TempDir Path folder;
  private SampleGateway gateway;

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void imagesOfAMountComeBackUnderTheirNamesOverWhatWasThere(TestDatabase database)
      throws Exception {
    gateway = new SampleGateway(folder, InstantSource.system(), database.settings());
    SampleDocuments documents = new SampleDocuments(gateway, "panoramic");
    String own = "mounts-" + database;
    Path site = Files.createDirectories(SftpPeer.SHARED.folder.resolve(own));
    byte[] upper = radiograph(documents, own, "right/bite wing.png", 160, "3");
    byte[] lower = radiograph(documents, own, "left/Bite Wing.png", 80, "19");
    byte[] front = radiograph(documents, own, "front.png", 250, "14");
    long mount = documents.mount();
    String asked = "{\"MountNum\":" + mount + ",";

    Path back = Files.createDirectory(site.resolve("back"));
    Files.writeString(back.resolve("front.png"), OLD);
    Map<String, byte[]> expected = null;
    for (int i = 0; i < 2; i++) {
      JsonNode sent =
          documents.created("DownloadMount", asked + SampleDocuments.site(own + "/back/")).json();
      assertThat(sent).hasSize(3);
      String second = "Bite Wing-" + sent.get(1).get("DocNum").asLong() + ".png";
      expected = Map.of("bite wing.png", upper, second, lower, "front.png", front);
      assertThat(names(sent)).containsExactly("bite wing.png", second, "front.png");
      assertThat(contents(back)).containsExactlyInAnyOrderEntriesOf(expected);
    }

    Path whole = Files.writeString(site.resolve("FMX.png"), OLD);
    for (int i = 0; i < 2; i++) {
      documents.created("DownloadSftp", asked + SampleDocuments.site(own + "/FMX.png"));
      BufferedImage all = ImageIO.read(whole.toFile());
      assertThat(brightness(all, 1, 1)).isCloseTo(160, within(6));
      assertThat(brightness(all, 3, 1)).isCloseTo(250, within(6));
      assertThat(brightness(all, 2, 3)).isCloseTo(80, within(6));
    }
    assertThat(files(site)).extracting(Path::toString).noneMatch(name -> name.contains(".part"));
  }

  private static byte[] radiograph(
      SampleDocuments documents, String own, String name, int brightness, String tooth)
      throws IOException {
    byte[] png = SampleDocuments.png(brightness);
    Path file = SftpPeer.SHARED.folder.resolve(own).resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, png);
    JsonNode entered =
        documents
            .created(
                "UploadSftp",
                documents.patient(
                    "\"ImgType\":\"Radiograph\",\"ToothNumbers\":\"%s\",".formatted(tooth)
                        + "\"DateCreated\":\"2021-05-11 13:26:39\","
                        + SampleDocuments.site(own + "/" + name)))
            .json();
    assertThat(entered.get("Description").textValue()).isEqualTo(file.getFileName().toString());
    return png;
  }

  private static List<String> names(JsonNode sent) {
    List<String> names = new ArrayList<>();
    sent.forEach(one -> names.add(one.get("FileName").textValue()));
    return names;
  }

  private static Map<String, byte[]> contents(Path folder) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (Path file : files(folder)) {
      contents.put(folder.relativize(file).toString(), Files.readAllBytes(file));
    }
    return contents;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  /** Of a place in quarters. */
  private static int brightness(BufferedImage image, int x, int y) {
    int rgb = image.getRGB(x * image.getWidth() / 4, y * image.getHeight() / 4);
    return new Color(rgb).getGreen();
  }
}
