package io.archway.imaging.codec;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.dict.Tag;
import io.archway.imaging.TestImage;
import io.archway.imaging.frame.ImageFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The code streams of the seeds, to be changed and put back. */
final class SeedStream {

  private SeedStream() {}

  static byte[] of(String seed) throws IOException, URISyntaxException {
    ByteSource source = open(seed).codeStream(0);
    ByteBuffer bytes = ByteBuffer.allocate((int) source.length());
    while (bytes.hasRemaining()) {
      source.read(bytes, bytes.position());
    }
    return bytes.array();
  }

  /** The object of a seed with another code stream. */
  static ImageFile with(String seed, byte[] stream) throws IOException, URISyntaxException {
    ImageFile image = open(seed);
    DataSet dataSet = image.attributes();
    dataSet.putFragments(Tag.PIXEL_DATA, List.of(new byte[0], stream));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DataSetWriter(image.transferSyntax()).write(dataSet, out);
    return TestImage.open(out.toByteArray(), image.transferSyntax());
  }

  private static ImageFile open(String seed) throws IOException, URISyntaxException {
    String name = "FrameDecoderFuzzTestInputs/drawsOrSaysWhyNot/" + seed;
    return TestImage.openFile(Path.of(SeedStream.class.getResource(name).toURI()));
  }
}
