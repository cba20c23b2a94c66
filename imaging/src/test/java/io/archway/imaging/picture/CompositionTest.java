package io.archway.imaging.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompositionTest {
  private static final int SIDE = 20;

  @TempDir Path folder;

  /** Where ImageIO finds no folder for its files, whatever wants one fails. */
  @Test
  void picturesAreComposedWithoutFiles() throws Exception {
    Picture picture = Picture.png(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB));
    Path gone = Files.createDirectory(folder.resolve("gone"));
    File before = ImageIO.getCacheDirectory();
    ImageIO.setCacheDirectory(gone.toFile());
    try {
      Files.delete(gone);
      assertThat(Composition.as(picture, "png")).startsWith(0x89, 'P', 'N', 'G');
      assertThat(Composition.square(picture, 100, "gif")).startsWith('G', 'I', 'F');
    } finally {
      ImageIO.setCacheDirectory(before);
    }
  }

  @Test
  void picturesStandInTheirRowsFromLeftToRight() throws Exception {
    List<Composition.Placed> pictures =
        List.of(
            placed(Color.RED, 0, 12),
            placed(Color.YELLOW, 3, 0),
            placed(Color.WHITE, 2, 12.5),
            placed(Color.GREEN, 0, 2.5),
            placed(Color.BLUE, 2, 2));
    BufferedImage all =
        ImageIO.read(new ByteArrayInputStream(Composition.rows(pictures, SIDE, "png")));
    assertThat(all.getWidth()).isEqualTo(52);
    assertThat(all.getHeight()).isEqualTo(76);
    int[][] centres = {{14, 14}, {38, 14}, {14, 38}, {38, 38}, {26, 62}};
    assertThat(Stream.of(centres).map(at -> new Color(all.getRGB(at[0], at[1]))))
        .containsExactly(Color.GREEN, Color.RED, Color.BLUE, Color.WHITE, Color.YELLOW);
    int[][] between = {{26, 14}, {26, 26}, {2, 2}, {8, 62}, {44, 62}};
    assertThat(Stream.of(between).map(at -> new Color(all.getRGB(at[0], at[1]))))
        .containsOnly(Color.BLACK);
  }

  private static Composition.Placed placed(Color color, int row, double column) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.setRGB(x, y, color.getRGB());
      }
    }
    return new Composition.Placed(Picture.png(image), row, column);
  }
}
