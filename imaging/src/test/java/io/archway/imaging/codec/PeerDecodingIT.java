package io.archway.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.TransferSyntax;
import io.archway.imaging.Peer;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.TestImage;
import io.archway.imaging.frame.ImageFile;
import io.archway.imaging.pixel.PixelDescription;
import io.archway.imaging.pixel.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What DCMTK and GDCM encode we decode: lossless to the last bit, lossy as they do themselves. */
class PeerDecodingIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "8, false",
    "8, true",
    "10, false",
    "12, false",
    "12, true",
    "16, false",
    "16, true",
    "9, false"
  })
  void jpegLosslessOfDcmtkIsExact(int stored, boolean signed) throws Exception {
    Peer.require("dcmcjpeg");
    TestImage image = TestImage.gray(stored, stored, signed);
    for (String process : List.of("+e1", "+el")) {
      Path encoded = folder.resolve("jpeg.dcm");
      Peer.run(folder, "dcmcjpeg", process, image.write(folder).toString(), encoded.toString());
      assertExact(encoded, image);
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "5", "6", "7"})
  void everyPredictorOfJpegLosslessIsExact(int predictor) throws Exception {
    Peer.require("dcmcjpeg");
    TestImage image = TestImage.gray(predictor, 12, false);
    Path encoded = folder.resolve("jpeg.dcm");
    String in = image.write(folder).toString();
    Peer.run(folder, "dcmcjpeg", "+el", "+sv", "" + predictor, in, encoded.toString());
    assertExact(encoded, image);
  }

  @ParameterizedTest
  @CsvSource({"8, false", "8, true", "10, false", "12, false", "12, true", "16, false", "16, true"})
  void rleOfDcmtkIsExact(int stored, boolean signed) throws Exception {
    Peer.require("dcmcrle");
    TestImage image = TestImage.gray(stored, stored, signed);
    Path encoded = folder.resolve("rle.dcm");
    Peer.run(folder, "dcmcrle", image.write(folder).toString(), encoded.toString());
    assertExact(encoded, image);
  }

  @ParameterizedTest
  @CsvSource({"8, false", "8, true", "10, false", "12, false", "12, true", "16, false", "16, true"})
  void jpeg2000OfGdcmIsExact(int stored, boolean signed) throws Exception {
    Peer.require("gdcmconv");
    TestImage image = TestImage.gray(stored, stored, signed);
    Path encoded = folder.resolve("j2k.dcm");
    Peer.run(folder, "gdcmconv", "--j2k", image.write(folder).toString(), encoded.toString());
    assertExact(encoded, image);
  }

  @ParameterizedTest
  @CsvSource({"RGB, --j2k", "RGB, --rle", "RGB, --jpeg", "YBR_FULL, --rle"})
  void losslessColorOfGdcmIsExact(String photometric, String codec) throws Exception {
    Peer.require("gdcmconv");
    TestImage image = TestImage.color(5, photometric);
    Path encoded = folder.resolve("color.dcm");
    Peer.run(folder, "gdcmconv", codec, image.write(folder).toString(), encoded.toString());
    assertExact(encoded, image);
  }

  @ParameterizedTest
  @CsvSource({"RGB, dcmcrle, +ff", "RGB, dcmcjpeg, +e1", "YBR_FULL, dcmcrle, +ff"})
  void losslessColorOfDcmtkIsExact(String photometric, String tool, String option)
      throws Exception {
    Peer.require(tool);
    TestImage image = TestImage.color(6, photometric);
    Path encoded = folder.resolve("color.dcm");
    String in = image.write(folder).toString();
    List<String> command = new ArrayList<>(List.of(tool));
    if (tool.equals("dcmcjpeg")) {
      command.add(option);
      command.add("+cn");
    }
    command.addAll(List.of(in, encoded.toString()));
    Peer.run(folder, command.toArray(String[]::new));
    assertExact(encoded, image);
  }

  @ParameterizedTest
  @CsvSource({"+eb, MONOCHROME2", "+ee, MONOCHROME2", "+ep, MONOCHROME2"})
  void lossyGrayIsWhatDcmtkMakesOfIt(String process, String photometric) throws Exception {
    Peer.require("dcmcjpeg", "dcmdjpeg");
    TestImage image = TestImage.of(7, photometric, 8, 8, 3);
    Path encoded = folder.resolve("lossy.dcm");
    Path decoded = folder.resolve("decoded.dcm");
    Peer.run(folder, "dcmcjpeg", process, image.write(folder).toString(), encoded.toString());
    Peer.run(folder, "dcmdjpeg", encoded.toString(), decoded.toString());
    assertSame(TestImage.openFile(encoded), TestImage.openFile(decoded), 0);
  }

  @ParameterizedTest
  @CsvSource({"+s4", "+s2", "+n2"})
  void lossyColorIsWhatDcmtkMakesOfIt(String sampling) throws Exception {
    Peer.require("dcmcjpeg", "dcmdjpeg");
    TestImage image = TestImage.color(8, "RGB");
    Path encoded = folder.resolve("lossy.dcm");
    Path decoded = folder.resolve("decoded.dcm");
    String in = image.write(folder).toString();
    Peer.run(folder, "dcmcjpeg", "+eb", sampling, in, encoded.toString());
    Peer.run(folder, "dcmdjpeg", "+cn", encoded.toString(), decoded.toString());
    assertSame(TestImage.openFile(encoded), TestImage.openFile(decoded), 0);
  }

  @ParameterizedTest
  @CsvSource({"8, MONOCHROME2", "12, MONOCHROME2", "16, MONOCHROME2", "8, RGB"})
  void lossyJpeg2000IsWhatGdcmMakesOfIt(int stored, String photometric) throws Exception {
    Peer.require("gdcmconv");
    TestImage image = TestImage.of(9, photometric, stored > 8 ? 16 : 8, stored, 1);
    Path encoded = folder.resolve("lossy.dcm");
    Path decoded = folder.resolve("decoded.dcm");
    String in = image.write(folder).toString();
    Peer.run(
        folder,
        "gdcmconv",
        "--j2k",
        "--lossy",
        "--irreversible",
        "-q",
        "40",
        in,
        encoded.toString());
    Peer.run(folder, "gdcmconv", "--raw", encoded.toString(), decoded.toString());
    assertSame(TestImage.openFile(encoded), TestImage.openFile(decoded), 1);
  }

  private static void assertExact(Path encoded, TestImage image) throws IOException {
    ImageFile file = TestImage.openFile(encoded);
    assertThat(file.transferSyntax()).isNotEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    PixelDescription pixels = file.pixels();
    for (int frame = 0; frame < image.values.length; frame++) {
      Samples samples = decode(file, frame);
      for (int plane = 0; plane < pixels.samples(); plane++) {
        assertThat(values(samples, pixels, plane))
            .as("%s frame %d sample %d", file.transferSyntax().name(), frame, plane)
            .isEqualTo(image.values[frame][plane]);
      }
    }
  }

  private static void assertSame(ImageFile one, ImageFile other, int tolerance) throws IOException {
    assertThat(other.isEncapsulated()).isFalse();
    for (int frame = 0; frame < one.pixels().frames(); frame++) {
      Samples mine = decode(one, frame);
      Samples theirs = decode(other, frame);
      for (int plane = 0; plane < one.pixels().samples(); plane++) {
        int[] ours = values(mine, one.pixels(), plane);
        int[] expected = values(theirs, other.pixels(), plane);
        assertThat(ours.length).isEqualTo(expected.length);
        int most = 0;
        for (int i = 0; i < ours.length; i++) {
          most = Math.max(most, Math.abs(ours[i] - expected[i]));
        }
        assertThat(most).as("frame %d sample %d", frame, plane).isLessThanOrEqualTo(tolerance);
      }
    }
  }

  private static Samples decode(ImageFile file, int frame) throws IOException {
    return FrameDecoder.decode(file, frame, 1, PictureLimits.DEFAULT).samples();
  }

  private static int[] values(Samples samples, PixelDescription pixels, int plane) {
    int[] values = new int[samples.width() * samples.height()];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixels.value(samples.at(plane, i));
    }
    return values;
  }
}
