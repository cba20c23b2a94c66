package io.archway.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.Part10Input;
import io.archway.dicom.data.Part10Reader;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.picture.FramePicture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever bytes an object has, there is a picture or an error that says why not, in bounded time
 * and memory. Seeds: a small image of each coding, made by DCMTK and GDCM.
 */
class FrameDecoderFuzzTest {
  private static final PictureLimits LIMITS =
      PictureLimits.DEFAULT.withMaxMemoryBytes(16 << 20).withMaxMillis(2_000);
  private static final int MUTATIONS = 50;

  @FuzzTest(maxDuration = "60s")
  void drawsOrSaysWhyNot(byte[] file) throws IOException {
    draw(file);
  }

  /** The seeds with a few bytes changed, cut out or doubled, mostly behind the header. */
  @TestFactory
  Stream<DynamicTest> drawsChangedSeedsOrSaysWhyNot() throws IOException, URISyntaxException {
    return seeds().stream()
        .map(
            seed ->
                DynamicTest.dynamicTest(
                    seed.getFileName().toString(),
                    () -> {
                      byte[] file = Files.readAllBytes(seed);
                      assertThat(draw(file)).as("the seed itself").isNull();
                      Random random = new Random(file.length);
                      for (int i = 0; i < MUTATIONS; i++) {
                        draw(changed(file, random));
                      }
                    }));
  }

  private static List<Path> seeds() throws IOException, URISyntaxException {
    Path folder =
        Path.of(
            FrameDecoderFuzzTest.class
                .getResource("FrameDecoderFuzzTestInputs/drawsOrSaysWhyNot")
                .toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static byte[] changed(byte[] file, Random random) {
    byte[] changed = file.clone();
    int first = random.nextInt(4) == 0 ? 132 : Math.min(file.length - 1, 700);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = first + random.nextInt(file.length - first);
      changed[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : -random.nextInt(2));
    }
    return random.nextInt(8) == 0
        ? Arrays.copyOf(changed, first + random.nextInt(file.length - first))
        : changed;
  }

  /** The error, or null where there is a picture. */
  private static String draw(byte[] file) throws IOException {
    try {
      Part10Input input = Part10Reader.open(new ByteArrayInputStream(file));
      ByteSource dataSet = ByteSource.of(input.dataSet().readAllBytes());
      FramePicture.of(dataSet, input.head().transferSyntax(), 64, LIMITS);
      return null;
    } catch (PictureException | DicomParseException e) {
      assertThat(e.getMessage()).isNotBlank();
      return e.getMessage();
    }
  }
}
