package io.archway.imaging.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompositionTest {
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
}
