package io.archway.dicom.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Whole data sets in one call. Stateless, any thread. */
public final class DataSets {
  private static final int READ_BYTES = 16 << 10;

  private DataSets() {}

  /**
   * The data set that the rest of a buffer is, group lengths left out.
   *
   * @throws DicomParseException if it is none, or asks more than the limits allow
   */
  public static DataSet read(ByteBuffer bytes, TransferSyntax syntax, ParseLimits limits) {
    try (DataSetReader reader = new DataSetReader(syntax, limits)) {
      Assembler assembler = new Assembler(reader, limits, false);
      reader.feed(bytes);
      reader.endOfInput();
      pump(reader, assembler);
      return assembler.root();
    }
  }

  public static DataSet read(byte[] bytes, TransferSyntax syntax) {
    return read(ByteBuffer.wrap(bytes), syntax, ParseLimits.DEFAULT);
  }

  /** The data set that the rest of a stream is. The stream stays open. */
  public static DataSet read(InputStream in, TransferSyntax syntax, ParseLimits limits)
      throws IOException {
    return read(in, syntax, limits, 0, false);
  }

  /**
   * The elements of a stream before the first whose tag is the given one or higher. More of the
   * stream than they take may have been consumed; it stays open.
   */
  public static DataSet readBefore(
      InputStream in, TransferSyntax syntax, ParseLimits limits, int stopTag) throws IOException {
    return read(in, syntax, limits, stopTag, true);
  }

  private static DataSet read(
      InputStream in, TransferSyntax syntax, ParseLimits limits, int stopTag, boolean stops)
      throws IOException {
    try (DataSetReader reader = new DataSetReader(syntax, limits)) {
      if (stops) {
        reader.stopBefore(stopTag);
      }
      Assembler assembler = new Assembler(reader, limits, false);
      byte[] buffer = new byte[READ_BYTES];
      while (pump(reader, assembler) == DataSetReader.Event.NEED_INPUT) {
        int count = in.read(buffer);
        if (count < 0) {
          reader.endOfInput();
        } else {
          reader.feed(ByteBuffer.wrap(buffer, 0, count));
        }
      }
      return assembler.root();
    }
  }

  /** Passes events on until the reader needs input, stops or ends, and says which. */
  static DataSetReader.Event pump(DataSetReader reader, Assembler assembler) {
    while (true) {
      DataSetReader.Event event = reader.next();
      switch (event) {
        case NEED_INPUT, STOPPED, END -> {
          return event;
        }
        default -> assembler.accept(event);
      }
    }
  }
}
