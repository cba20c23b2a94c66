package io.archway.imaging.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.TestImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures have the size that was asked for, stand upright and show what there is. */
class PicturesTest {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  @ParameterizedTest
  @CsvSource({"16, 16, 11", "40, 40, 28", "64, 52, 37", "4096, 52, 37"})
  void framesAreScaledDownAndNeverUp(int size, int width, int height) throws IOException {
    BufferedImage image = frame(TestImage.gray(1, 12, false), size);
    assertThat(image.getWidth()).isEqualTo(width);
    assertThat(image.getHeight()).isEqualTo(height);
  }

  @Test
  void pixelsThatAreNotSquareAreDrawnAsTheyAre() throws IOException {
    TestImage image = TestImage.gray(2, 12, false);
    image.dataSet.putDecimals(Tag.PIXEL_SPACING, Vr.DS, 0.4, 0.2);
    BufferedImage tall = frame(image, 500);
    assertThat(tall.getWidth()).isEqualTo(TestImage.COLUMNS);
    assertThat(tall.getHeight()).isEqualTo(2 * TestImage.ROWS);
    image.dataSet.remove(Tag.PIXEL_SPACING);
    image.dataSet.put(Tag.PIXEL_ASPECT_RATIO, Vr.IS, "1", "3");
    assertThat(frame(image, 500).getWidth()).isEqualTo(3 * TestImage.COLUMNS);
    image.dataSet.put(Tag.PIXEL_ASPECT_RATIO, Vr.IS, "0", "0");
    assertThat(frame(image, 500).getWidth()).isEqualTo(TestImage.COLUMNS);
  }

  /** A red quarter at the place that the camera calls upper left of what it saw. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0", "2, 1, 0", "3, 1, 1", "4, 0, 1", "5, 0, 0", "6, 0, 1", "7, 1, 1", "8, 1, 0"
  })
  void photographsStandUpright(int orientation, int right, int below) throws IOException {
    BufferedImage seen = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 24; y++) {
      for (int x = 0; x < 32; x++) {
        seen.setRGB(x + 32 * right, y + 24 * below, 0xFF0000);
      }
    }
    Picture picture =
        PhotoPicture.of(
            ByteSource.of(withExif(encoded(seen, "jpeg"), orientation)),
            "jpeg",
            64,
            PictureLimits.DEFAULT);
    BufferedImage upright = decoded(picture);
    assertThat(upright.getWidth()).isEqualTo(orientation < 5 ? 64 : 48);
    assertThat(upright.getRGB(4, 4) >> 16 & 0xFF).isGreaterThan(200);
    assertThat(upright.getRGB(upright.getWidth() - 5, upright.getHeight() - 5) >> 16 & 0xFF)
        .isLessThan(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "jpeg"})
  void photographsOfEveryFormat(String format) throws IOException {
    BufferedImage seen = new BufferedImage(900, 600, BufferedImage.TYPE_INT_RGB);
    seen.setRGB(5, 5, 0x00FF00);
    byte[] bytes = encoded(seen, format);
    Picture picture = PhotoPicture.of(ByteSource.of(bytes), format, 100, PictureLimits.DEFAULT);
    assertThat(decoded(picture).getWidth()).isEqualTo(100);
    assertThat(decoded(picture).getHeight()).isEqualTo(67);
    byte[] some = Arrays.copyOf(bytes, 60);
    assertFault(
        PictureFault.CORRUPT,
        () -> PhotoPicture.of(ByteSource.of(some), format, 100, PictureLimits.DEFAULT));
    assertFault(
        PictureFault.TOO_LARGE,
        () ->
            PhotoPicture.of(
                ByteSource.of(bytes), format, 100, PictureLimits.DEFAULT.withMaxPixels(1_000)));
  }

  @Test
  void modelsAreShaded() throws IOException {
    BufferedImage image =
        decoded(ModelPicture.of(ByteSource.of(pyramid(4)), 128, PictureLimits.DEFAULT));
    assertThat(image.getWidth()).isEqualTo(128);
    assertThat(image.getRGB(64, 64) & 0xFF).isGreaterThan(60);
    assertThat(image.getRGB(2, 2) & 0xFF).isLessThan(60);
  }

  @Test
  void modelsThatLieAreRefused() {
    assertFault(PictureFault.CORRUPT, () -> model(new byte[0]));
    assertFault(PictureFault.CORRUPT, () -> model(pyramid(1_000_000)));
    assertFault(PictureFault.CORRUPT, () -> model(new byte[84]));
    byte[] text =
        Arrays.copyOf("solid tooth\n facet normal 0 0 1".getBytes(StandardCharsets.US_ASCII), 200);
    assertFault(PictureFault.UNSUPPORTED, () -> model(text));
    byte[] flat = new byte[84 + 50];
    flat[80] = 1;
    assertFault(PictureFault.CORRUPT, () -> model(flat));
    byte[] nowhere = flat.clone();
    ByteBuffer.wrap(nowhere).order(ByteOrder.LITTLE_ENDIAN).putFloat(84 + 12, Float.NaN);
    assertFault(PictureFault.CORRUPT, () -> model(nowhere));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PDF", "", "JPEG 12 BIT", "a name that is far too long", "\u0000<é>"})
  void kindsAreNamedWhateverTheyAre(String kind) throws IOException {
    for (int size : new int[] {16, 64, 1024}) {
      assertThat(decoded(KindPicture.of(kind, size)).getWidth()).isEqualTo(size);
    }
  }

  @Test
  void kindsDiffer() {
    assertThat(KindPicture.of("SR", 64).bytes()).isNotEqualTo(KindPicture.of("PR", 64).bytes());
  }

  private static void model(byte[] bytes) throws IOException {
    ModelPicture.of(ByteSource.of(bytes), 64, PictureLimits.DEFAULT);
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void assertFault(PictureFault fault, Work work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            PictureException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  private static BufferedImage frame(TestImage image, int size) throws IOException {
    ByteSource dataSet = ByteSource.of(image.bytes(EXPLICIT));
    Picture picture = FramePicture.of(dataSet, EXPLICIT, size, PictureLimits.DEFAULT);
    assertThat(picture.mediaType()).isEqualTo(Picture.JPEG);
    return decoded(picture);
  }

  private static BufferedImage decoded(Picture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  /** An APP1 segment with one entry behind SOI. */
  private static byte[] withExif(byte[] jpeg, int orientation) {
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + 36);
    out.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) 34);
    out.put(new byte[] {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42}).putInt(8);
    out.putShort((short) 1).putShort((short) 274).putShort((short) 3).putInt(1);
    out.putShort((short) orientation).putShort((short) 0).putInt(0);
    return out.put(jpeg, 2, jpeg.length - 2).array();
  }

  /** A pyramid on its base, of which as many triangles are said to be there. */
  private static byte[] pyramid(int said) {
    float[][] corners = {{-1, -1, 0}, {1, -1, 0}, {1, 1, 0}, {-1, 1, 0}, {0, 0, 1.5f}};
    ByteBuffer out = ByteBuffer.allocate(84 + 4 * 50).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(80, said).position(84);
    for (int side = 0; side < 4; side++) {
      out.position(out.position() + 12);
      for (int corner : new int[] {side, (side + 1) % 4, 4}) {
        for (float value : corners[corner]) {
          out.putFloat(value);
        }
      }
      out.putShort((short) 0);
    }
    return out.array();
  }
}
