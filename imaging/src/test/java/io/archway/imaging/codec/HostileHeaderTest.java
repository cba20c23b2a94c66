package io.archway.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.frame.ImageFile;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Code streams whose headers would make a decoder take more memory than was reckoned. */
class HostileHeaderTest {
  private static final int COD = 0x52;
  private static final int SIZ = 0x51;
  private static final int SOF3 = 0xC3;

  @Test
  void jpegWithAnotherFrameHeaderBehindTheTrueOne() throws Exception {
    byte[] stream = SeedStream.of("jpeg-lossless-12");
    int frame = marker(stream, SOF3);
    byte[] larger = Arrays.copyOfRange(stream, frame, frame + 2 + length(stream, frame));
    Arrays.fill(larger, 5, 9, (byte) 0xFF);
    assertRefused("jpeg-lossless-12", inserted(stream, frame, larger), PictureFault.CORRUPT);
    int behind = frame + larger.length;
    assertRefused("jpeg-lossless-12", inserted(stream, behind, larger), PictureFault.CORRUPT);
  }

  @Test
  void jpeg2000OfManyLayers() throws Exception {
    byte[] stream = SeedStream.of("j2k-12");
    Arrays.fill(stream, marker(stream, COD) + 5, marker(stream, COD) + 7, (byte) 0xFF);
    assertRefused("j2k-12", stream, PictureFault.TOO_LARGE);
  }

  @Test
  void jpeg2000OfManyTiles() throws Exception {
    byte[] stream = SeedStream.of("j2k-12");
    int tile = marker(stream, SIZ) + 2 + 2 + 18;
    Arrays.fill(stream, tile, tile + 8, (byte) 0);
    stream[tile + 3] = 1;
    stream[tile + 7] = 1;
    assertRefused("j2k-12", stream, PictureFault.TOO_LARGE);
  }

  @Test
  void jpeg2000WithAStyleOfItsOwn() throws Exception {
    byte[] stream = SeedStream.of("j2k-12");
    int style = marker(stream, COD);
    byte[] again = Arrays.copyOfRange(stream, style, style + 2 + length(stream, style));
    assertRefused("j2k-12", inserted(stream, style, again), PictureFault.UNSUPPORTED);
  }

  private static void assertRefused(String seed, byte[] stream, PictureFault fault)
      throws Exception {
    ImageFile file = SeedStream.with(seed, stream);
    PictureLimits limits = PictureLimits.DEFAULT.withMaxMemoryBytes(16 << 20);
    assertThatThrownBy(() -> FrameDecoder.decode(file, 0, 1, limits))
        .isInstanceOfSatisfying(
            PictureException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  private static int marker(byte[] stream, int code) {
    for (int i = 0; i < stream.length - 1; i++) {
      if ((stream[i] & 0xFF) == 0xFF && (stream[i + 1] & 0xFF) == code) {
        return i;
      }
    }
    throw new IllegalStateException("no marker " + code);
  }

  private static int length(byte[] stream, int marker) {
    return (stream[marker + 2] & 0xFF) << 8 | stream[marker + 3] & 0xFF;
  }

  private static byte[] inserted(byte[] stream, int at, byte[] more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(stream, 0, at);
    out.writeBytes(more);
    out.write(stream, at, stream.length - at);
    if ((out.size() & 1) != 0) {
      out.write(0);
    }
    return out.toByteArray();
  }
}
