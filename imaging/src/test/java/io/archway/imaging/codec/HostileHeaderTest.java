package io.archway.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.jaiimageio.jpeg2000.J2KImageWriteParam;
import com.github.jaiimageio.jpeg2000.impl.J2KImageWriterSpi;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.frame.ImageFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

/** Code streams whose headers would make a decoder take more memory than was reckoned. */
class HostileHeaderTest {
  private static final int COD = 0x52;
  private static final int SIZ = 0x51;
  private static final int SOT = 0x90;
  private static final int SOT_BYTES = 12;
  private static final int COMMENT_HEAD_BYTES = 6;
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

  @Test
  void jpeg2000WithATilePartInACommentOfAnother() throws Exception {
    byte[] stream = twoTiles("j2k-12");
    int first = marker(stream, SOT);
    int second = first + tilePartLength(stream, first);
    int style = marker(stream, COD);
    byte[] ofManyLayers = Arrays.copyOfRange(stream, style, style + 2 + length(stream, style));
    Arrays.fill(ofManyLayers, 6, 8, (byte) 0xFF);
    ByteArrayOutputStream hidden = new ByteArrayOutputStream();
    hidden.write(stream, second, SOT_BYTES);
    hidden.writeBytes(ofManyLayers);
    hidden.write(stream, second + SOT_BYTES, tilePartLength(stream, second) - SOT_BYTES);
    ByteBuffer.wrap(stream).putInt(first + 6, SOT_BYTES + COMMENT_HEAD_BYTES);
    byte[] hostile = inserted(stream, first + SOT_BYTES, comment(hidden.toByteArray()));
    assertRefused("j2k-12", hostile, PictureFault.CORRUPT, "tile-part: 18 bytes");
  }

  @Test
  void jpeg2000WithAMarkerThatHasNoSegment() throws Exception {
    byte[] stream = SeedStream.of("j2k-12");
    byte[] more = {(byte) 0xFF, 0x30, 0, 4, 0, 0};
    byte[] hostile = inserted(stream, marker(stream, COD), more);
    assertRefused("j2k-12", hostile, PictureFault.CORRUPT, "FF30");
  }

  /** As large as the seed's picture. */
  private static byte[] twoTiles(String seed) throws Exception {
    DataSet attributes = SeedStream.with(seed, SeedStream.of(seed)).attributes();
    int columns = attributes.integer(Tag.COLUMNS);
    int rows = attributes.integer(Tag.ROWS);
    ImageWriter writer = new J2KImageWriterSpi().createWriterInstance();
    J2KImageWriteParam param = (J2KImageWriteParam) writer.getDefaultWriteParam();
    param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
    param.setTiling(columns, (rows + 1) / 2, 0, 0);
    param.setWriteCodeStreamOnly(true);
    param.setLossless(true);
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream to = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(to);
      writer.write(null, new IIOImage(image, null, null), param);
    }
    return out.toByteArray();
  }

  private static int tilePartLength(byte[] stream, int marker) {
    return ByteBuffer.wrap(stream).getInt(marker + 6);
  }

  private static byte[] comment(byte[] content) {
    return ByteBuffer.allocate(COMMENT_HEAD_BYTES + content.length)
        .putShort((short) 0xFF64)
        .putShort((short) (4 + content.length))
        .putShort((short) 0)
        .put(content)
        .array();
  }

  private static void assertRefused(String seed, byte[] stream, PictureFault fault)
      throws Exception {
    assertRefused(seed, stream, fault, "");
  }

  private static void assertRefused(String seed, byte[] stream, PictureFault fault, String text)
      throws Exception {
    ImageFile file = SeedStream.with(seed, stream);
    PictureLimits limits = PictureLimits.DEFAULT.withMaxMemoryBytes(16 << 20);
    assertThatThrownBy(() -> FrameDecoder.decode(file, 0, 1, limits))
        .isInstanceOfSatisfying(PictureException.class, e -> assertThat(e.fault()).isEqualTo(fault))
        .hasMessageContaining(text);
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
