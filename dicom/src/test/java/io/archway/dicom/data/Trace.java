package io.archway.dicom.data;

import io.archway.dicom.dict.Tag;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Everything a reader says of a data set, as lines that do not depend on how the input is split.
 */
final class Trace {
  enum Mode {
    COLLECT,
    STREAM,
    SKIP
  }

  private final DataSetReader reader;
  private final Mode mode;
  private final List<String> lines = new ArrayList<>();
  private final ByteArrayOutputStream streamed = new ByteArrayOutputStream();

  private Trace(DataSetReader reader, Mode mode) {
    this.reader = reader;
    this.mode = mode;
  }

  /** Feeds pieces that end at the given places, in ascending order, and what remains. */
  static List<String> of(byte[] bytes, TransferSyntax syntax, Mode mode, int... ends) {
    try (DataSetReader reader = new DataSetReader(syntax, ParseLimits.DEFAULT)) {
      Trace trace = new Trace(reader, mode);
      int start = 0;
      for (int end : ends) {
        trace.feed(ByteBuffer.wrap(bytes, start, end - start));
        start = end;
      }
      trace.feed(ByteBuffer.wrap(bytes, start, bytes.length - start));
      reader.endOfInput();
      trace.pump();
      trace.lines.add("oddities " + reader.oddities());
      return trace.lines;
    }
  }

  static int[] chunks(int length, int chunk) {
    int[] ends = new int[(length - 1) / chunk];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = (i + 1) * chunk;
    }
    return ends;
  }

  private void feed(ByteBuffer piece) {
    reader.feed(piece);
    pump();
    if (piece.hasRemaining()) {
      throw new AssertionError("left: " + piece.remaining());
    }
  }

  private void pump() {
    while (true) {
      DataSetReader.Event event = reader.next();
      switch (event) {
        case NEED_INPUT -> {
          return;
        }
        case END -> {
          lines.add("END " + reader.position());
          return;
        }
        case ELEMENT, FRAGMENT -> {
          lines.add(line(event) + " " + reader.length() + " " + reader.fragmentIndex());
          if (mode == Mode.COLLECT) {
            reader.collectValue();
          } else if (mode == Mode.STREAM) {
            reader.streamValue();
          }
        }
        case VALUE -> value();
        default -> lines.add(line(event) + " " + reader.length());
      }
    }
  }

  private void value() {
    if (mode == Mode.COLLECT) {
      lines.add(HexFormat.of().formatHex(reader.value()));
      return;
    }
    byte[] piece = new byte[reader.chunk().remaining()];
    reader.chunk().get(piece);
    streamed.writeBytes(piece);
    if (reader.valueRemaining() == 0) {
      lines.add(HexFormat.of().formatHex(streamed.toByteArray()));
      streamed.reset();
    }
  }

  private String line(DataSetReader.Event event) {
    return event
        + " "
        + Tag.toString(reader.tag())
        + " "
        + reader.vr()
        + " depth "
        + reader.depth()
        + " at "
        + reader.offset();
  }
}
