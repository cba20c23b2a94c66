package io.archway.imaging.frame;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.DataSetReader;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.TimeLimit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Encapsulated Document (0042,0011) where it lies (PS3.3 C.24.2). Stateless, any thread. */
public final class EncapsulatedDocument {
  private static final int PIECE_BYTES = 16 << 10;

  private EncapsulatedDocument() {}

  /**
   * The bytes of the document, which may end with a byte of padding.
   *
   * @param dataSet the data set alone, not deflated
   * @throws PictureException NO_PIXELS if there is none, CORRUPT or UNSUPPORTED
   */
  public static ByteSource of(ByteSource dataSet, TransferSyntax syntax, PictureLimits limits)
      throws IOException {
    if (syntax.deflated()) {
      throw PictureException.unsupported("document in a deflated data set");
    }
    TimeLimit time = TimeLimit.of(limits);
    try (InputStream in = new SourceStream(dataSet, time);
        DataSetReader reader = new DataSetReader(syntax, ParseLimits.HEADER)) {
      reader.stopBefore(Tag.ENCAPSULATED_DOCUMENT + 1);
      byte[] piece = new byte[PIECE_BYTES];
      while (true) {
        switch (reader.next()) {
          case NEED_INPUT -> feed(reader, in, piece);
          case ELEMENT -> {
            if (reader.depth() == 0 && reader.tag() == Tag.ENCAPSULATED_DOCUMENT) {
              return document(dataSet, reader);
            }
          }
          case STOPPED, END ->
              throw new PictureException(PictureFault.NO_PIXELS, "no encapsulated document");
          case VALUE,
              SEQUENCE_START,
              ITEM_START,
              ITEM_END,
              SEQUENCE_END,
              FRAGMENTS_START,
              FRAGMENT,
              FRAGMENTS_END -> {
            continue;
          }
        }
      }
    } catch (DicomParseException e) {
      throw new PictureException(PictureFault.CORRUPT, e.getMessage(), e);
    }
  }

  private static void feed(DataSetReader reader, InputStream in, byte[] piece) throws IOException {
    int count = in.read(piece);
    if (count < 0) {
      reader.endOfInput();
    } else {
      reader.feed(ByteBuffer.wrap(piece, 0, count));
    }
  }

  private static ByteSource document(ByteSource dataSet, DataSetReader reader)
      throws PictureException {
    long start = reader.offset() + reader.headerLength();
    if (reader.length() < 0 || reader.length() > dataSet.length() - start) {
      throw PictureException.corrupt(
          "document: %d bytes (expected: 0 to %d)"
              .formatted(reader.length(), dataSet.length() - start));
    }
    return new ByteRange(dataSet, start, reader.length());
  }
}
