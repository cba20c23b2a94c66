package io.archway.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.PictureLimits;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A code stream that ends early inside a whole fragment is an error, not half a picture. */
class ShortenedStreamTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jpeg-8",
        "jpeg-rgb",
        "jpeg-progressive",
        "jpeg-lossless-12",
        "jpeg-lossless-s16",
        "j2k-12",
        "j2k-rgb",
        "j2k-lossy",
        "rle-12"
      })
  void isCorrupt(String seed) throws Exception {
    byte[] stream = SeedStream.of(seed);
    assertThat(FrameDecoder.decode(SeedStream.with(seed, stream), 0, 1, PictureLimits.DEFAULT))
        .isNotNull();
    for (int percent : new int[] {0, 10, 40, 70, 90}) {
      byte[] some = Arrays.copyOf(stream, (stream.length * percent / 100 + 1) & ~1);
      assertThatThrownBy(
              () -> FrameDecoder.decode(SeedStream.with(seed, some), 0, 1, PictureLimits.DEFAULT))
          .as("%d percent of %s", percent, seed)
          .isInstanceOfSatisfying(
              PictureException.class, e -> assertThat(e.fault()).isEqualTo(PictureFault.CORRUPT));
    }
  }
}
