package io.archway.imaging.apart;

import static org.assertj.core.api.Assertions.assertThat;

import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DrawingProgramTest {
  @Test
  void imageIoKeepsNothingInFiles() {
    boolean before = ImageIO.getUseCache();
    try {
      ImageIO.setUseCache(true);
      DrawingProgram.withoutFiles();
      assertThat(ImageIO.getUseCache()).isFalse();
    } finally {
      ImageIO.setUseCache(before);
    }
  }
}
