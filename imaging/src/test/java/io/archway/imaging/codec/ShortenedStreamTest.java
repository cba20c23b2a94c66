package io.archway.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.dict.Tag;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.TestImage;
import io.archway.imaging.frame.ImageFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
    Path file =
        Path.of(
            ShortenedStreamTest.class
                .getResource("FrameDecoderFuzzTestInputs/drawsOrSaysWhyNot/" + seed)
                .toURI());
    ImageFile image = TestImage.openFile(file);
    byte[] stream = bytes(image.codeStream(0));
    assertThat(FrameDecoder.decode(with(image, stream), 0, 1, PictureLimits.DEFAULT)).isNotNull();
    for (int percent : new int[] {0, 10, 40, 70, 90}) {
      byte[] some = Arrays.copyOf(stream, (stream.length * percent / 100 + 1) & ~1);
      assertThatThrownBy(() -> FrameDecoder.decode(with(image, some), 0, 1, PictureLimits.DEFAULT))
          .as("%d percent of %s", percent, seed)
          .isInstanceOfSatisfying(
              PictureException.class, e -> assertThat(e.fault()).isEqualTo(PictureFault.CORRUPT));
    }
  }

  private static ImageFile with(ImageFile image, byte[] stream) throws IOException {
    DataSet dataSet = image.attributes();
    dataSet.putFragments(Tag.PIXEL_DATA, List.of(new byte[0], stream));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DataSetWriter(image.transferSyntax()).write(dataSet, out);
    return TestImage.open(out.toByteArray(), image.transferSyntax());
  }

  private static byte[] bytes(ByteSource source) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) source.length());
    while (bytes.hasRemaining()) {
      source.read(bytes, bytes.position());
    }
    return bytes.array();
  }
}
