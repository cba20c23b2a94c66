package io.archway.imaging.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.TestImage;
import io.archway.imaging.TimeLimit;
import io.archway.imaging.codec.FrameDecoder;
import io.archway.imaging.pixel.PixelDescription;
import io.archway.imaging.pixel.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames are found wherever and however they lie, and nothing else is read. */
class ImageFileTest {
  private static final TransferSyntax RLE = TransferSyntax.of(Uids.RLE_LOSSLESS);

  static Stream<TransferSyntax> nativeSyntaxes() {
    return Stream.of(
        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
        TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
        TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
  }

  @ParameterizedTest
  @MethodSource("nativeSyntaxes")
  void nativeFramesInEveryEncoding(TransferSyntax syntax) throws IOException {
    for (int stored : new int[] {5, 8, 12, 16}) {
      TestImage image = TestImage.of(stored, "MONOCHROME2", stored > 8 ? 16 : 8, stored, 4);
      ImageFile file = image.open(syntax);
      for (int frame = 0; frame < 4; frame++) {
        assertThat(decoded(file, frame, 0)).isEqualTo(image.values[frame][0]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void colorSideBySideAndInPlanes(int planar) throws IOException {
    TestImage image = TestImage.of(3, "RGB", 8, 8, 2);
    if (planar == 1) {
      image.dataSet.putInts(Tag.PLANAR_CONFIGURATION, Vr.US, 1);
      ByteBuffer planes = ByteBuffer.allocate(2 * 3 * TestImage.ROWS * TestImage.COLUMNS);
      for (int[][] frame : image.values) {
        for (int[] plane : frame) {
          for (int value : plane) {
            planes.put((byte) value);
          }
        }
      }
      image.dataSet.putBytes(Tag.PIXEL_DATA, Vr.OB, planes.array());
    }
    for (int plane = 0; plane < 3; plane++) {
      assertThat(decoded(image.open(), 1, plane)).isEqualTo(image.values[1][plane]);
    }
  }

  @Test
  void bitsBesideTheStoredOnesAreLeftOut() throws IOException {
    TestImage image = TestImage.gray(4, 12, false);
    byte[] bytes = image.dataSet.bytes(Tag.PIXEL_DATA);
    for (int i = 0; i < bytes.length; i += 2) {
      int word = (bytes[i] & 0xFF | (bytes[i + 1] & 0xFF) << 8) << 2 | 0x8001;
      bytes[i] = (byte) word;
      bytes[i + 1] = (byte) (word >> 8);
    }
    image.dataSet.putInts(Tag.HIGH_BIT, Vr.US, 13);
    assertThat(decoded(image.open(), 0, 0)).isEqualTo(image.values[0][0]);
  }

  @Test
  void bytesInBigEndianWords() throws IOException {
    TestImage image = TestImage.of(5, "MONOCHROME2", 8, 8, 2);
    byte[] bytes = image.dataSet.bytes(Tag.PIXEL_DATA);
    image.dataSet.putBytes(Tag.PIXEL_DATA, Vr.OW, bytes);
    ImageFile file = image.open(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    assertThat(decoded(file, 1, 0)).isEqualTo(image.values[1][0]);
  }

  @Test
  void framesOfOneBitAPixelBeginInsideBytes() throws IOException {
    TestImage image = TestImage.of(6, "MONOCHROME2", 8, 1, 3);
    image.dataSet.putInts(Tag.BITS_ALLOCATED, Vr.US, 1);
    int pixels = TestImage.ROWS * TestImage.COLUMNS;
    byte[] packed = new byte[(3 * pixels + 15) / 16 * 2];
    for (int i = 0; i < 3 * pixels; i++) {
      packed[i / 8] |= (byte) (image.values[i / pixels][0][i % pixels] << i % 8);
    }
    image.dataSet.putBytes(Tag.PIXEL_DATA, Vr.OB, packed);
    for (int frame = 0; frame < 3; frame++) {
      assertThat(decoded(image.open(), frame, 0)).isEqualTo(image.values[frame][0]);
    }
  }

  @Test
  void sharedChrominance() throws IOException {
    TestImage image = TestImage.color(7, "YBR_FULL_422");
    int pixels = TestImage.ROWS * TestImage.COLUMNS;
    ByteBuffer bytes = ByteBuffer.allocate(2 * pixels);
    for (int i = 0; i < pixels; i += 2) {
      bytes.put((byte) image.values[0][0][i]).put((byte) image.values[0][0][i + 1]);
      bytes.put((byte) image.values[0][1][i]).put((byte) image.values[0][2][i]);
    }
    image.dataSet.putBytes(Tag.PIXEL_DATA, Vr.OB, bytes.array());
    assertThat(decoded(image.open(), 0, 0)).isEqualTo(image.values[0][0]);
    int[] chrominance = decoded(image.open(), 0, 1);
    for (int i = 0; i < pixels; i++) {
      assertThat(chrominance[i]).isEqualTo(image.values[0][1][i / 2 * 2]);
    }
  }

  @ParameterizedTest
  @CsvSource({"2", "3", "7", "60"})
  void everyNthRowAndColumn(int step) throws IOException {
    for (TestImage image :
        List.of(TestImage.gray(8, 12, true), TestImage.color(8, "RGB"), encapsulated(1, "none"))) {
      ImageFile file = image.dataSet.bytes(Tag.PIXEL_DATA) == null ? image.open(RLE) : image.open();
      Samples whole = FrameDecoder.decode(file, 0, 1, PictureLimits.DEFAULT).samples();
      Samples some = FrameDecoder.decode(file, 0, step, PictureLimits.DEFAULT).samples();
      for (int y = 0; y < some.height(); y++) {
        for (int x = 0; x < some.width(); x++) {
          assertThat(some.at(0, y * some.width() + x))
              .isEqualTo(whole.at(0, y * step * whole.width() + x * step));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"none", "basic", "extended", "wrong basic", "wrong extended", "short basic"})
  void encapsulatedFramesByAnyTableOrNone(String table) throws IOException {
    TestImage image = encapsulated(4, table);
    for (int frame = 0; frame < 4; frame++) {
      assertThat(decoded(image.open(RLE), frame, 0))
          .as("frame %d, offset table %s", frame, table)
          .isEqualTo(image.values[frame][0]);
    }
  }

  @Test
  void oneFrameOfManyFragments() throws IOException {
    TestImage image = encapsulated(1, "none");
    byte[] whole = rle(image, 0);
    List<byte[]> fragments = new ArrayList<>(List.of(new byte[0]));
    for (int at = 0; at < whole.length; at += 100) {
      fragments.add(Arrays.copyOfRange(whole, at, Math.min(whole.length, at + 100)));
    }
    image.dataSet.putFragments(Tag.PIXEL_DATA, fragments);
    assertThat(decoded(image.open(RLE), 0, 0)).isEqualTo(image.values[0][0]);
  }

  @Test
  void aFrameFarBehindIsReadAlone() throws IOException {
    TestImage image = TestImage.of(9, "MONOCHROME2", 16, 12, 200);
    Counting source = new Counting(image.bytes(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    TimeLimit time = TimeLimit.of(PictureLimits.DEFAULT);
    ImageFile file =
        ImageFile.open(
            source, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, PictureLimits.DEFAULT, time);
    assertThat(decoded(file, 150, 0)).isEqualTo(image.values[150][0]);
    assertThat(source.length()).isGreaterThan(700_000);
    assertThat(source.read).isLessThan(150_000);
  }

  @Test
  void theMiddleStandsForAllUnlessTheObjectSaysOtherwise() throws IOException {
    TestImage image = TestImage.of(10, "MONOCHROME2", 8, 8, 9);
    assertThat(image.open().representativeFrame()).isEqualTo(4);
    image.dataSet.putInts(Tag.REPRESENTATIVE_FRAME_NUMBER, Vr.US, 2);
    assertThat(image.open().representativeFrame()).isEqualTo(1);
    image.dataSet.putInts(Tag.REPRESENTATIVE_FRAME_NUMBER, Vr.US, 10);
    assertThat(image.open().representativeFrame()).isEqualTo(4);
  }

  @Test
  void aHeaderThatLiesIsRefused() {
    assertFault(PictureFault.CORRUPT, with(Tag.BITS_STORED, Vr.US, 17));
    assertFault(PictureFault.CORRUPT, with(Tag.HIGH_BIT, Vr.US, 3));
    assertFault(PictureFault.CORRUPT, with(Tag.ROWS, Vr.US, 0));
    assertFault(PictureFault.CORRUPT, with(Tag.ROWS, Vr.US, 65_535));
    assertFault(PictureFault.CORRUPT, with(Tag.NUMBER_OF_FRAMES, Vr.IS, 0));
    assertFault(PictureFault.CORRUPT, with(Tag.SAMPLES_PER_PIXEL, Vr.US, 3));
    assertFault(PictureFault.UNSUPPORTED, with(Tag.BITS_ALLOCATED, Vr.US, 32));
    assertFault(PictureFault.TOO_LARGE, with(Tag.NUMBER_OF_FRAMES, Vr.IS, 2_000_000_000));
    TestImage photometric = TestImage.gray(11, 12, false);
    photometric.dataSet.put(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "CIELAB\u001b[1m");
    assertFault(PictureFault.UNSUPPORTED, photometric);
    TestImage text = TestImage.gray(11, 12, false);
    text.dataSet.put(Tag.NUMBER_OF_FRAMES, Vr.IS, "many");
    assertFault(PictureFault.CORRUPT, text);
    TestImage none = TestImage.gray(11, 12, false);
    none.dataSet.remove(Tag.PIXEL_DATA);
    assertFault(PictureFault.NO_PIXELS, none);
  }

  @Test
  void moreMemoryThanAllowedIsNotAllocated() throws IOException {
    DataSet huge = TestImage.gray(12, 16, false).dataSet;
    huge.putInts(Tag.ROWS, Vr.US, 16_000);
    huge.putInts(Tag.COLUMNS, Vr.US, 16_000);
    TestImage image = TestImage.gray(12, 16, false);
    huge.forEach(image.dataSet::put);
    ImageFile file = image.open();
    assertThatFault(
        PictureFault.TOO_LARGE, () -> FrameDecoder.decode(file, 0, 1, PictureLimits.DEFAULT));
    assertThatFault(
        PictureFault.CORRUPT, () -> FrameDecoder.decode(file, 0, 16, PictureLimits.DEFAULT));
  }

  @Test
  void cutOffAnywhereItIsAnErrorAndNothingElse() throws IOException {
    for (TestImage image : List.of(TestImage.gray(13, 12, false), encapsulated(3, "basic"))) {
      boolean rle = image.dataSet.bytes(Tag.PIXEL_DATA) == null;
      TransferSyntax syntax = rle ? RLE : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
      byte[] all = image.bytes(syntax);
      int last = image.values.length - 1;
      for (int length = 0; length < all.length - 20; length += 37) {
        byte[] some = Arrays.copyOf(all, length);
        assertThatThrownBy(() -> decoded(TestImage.open(some, syntax), last, 0))
            .as("%d of %d bytes", length, all.length)
            .isInstanceOf(PictureException.class);
      }
    }
  }

  @Test
  void timeIsLimited() {
    TestImage image = TestImage.of(14, "MONOCHROME2", 16, 12, 400);
    byte[] bytes = image.bytes(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    PictureLimits hurried = PictureLimits.DEFAULT.withMaxMillis(1);
    assertThatFault(
        PictureFault.TIME,
        () -> {
          TimeLimit time = TimeLimit.of(hurried);
          for (int i = 0; i < 1_000; i++) {
            ImageFile file =
                ImageFile.open(
                    ByteSource.of(bytes),
                    TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                    hurried,
                    time);
            FrameDecoder.decode(file, 399, 1, hurried);
          }
        });
  }

  @Test
  void documentsAreFoundWhereTheyLie() throws IOException {
    byte[] document = new byte[70_000];
    new Random(1).nextBytes(document);
    DataSet dataSet =
        new DataSet()
            .put(Tag.SOP_CLASS_UID, Vr.UI, Uids.ENCAPSULATED_STL_STORAGE)
            .putBytes(Tag.ENCAPSULATED_DOCUMENT, Vr.OB, document);
    TestImage image = TestImage.gray(1, 8, false);
    image.dataSet.remove(Tag.PIXEL_DATA);
    dataSet.forEach(image.dataSet::put);
    for (TransferSyntax syntax :
        List.of(
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)) {
      ByteSource found =
          EncapsulatedDocument.of(
              ByteSource.of(image.bytes(syntax)), syntax, PictureLimits.DEFAULT);
      ByteBuffer bytes = ByteBuffer.allocate((int) found.length());
      while (bytes.hasRemaining()) {
        assertThat(found.read(bytes, bytes.position())).isPositive();
      }
      assertThat(bytes.array()).isEqualTo(document);
    }
    ByteSource without = ByteSource.of(TestImage.gray(1, 8, false).bytes(RLE));
    assertThatFault(
        PictureFault.NO_PIXELS, () -> EncapsulatedDocument.of(without, RLE, PictureLimits.DEFAULT));
  }

  private static TestImage with(int tag, Vr vr, long value) {
    TestImage image = TestImage.gray(11, 12, false);
    image.dataSet.putInts(tag, vr, value);
    return image;
  }

  private static void assertFault(PictureFault fault, TestImage image) {
    assertThatFault(fault, () -> decoded(image.open(), 0, 0));
  }

  private static void assertThatFault(PictureFault fault, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            PictureException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(fault);
              assertThat(e.getMessage()).matches("[ -~]+");
            });
  }

  private static int[] decoded(ImageFile file, int frame, int plane) throws IOException {
    PixelDescription pixels = file.pixels();
    Samples samples = FrameDecoder.decode(file, frame, 1, PictureLimits.DEFAULT).samples();
    int[] values = new int[samples.width() * samples.height()];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixels.value(samples.at(plane, i));
    }
    return values;
  }

  /** Frames of 8 bits in RLE, a fragment each. */
  private static TestImage encapsulated(int frames, String table) {
    TestImage image = TestImage.of(20, "MONOCHROME2", 8, 8, frames);
    List<byte[]> fragments = new ArrayList<>();
    ByteBuffer basic = ByteBuffer.allocate(4 * frames).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer extended = ByteBuffer.allocate(8 * frames).order(ByteOrder.LITTLE_ENDIAN);
    int offset = 0;
    for (int frame = 0; frame < frames; frame++) {
      byte[] fragment = rle(image, frame);
      fragments.add(fragment);
      int wrong = table.startsWith("wrong") ? 2 : 0;
      basic.putInt(offset + wrong);
      extended.putLong(offset + wrong);
      offset += 8 + fragment.length;
    }
    byte[] first =
        switch (table) {
          case "basic", "wrong basic" -> basic.array();
          case "short basic" -> Arrays.copyOf(basic.array(), 4);
          default -> new byte[0];
        };
    fragments.add(0, first);
    image.dataSet.putFragments(Tag.PIXEL_DATA, fragments);
    if (table.endsWith("extended")) {
      image.dataSet.putBytes(Tag.EXTENDED_OFFSET_TABLE, Vr.OV, extended.array());
    }
    return image;
  }

  /** Literal runs of at most 128 bytes, of an even length in all (PS3.5 G.3.1). */
  private static byte[] rle(TestImage image, int frame) {
    int[] values = image.values[frame][0];
    ByteBuffer bytes = ByteBuffer.allocate(64 + values.length + values.length / 128 + 3);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(1).putInt(64).position(64);
    for (int at = 0; at < values.length; at += 128) {
      int count = Math.min(128, values.length - at);
      bytes.put((byte) (count - 1));
      for (int i = 0; i < count; i++) {
        bytes.put((byte) values[at + i]);
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position() + (bytes.position() & 1));
  }

  /** Counts what is read of it. */
  private static final class Counting implements ByteSource {
    private final ByteSource bytes;
    private long read;

    Counting(byte[] bytes) {
      this.bytes = ByteSource.of(bytes);
    }

    @Override
    public long length() {
      return bytes.length();
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
      int count = bytes.read(to, position);
      read += Math.max(0, count);
      return count;
    }
  }
}
