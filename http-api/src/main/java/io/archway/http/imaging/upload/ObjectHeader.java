package io.archway.http.imaging.upload;

import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.Part10Input;
import io.archway.dicom.data.Part10Reader;
import io.archway.index.study.InstanceHeader;
import io.archway.ingest.file.FileIntake;
import io.archway.ingest.header.HeaderReading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** What a DICOM object says, read before it is given to the intake. */
final class ObjectHeader {
  private static final int PIECE_BYTES = 64 << 10;

  private ObjectHeader() {}

  /**
   * Null where it says nothing that can be indexed.
   *
   * @throws DicomParseException where it is no DICOM object
   */
  static InstanceHeader read(FileIntake.Source source) throws IOException {
    try (InputStream in = source.open()) {
      Part10Input input = Part10Reader.open(in);
      String syntax = input.head().transferSyntax().uid();
      try (HeaderReading reading = new HeaderReading(syntax, HeaderReading.LIMITS)) {
        byte[] piece = new byte[PIECE_BYTES];
        int count;
        while ((count = input.dataSet().readNBytes(piece, 0, piece.length)) > 0
            && !reading.accept(ByteBuffer.wrap(piece, 0, count))) {
          continue;
        }
        return reading.finish().header();
      }
    }
  }
}
