package io.archway.imaging.frame;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetReader;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.HeaderCollector;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.TimeLimit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The attributes of an object before its pixels, and where those begin. Attributes whose values are
 * longer than the limits, and what goes beyond them in all, are left out.
 *
 * @param syntax of the data set; of a deflated one positions count in what it inflates to
 * @param pixelsAt where the value of Pixel Data (7FE0,0010) begins, in bytes
 * @param pixelBytes its length as the header says, or -1 if it is a sequence of fragments
 * @param bigEndianWords true if native pixels are 16-bit words in big endian order
 */
record ImageHead(
    DataSet attributes,
    TransferSyntax syntax,
    long pixelsAt,
    long pixelBytes,
    boolean bigEndianWords) {
  /** Color palettes of 65,536 entries of 16 bits, and extended offset tables of as many frames. */
  private static final ParseLimits LIMITS =
      ParseLimits.HEADER.withMaxValueBytes(512 << 10).withMaxHeldBytes(8 << 20);

  private static final int PIECE_BYTES = 16 << 10;
  private static final int HEADER_BYTES = 12;
  private static final String GE_PRIVATE = "1.2.840.113619.5.2";

  /**
   * @param dataSet the whole data set
   * @throws PictureException NO_PIXELS if it has none, CORRUPT if it is no data set
   */
  static ImageHead read(ByteSource dataSet, TransferSyntax syntax, TimeLimit time)
      throws IOException {
    TransferSyntax inflated = syntax.deflated() ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : syntax;
    try (InputStream in = open(dataSet, syntax, time);
        HeaderCollector collector = new HeaderCollector(inflated, LIMITS)) {
      byte[] piece = new byte[PIECE_BYTES];
      boolean done = false;
      for (int count = in.read(piece); count >= 0 && !done; count = done ? 0 : in.read(piece)) {
        done = collector.accept(ByteBuffer.wrap(piece, 0, count));
      }
      collector.finish();
      if (!collector.stoppedAtPixels()) {
        throw new PictureException(PictureFault.NO_PIXELS, "no image");
      }
      return withPixels(collector, dataSet, syntax, inflated, time);
    } catch (DicomParseException e) {
      throw new PictureException(PictureFault.CORRUPT, e.getMessage(), e);
    }
  }

  /** The bytes of the data set, inflated if need be. */
  static InputStream open(ByteSource dataSet, TransferSyntax syntax, TimeLimit time) {
    InputStream in = new SourceStream(dataSet, time);
    return syntax.deflated() ? new Inflating(in) : in;
  }

  private static ImageHead withPixels(
      HeaderCollector collector,
      ByteSource dataSet,
      TransferSyntax syntax,
      TransferSyntax inflated,
      TimeLimit time)
      throws IOException {
    long at = collector.position();
    byte[] header;
    try (InputStream in = open(dataSet, syntax, time)) {
      in.skipNBytes(at);
      header = in.readNBytes(HEADER_BYTES);
    }
    try (DataSetReader reader = new DataSetReader(inflated, LIMITS)) {
      reader.feed(ByteBuffer.wrap(header));
      DataSetReader.Event event = reader.next();
      boolean fragments = event == DataSetReader.Event.FRAGMENTS_START;
      if (!fragments && event != DataSetReader.Event.ELEMENT) {
        throw PictureException.corrupt("pixel data: no value (expected: bytes or fragments)");
      }
      if (reader.tag() != Tag.PIXEL_DATA) {
        throw PictureException.unsupported("pixels as floating point numbers (expected: integers)");
      }
      boolean words = reader.vr() != Vr.OB;
      boolean big = inflated.bigEndian() || syntax.uid().equals(GE_PRIVATE);
      return new ImageHead(
          collector.dataSet(),
          syntax,
          at + reader.headerLength(),
          fragments ? -1 : reader.length(),
          big && words);
    }
  }
}
