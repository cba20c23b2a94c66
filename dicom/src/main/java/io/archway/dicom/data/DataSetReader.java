package io.archway.dicom.data;

import io.archway.dicom.dict.Dictionary;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reads a data set (PS3.5 7) event by event from input that comes in pieces, split anywhere. Feed a
 * piece, call {@link #next()} until it says NEED_INPUT, feed the next; after the last call {@link
 * #endOfInput()}. Never holds more than one header and the value that was asked for. An error
 * latches: every later call throws it again. Not thread-safe; close it, deflated data holds native
 * memory.
 */
public final class DataSetReader implements AutoCloseable {
  /** What {@link #next()} found. */
  public enum Event {
    /** All that was fed is consumed. */
    NEED_INPUT,
    /**
     * A header; its value follows only if {@link #collectValue} or {@link #streamValue} is called.
     */
    ELEMENT,
    /**
     * The collected value in {@link #value()}, or a piece of a streamed one in {@link #chunk()}.
     */
    VALUE,
    SEQUENCE_START,
    ITEM_START,
    ITEM_END,
    SEQUENCE_END,
    /** Encapsulated pixel data begins. */
    FRAGMENTS_START,
    /**
     * The header of a fragment, the first being the Basic Offset Table; its value as of ELEMENT.
     */
    FRAGMENT,
    FRAGMENTS_END,
    /** The tag of {@link #stopBefore} or a higher one is next at the top level. */
    STOPPED,
    END
  }

  private static final long UNDEFINED = ElementHeader.UNDEFINED;

  private final ParseLimits limits;
  private final ReaderInput input;
  private final ScopeStack scopes;
  private final ElementHeader header = new ElementHeader();
  private final ValueReader values;
  private final Set<Oddity> oddities = EnumSet.noneOf(Oddity.class);

  private int fragmentIndex;
  private int elementCount;
  private int stopTag = -1;
  private boolean stops;
  private boolean peekForItem;
  private DicomParseException failure;

  public DataSetReader(TransferSyntax syntax, ParseLimits limits) {
    this.limits = limits;
    this.input = new ReaderInput(syntax.deflated(), limits, oddities);
    this.values = new ValueReader(input);
    this.scopes = new ScopeStack(limits.maxDepth(), !syntax.explicitVr(), syntax.bigEndian());
  }

  /**
   * Gives the next piece, which the reader consumes by advancing its position.
   *
   * @throws IllegalStateException if the last piece is not consumed
   */
  public void feed(ByteBuffer piece) {
    if (failure != null) {
      throw failure;
    }
    input.feed(piece);
  }

  /** Says that no more input follows. */
  public void endOfInput() {
    input.end();
  }

  /** Stops before the first element of the top level whose tag is this one or higher (unsigned). */
  public void stopBefore(int tag) {
    stopTag = tag;
    stops = true;
  }

  /** Goes on to the end of the data set, also from where the reader stopped. */
  public void clearStop() {
    stops = false;
  }

  /**
   * The next event.
   *
   * @throws DicomParseException if the input is no data set or asks more than the limits allow
   */
  public Event next() {
    if (failure != null) {
      throw failure;
    }
    try {
      return step();
    } catch (DicomParseException e) {
      failure = e;
      throw e;
    }
  }

  /**
   * After ELEMENT or FRAGMENT: brings the value into memory whole.
   *
   * @throws DicomParseException if it is longer than {@link ParseLimits#maxValueBytes()}
   */
  public void collectValue() {
    if (header.length > limits.maxValueBytes()) {
      failure =
          DicomParseException.length(
              header.tag, header.offset, header.length, limits.maxValueBytes());
      throw failure;
    }
    values.collect();
  }

  /** After ELEMENT or FRAGMENT: the value comes as it arrives, in any number of VALUE events. */
  public void streamValue() {
    values.stream();
  }

  /** The tag of the element, sequence or pixel data of the last event. */
  public int tag() {
    return header.tag;
  }

  /** Its VR; of the dictionary if implicit; SQ for whatever is read as a sequence. */
  public Vr vr() {
    return header.vr;
  }

  /** Its length in bytes, or -1 if undefined. */
  public long length() {
    return header.length;
  }

  /** Where its header starts, in bytes from the start of the (inflated) data set. */
  public long offset() {
    return header.offset;
  }

  /** Bytes from the header's start to the value's: 8 or 12. */
  public int headerLength() {
    return header.headerLength;
  }

  /** Bytes consumed of the (inflated) data set; after STOPPED where the element starts. */
  public long position() {
    return input.position();
  }

  /** How many sequences or encapsulated pixel data enclose the current place. */
  public int depth() {
    return scopes.sequenceDepth();
  }

  /** The number of the fragment of the last FRAGMENT event; 0 is the Basic Offset Table. */
  public int fragmentIndex() {
    return fragmentIndex;
  }

  /** The collected value in little endian order. The array is the caller's. */
  public byte[] value() {
    return values.value();
  }

  /**
   * A piece of a streamed value as it is in the input, valid until the next call. Pieces may split
   * a number; in big endian data they are not swapped.
   */
  public ByteBuffer chunk() {
    return values.chunk();
  }

  /** Bytes of the current value that did not come yet. */
  public long valueRemaining() {
    return values.remaining();
  }

  /** True if the current place is encoded in big endian order. */
  public boolean bigEndian() {
    return scopes.bigEndian();
  }

  /** True if elements at the current place have no VR. */
  boolean implicit() {
    return scopes.implicit();
  }

  /** What was passed although it is wrong. */
  public Set<Oddity> oddities() {
    return oddities;
  }

  @Override
  public void close() {
    input.close();
  }

  private Event step() {
    while (true) {
      Event event = peekForItem ? decideUnknownSequence() : null;
      if (event == null && values.pending()) {
        event = pumpValue();
      }
      if (event == null && scopes.end() != UNDEFINED && input.position() >= scopes.end()) {
        requireNotPastEnd();
        event = closeScope();
      }
      if (event == null) {
        event = input.need(ElementHeader.SHORT_BYTES) ? readHeader() : starved();
      }
      if (event != null) {
        return event;
      }
    }
  }

  private Event readHeader() {
    header.offset = input.position();
    return switch (scopes.kind()) {
      case ITEM -> readElement();
      case SEQUENCE -> readItem();
      case FRAGMENTS -> readFragment();
    };
  }

  private Event readElement() {
    int next = input.tag(scopes.bigEndian());
    if (Tag.group(next) == Tag.group(Tag.ITEM)) {
      return readItemDelimiter(next);
    }
    if (stops && scopes.depth() == 0 && Integer.compareUnsigned(next, stopTag) >= 0) {
      return Event.STOPPED;
    }
    if (!header.readElement(input, scopes, oddities)) {
      return starved();
    }
    countElement();
    if (scopes.lastTag() != 0 && Integer.compareUnsigned(next, scopes.lastTag()) <= 0) {
      oddities.add(Oddity.OUT_OF_ORDER);
    }
    scopes.lastTag(next);
    return header.length == UNDEFINED ? openUndefined() : openDefined();
  }

  private Event openUndefined() {
    boolean unknown = header.vr == Vr.UN;
    boolean bytes = header.vr == Vr.OB || header.vr == Vr.OW;
    boolean pixels = header.tag == Tag.PIXEL_DATA && (bytes || unknown);
    if (pixels || bytes && !scopes.implicit()) {
      header.vr = unknown ? Vr.OB : header.vr;
      fragmentIndex = -1;
      scopes.push(ScopeKind.FRAGMENTS, header.tag, header.offset, UNDEFINED);
      return Event.FRAGMENTS_START;
    }
    if (header.vr != Vr.SQ && !unknown) {
      oddities.add(Oddity.UNDEFINED_LENGTH);
    }
    return openSequence(UNDEFINED, unknown);
  }

  private Event openDefined() {
    requireRoom(header.tag);
    if (header.vr == Vr.SQ) {
      return openSequence(input.position() + header.length, false);
    }
    if ((header.length & 1) != 0) {
      oddities.add(Oddity.ODD_LENGTH);
    }
    values.expect(header.length);
    if (header.vr == Vr.UN && Dictionary.vr(header.tag) == Vr.SQ) {
      peekForItem = true;
      return null;
    }
    return Event.ELEMENT;
  }

  // PS3.5 6.2.2: a sequence that passed through a program which did not know it is a UN of known
  // length, its contents implicit VR little endian. Its first bytes tell whether it is one.
  private Event decideUnknownSequence() {
    if (header.length > 0 && header.length < ElementHeader.SHORT_BYTES) {
      peekForItem = false;
      return Event.ELEMENT;
    }
    if (header.length > 0 && !input.need(4)) {
      return starvedInValue();
    }
    peekForItem = false;
    if (header.length > 0 && input.tag(false) != Tag.ITEM) {
      return Event.ELEMENT;
    }
    oddities.add(Oddity.UNKNOWN_SEQUENCE);
    values.cancel();
    return openSequence(input.position() + header.length, true);
  }

  private Event openSequence(long end, boolean unknown) {
    header.vr = Vr.SQ;
    scopes.push(ScopeKind.SEQUENCE, header.tag, header.offset, end);
    if (unknown) {
      scopes.makeImplicitLittleEndian();
    }
    return Event.SEQUENCE_START;
  }

  private Event readItem() {
    int next = input.tag(scopes.bigEndian());
    if (next == Tag.SEQUENCE_DELIMITATION_ITEM) {
      return readDelimiter();
    }
    if (next != Tag.ITEM) {
      throw structure(next, "an item or the end of " + Tag.toString(scopes.tag()));
    }
    header.readItem(input, scopes);
    countElement();
    requireRoom(Tag.ITEM);
    boolean undefined = header.length == UNDEFINED;
    long end = undefined ? UNDEFINED : input.position() + header.length;
    scopes.push(ScopeKind.ITEM, scopes.tag(), header.offset, end);
    return Event.ITEM_START;
  }

  private Event readFragment() {
    int next = input.tag(scopes.bigEndian());
    if (next == Tag.SEQUENCE_DELIMITATION_ITEM) {
      return readDelimiter();
    }
    if (next != Tag.ITEM) {
      throw structure(next, "a fragment or the end of " + Tag.toString(scopes.tag()));
    }
    header.readItem(input, scopes);
    countElement();
    if (header.length == UNDEFINED) {
      throw structure(next, "a fragment of known length");
    }
    if ((header.length & 1) != 0) {
      oddities.add(Oddity.ODD_LENGTH);
    }
    fragmentIndex++;
    values.expect(header.length);
    return Event.FRAGMENT;
  }

  private Event readItemDelimiter(int next) {
    if (scopes.depth() == 0 || next != Tag.ITEM_DELIMITATION_ITEM) {
      throw structure(next, scopes.depth() == 0 ? "an element" : "an element or the item's end");
    }
    return readDelimiter();
  }

  private Event readDelimiter() {
    input.consumeHead(ElementHeader.SHORT_BYTES);
    if (scopes.end() == UNDEFINED) {
      return closeScope();
    }
    oddities.add(Oddity.STRAY_DELIMITER);
    return null;
  }

  private Event closeScope() {
    ScopeKind kind = scopes.kind();
    header.tag = scopes.tag();
    scopes.pop();
    return switch (kind) {
      case ITEM -> Event.ITEM_END;
      case SEQUENCE -> Event.SEQUENCE_END;
      case FRAGMENTS -> Event.FRAGMENTS_END;
    };
  }

  private Event pumpValue() {
    int swapUnitBytes = scopes.bigEndian() ? header.vr.unitBytes() : 1;
    return switch (values.pump(swapUnitBytes)) {
      case PASSED_OVER -> null;
      case PIECE -> Event.VALUE;
      case STARVED -> starvedInValue();
    };
  }

  private Event starvedInValue() {
    if (!input.ended()) {
      return Event.NEED_INPUT;
    }
    long came = header.length - values.remaining();
    String problem = "length %d, but the input ends after %d (expected: all of it)";
    throw new DicomParseException(
        ParseFault.TRUNCATED, header.tag, header.offset, problem.formatted(header.length, came));
  }

  private Event starved() {
    if (!input.ended()) {
      return Event.NEED_INPUT;
    }
    boolean topLevel = scopes.depth() == 0;
    if (topLevel && input.headBytes() == 0) {
      return Event.END;
    }
    throw new DicomParseException(
        ParseFault.TRUNCATED,
        topLevel ? header.tag : scopes.tag(),
        input.position(),
        "the input ends (expected: "
            + (topLevel ? "a whole element header)" : "the end of the sequence)"));
  }

  private void countElement() {
    if (++elementCount > limits.maxElements()) {
      throw new DicomParseException(
          ParseFault.TOO_MUCH,
          header.tag,
          header.offset,
          "elements: " + elementCount + " (expected: <= " + limits.maxElements() + ")");
    }
  }

  /** A length must fit into what encloses it, if that has one; an undefined one always does. */
  private void requireRoom(int tag) {
    long room = scopes.end() == UNDEFINED ? Long.MAX_VALUE : scopes.end() - input.position();
    if (header.length > room) {
      throw DicomParseException.length(tag, header.offset, header.length, room);
    }
  }

  // What has no length of its own may run past the end of what encloses it.
  private void requireNotPastEnd() {
    if (input.position() > scopes.end()) {
      throw new DicomParseException(
          ParseFault.STRUCTURE,
          scopes.tag(),
          input.position(),
          "contents run past their end (expected: <= " + scopes.end() + ")");
    }
  }

  private DicomParseException structure(int found, String expected) {
    return new DicomParseException(
        ParseFault.STRUCTURE,
        found,
        header.offset,
        "not allowed here (expected: " + expected + ")");
  }
}
