package io.archway.imaging.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.imaging.Peer;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.TestImage;
import java.awt.image.BufferedImage;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is drawn is what dcmj2pnm of DCMTK draws, at most one step of 255 apart; two in YBR. */
class PeerRenderingIT {
  private static final int TOLERANCE = 1;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "8, false, 100, 120",
    "12, false, 2048, 4096",
    "12, true, 0, 1000",
    "16, true, -500, 2000",
    "16, false, 30000, 1",
    "10, false, 400.5, 300.25"
  })
  void windows(int stored, boolean signed, double center, double width) throws Exception {
    TestImage image = TestImage.gray(1, stored, signed);
    window(image.dataSet, center, width);
    assertAlike(image, "+Wi", "1");
  }

  @Test
  void ofSeveralWindowsTheFirst() throws Exception {
    TestImage image = TestImage.gray(2, 12, false);
    image.dataSet.putDecimals(Tag.WINDOW_CENTER, Vr.DS, 1000, 3000);
    image.dataSet.putDecimals(Tag.WINDOW_WIDTH, Vr.DS, 500, 200);
    assertAlike(image, "+Wi", "1");
  }

  @Test
  void sigmoidWindows() throws Exception {
    TestImage image = TestImage.gray(3, 12, false);
    window(image.dataSet, 2000, 1500);
    image.dataSet.put(Tag.VOI_LUT_FUNCTION, Vr.CS, "SIGMOID");
    assertAlike(image, "+Wi", "1");
  }

  @ParameterizedTest
  @CsvSource({"1, -1000", "2.5, 10", "0.25, 0", "-1, 100"})
  void rescaledValues(double slope, double intercept) throws Exception {
    TestImage image = TestImage.gray(4, 12, false);
    image.dataSet.putDecimals(Tag.RESCALE_SLOPE, Vr.DS, slope);
    image.dataSet.putDecimals(Tag.RESCALE_INTERCEPT, Vr.DS, intercept);
    window(image.dataSet, 300, 1500);
    assertAlike(image, "+Wi", "1");
  }

  @Test
  void modalityTables() throws Exception {
    TestImage image = TestImage.gray(5, 8, false);
    image.dataSet.putItems(Tag.MODALITY_LUT_SEQUENCE, lut(200, 20, 16, 60_000));
    window(image.dataSet, 20_000, 30_000);
    assertAlike(image, "+Wi", "1");
  }

  @ParameterizedTest
  @CsvSource({"4096, 0, 16, 65535", "1000, 1500, 12, 4095", "256, 100, 8, 255"})
  void tablesOfValuesOfInterest(int count, int first, int bits, int top) throws Exception {
    TestImage image = TestImage.gray(6, 12, false);
    image.dataSet.putItems(Tag.VOI_LUT_SEQUENCE, lut(count, first, bits, top));
    assertAlike(image, "+Wl", "1");
  }

  @ParameterizedTest
  @CsvSource({"8, false", "12, false", "12, true", "16, true"})
  void withoutWindowFromLowestToHighest(int stored, boolean signed) throws Exception {
    assertAlike(TestImage.gray(7, stored, signed), "+Wm");
  }

  @ParameterizedTest
  @CsvSource({
    "MONOCHROME1, ",
    "MONOCHROME1, INVERSE",
    "MONOCHROME2, IDENTITY",
    "MONOCHROME2, INVERSE",
    "MONOCHROME1, IDENTITY"
  })
  void presentation(String photometric, String shape) throws Exception {
    TestImage image = TestImage.gray(8, 12, false);
    image.dataSet.put(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, photometric);
    if (shape != null) {
      image.dataSet.put(Tag.PRESENTATION_LUT_SHAPE, Vr.CS, shape);
    }
    window(image.dataSet, 2000, 3000);
    assertAlike(image, "+Wi", "1");
  }

  @Test
  void color() throws Exception {
    assertAlike(TestImage.color(9, "RGB"));
  }

  /** The standard puts the middle of chrominance at 128, DCMTK at 127.5. */
  @Test
  void luminanceAndChrominance() throws Exception {
    assertAlike(2, TestImage.color(9, "YBR_FULL"));
  }

  @ParameterizedTest
  @CsvSource({"8, 256, 0, 16", "8, 100, 50, 16", "8, 256, 0, 8"})
  void palettes(int stored, int count, int first, int bits) throws Exception {
    TestImage image = TestImage.of(10, "PALETTE COLOR", 8, stored, 1);
    int top = (1 << bits) - 1;
    for (int color = 0; color < 3; color++) {
      DataSet table = lut(count, first, bits, top - color * top / 4);
      image.dataSet.putInts(
          Tag.RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR + color,
          Vr.US,
          count & 0xFFFF,
          first,
          bits);
      image.dataSet.putBytes(
          Tag.RED_PALETTE_COLOR_LOOKUP_TABLE_DATA + color, Vr.OW, table.bytes(Tag.LUT_DATA));
    }
    assertAlike(image);
  }

  private static void window(DataSet dataSet, double center, double width) {
    dataSet.putDecimals(Tag.WINDOW_CENTER, Vr.DS, center);
    dataSet.putDecimals(Tag.WINDOW_WIDTH, Vr.DS, width);
  }

  /** Rising, not evenly, to {@code top}. */
  private static DataSet lut(int count, int first, int bits, int top) {
    long[] entries = new long[count];
    for (int i = 0; i < count; i++) {
      double share = (double) i / (count - 1);
      entries[i] = Math.round(top * share * share);
    }
    return new DataSet()
        .putInts(Tag.LUT_DESCRIPTOR, Vr.US, count & 0xFFFF, first, bits)
        .putInts(Tag.LUT_DATA, Vr.OW, entries);
  }

  private void assertAlike(TestImage image, String... options) throws IOException {
    assertAlike(TOLERANCE, image, options);
  }

  private void assertAlike(int tolerance, TestImage image, String... options) throws IOException {
    Peer.require("dcmj2pnm");
    Path drawn = folder.resolve("drawn.ppm");
    List<String> command = new ArrayList<>(List.of("dcmj2pnm"));
    command.addAll(List.of(options));
    command.addAll(List.of(image.write(folder).toString(), drawn.toString()));
    Peer.run(folder, command.toArray(String[]::new));
    int[] expected = pnm(drawn);
    BufferedImage picture =
        FrameRendering.render(image.open(), 0, 1, 0, PictureLimits.DEFAULT).image();
    int most = 0;
    for (int i = 0; i < expected.length; i++) {
      int ours = picture.getRGB(i % picture.getWidth(), i / picture.getWidth());
      for (int shift = 0; shift < 24; shift += 8) {
        most = Math.max(most, Math.abs((ours >> shift & 0xFF) - (expected[i] >> shift & 0xFF)));
      }
    }
    assertThat(most).isLessThanOrEqualTo(tolerance);
  }

  /** P5 or P6 of 8 bits. */
  private static int[] pnm(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      boolean color = word(in).equals("P6");
      int[] pixels = new int[Integer.parseInt(word(in)) * Integer.parseInt(word(in))];
      assertThat(word(in)).isEqualTo("255");
      for (int i = 0; i < pixels.length; i++) {
        int first = in.readUnsignedByte();
        pixels[i] =
            color
                ? first << 16 | in.readUnsignedByte() << 8 | in.readUnsignedByte()
                : first * 0x010101;
      }
      return pixels;
    }
  }

  private static String word(DataInputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.read(); c > ' '; c = in.read()) {
      text.append((char) c);
    }
    return text.toString();
  }
}
