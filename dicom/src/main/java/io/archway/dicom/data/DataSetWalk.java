package io.archway.dicom.data;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a data set where it lies, event by event, and jumps over long values and encapsulated
 * pixels of the top level instead of reading them. Of plain data sets only, not deflated ones.
 * Close it.
 */
final class DataSetWalk implements AutoCloseable {
  private static final int PIECE_BYTES = 8 << 10;
  private static final int JUMP_BYTES = 2 * PIECE_BYTES;

  private final ByteSource source;
  private final TransferSyntax syntax;
  private final ParseLimits limits;
  private final ByteBuffer buffer = ByteBuffer.allocate(PIECE_BYTES);

  private DataSetReader reader;
  private DataSetReader.Event last;
  private boolean collects;
  private boolean stops;
  private int stopTag;
  private long base;
  private long fed;

  DataSetWalk(ByteSource source, TransferSyntax syntax, ParseLimits limits) {
    if (syntax.deflated()) {
      throw new IllegalArgumentException("transfer syntax: deflated (expected: a plain one)");
    }
    this.source = source;
    this.syntax = syntax;
    this.limits = limits;
    this.reader = new DataSetReader(syntax, limits);
  }

  /** As of {@link DataSetReader}; may be moved on where the walk has stopped. */
  void stopBefore(int tag) {
    stops = true;
    stopTag = tag;
    reader.stopBefore(tag);
  }

  DataSetReader.Event next() throws IOException {
    if (last == DataSetReader.Event.ELEMENT
        && !collects
        && reader.depth() == 0
        && reader.length() > JUMP_BYTES) {
      jump(position() + reader.length());
    } else if (last == DataSetReader.Event.FRAGMENTS_START && reader.depth() == 1) {
      jump(behindFragments(position()));
    }
    collects = false;
    last = reader.next();
    while (last == DataSetReader.Event.NEED_INPUT) {
      feed();
      last = reader.next();
    }
    return last;
  }

  private void feed() throws IOException {
    buffer.clear();
    int count = source.read(buffer, base + fed);
    if (count <= 0) {
      reader.endOfInput();
    } else {
      fed += count;
      reader.feed(buffer.flip().duplicate()); // which the reader holds until it is consumed
    }
  }

  /** The top level has no state but what the transfer syntax says. */
  private void jump(long position) {
    if (position > source.length()) {
      throw new DicomParseException(
          ParseFault.TRUNCATED,
          reader.tag(),
          offset(),
          "the value ends at " + position + " (expected: <= " + source.length() + ")");
    }
    reader.close();
    reader = new DataSetReader(syntax, limits);
    if (stops) {
      reader.stopBefore(stopTag);
    }
    base = position;
    fed = 0;
  }

  private long behindFragments(long start) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(ElementHeader.SHORT_BYTES);
    header.order(syntax.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    long position = start;
    for (int i = 0; i < limits.maxElements(); i++) {
      read(header.clear(), position);
      int tag = (header.getShort(0) & 0xFFFF) << 16 | header.getShort(2) & 0xFFFF;
      long length = header.getInt(4) & 0xFFFFFFFFL;
      position += ElementHeader.SHORT_BYTES;
      if (tag == Tag.SEQUENCE_DELIMITATION_ITEM) {
        return position;
      }
      if (tag != Tag.ITEM) {
        throw new DicomParseException(
            ParseFault.STRUCTURE, tag, position, "not allowed here (expected: a fragment)");
      }
      position += length;
    }
    throw new DicomParseException(
        ParseFault.TOO_MUCH,
        Tag.PIXEL_DATA,
        start,
        "fragments: more than " + limits.maxElements() + " (expected: fewer)");
  }

  /** Bytes of the data set at a place; all of them. */
  byte[] bytes(long from, long end) throws IOException {
    if (end - from > limits.maxHeldBytes()) {
      throw DicomParseException.length(reader.tag(), from, end - from, limits.maxHeldBytes());
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) (end - from));
    read(bytes, from);
    return bytes.array();
  }

  private void read(ByteBuffer to, long from) throws IOException {
    while (to.hasRemaining()) {
      if (source.read(to, from + to.position()) <= 0) {
        throw new DicomParseException(
            ParseFault.TRUNCATED,
            Tag.PIXEL_DATA,
            from,
            "the input ends (expected: %d bytes)".formatted(to.capacity()));
      }
    }
  }

  void collectValue() {
    reader.collectValue();
    collects = true;
  }

  byte[] value() {
    return reader.value();
  }

  int tag() {
    return reader.tag();
  }

  Vr vr() {
    return reader.vr();
  }

  long length() {
    return reader.length();
  }

  int headerLength() {
    return reader.headerLength();
  }

  int depth() {
    return reader.depth();
  }

  boolean bigEndian() {
    return reader.bigEndian();
  }

  /** True if the current place has no VRs. */
  boolean implicit() {
    return reader.implicit();
  }

  boolean isOutOfOrder() {
    return reader.oddities().contains(Oddity.OUT_OF_ORDER);
  }

  /** Where the last header starts. */
  long offset() {
    return base + reader.offset();
  }

  /** What is consumed. */
  long position() {
    return base + reader.position();
  }

  @Override
  public void close() {
    reader.close();
  }
}
