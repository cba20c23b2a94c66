package io.archway.dicom.data;

import io.archway.dicom.dict.Dictionary;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reads a data set (PS3.5 7) event by event from input that comes in pieces, split anywhere. Feed a
 * piece, call {@link #next()} until it says NEED_INPUT, feed the next; after the last call {@link
 * #endOfInput()}. Never holds more than one header and the value that was asked for. An error
 * latches: every later call throws it again. Not thread-safe; close it, deflated data holds native
 * memory.
 *
 * <pre>
 * explicit VR, short   tag 4 | VR 2 | length 2 | value
 * explicit VR, long    tag 4 | VR 2 | reserved 2 | length 4 | value
 * implicit VR          tag 4 | length 4 | value
 * items, delimiters    tag 4 | length 4            (FFFE,E000) (FFFE,E00D) (FFFE,E0DD)
 * </pre>
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

  private enum ValueMode {
    NONE,
    SKIP,
    STREAM,
    COLLECT
  }

  private static final long UNDEFINED = -1;
  private static final int FIRST_ALLOCATION_BYTES = 8192;
  private static final byte[] EMPTY = {};

  private final ParseLimits limits;
  private final ReaderInput input;
  private final ScopeStack scopes;
  private final Set<Oddity> oddities = EnumSet.noneOf(Oddity.class);

  private Vr vr;
  private int tag;
  private long length;
  private long offset;
  private int headerLength;
  private int fragmentIndex;
  private int elementCount;
  private int stopTag = -1;
  private boolean stops;
  private boolean itemTested;

  private ValueMode valueMode = ValueMode.NONE;
  private long valueRemaining;
  private byte[] value = EMPTY;
  private int valueFilled;
  private ByteBuffer chunk;
  private boolean peekForItem;
  private DicomParseException failure;

  public DataSetReader(TransferSyntax syntax, ParseLimits limits) {
    this.limits = limits;
    this.input = new ReaderInput(syntax.deflated(), limits, oddities);
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

  /** After ELEMENT or FRAGMENT: brings the value into memory whole. */
  public void collectValue() {
    requireHeader();
    if (length > limits.maxValueBytes()) {
      failure = DicomParseException.length(tag, offset, length, limits.maxValueBytes());
      throw failure;
    }
    valueMode = ValueMode.COLLECT;
    // A length is a claim: only what has come, or a little, is allocated on the strength of it.
    int first = (int) Math.min(length, Math.max(FIRST_ALLOCATION_BYTES, input.available()));
    value = first == 0 ? EMPTY : new byte[first];
    valueFilled = 0;
  }

  /** After ELEMENT or FRAGMENT: the value comes as it arrives, in any number of VALUE events. */
  public void streamValue() {
    requireHeader();
    valueMode = ValueMode.STREAM;
  }

  /** The tag of the element, sequence or pixel data of the last event. */
  public int tag() {
    return tag;
  }

  /** Its VR; of the dictionary if implicit; SQ for whatever is read as a sequence. */
  public Vr vr() {
    return vr;
  }

  /** Its length in bytes, or -1 if undefined. */
  public long length() {
    return length;
  }

  /** Where its header starts, in bytes from the start of the (inflated) data set. */
  public long offset() {
    return offset;
  }

  /** Bytes from the header's start to the value's: 8 or 12. */
  public int headerLength() {
    return headerLength;
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
    return value;
  }

  /**
   * A piece of a streamed value as it is in the input, valid until the next call. Pieces may split
   * a number; in big endian data they are not swapped.
   */
  public ByteBuffer chunk() {
    return chunk;
  }

  /** Bytes of the current value that did not come yet. */
  public long valueRemaining() {
    return valueRemaining;
  }

  /** True if the current place is encoded in big endian order. */
  public boolean bigEndian() {
    return scopes.bigEndian();
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
      if (peekForItem) {
        if (!input.need(4)) {
          return starved();
        }
        Event event = decideUnknownSequence();
        if (event != null) {
          return event;
        }
      }
      if (valueMode != ValueMode.NONE) {
        Event event = pumpValue();
        if (event != null) {
          return event;
        }
      }
      if (scopes.end() != UNDEFINED && input.position() >= scopes.end()) {
        requireNotPastEnd();
        return closeScope();
      }
      Event event =
          switch (scopes.kind()) {
            case ITEM -> readElement();
            case SEQUENCE -> readItemHeader();
            case FRAGMENTS -> readFragmentHeader();
          };
      if (event != null) {
        return event;
      }
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

  private Event readElement() {
    if (!input.need(8)) {
      return starved();
    }
    offset = input.position();
    int next = input.tag(scopes.bigEndian());
    if (next >>> 16 == 0xFFFE) {
      tag = next;
      return readItemDelimiter();
    }
    if (stops && scopes.depth() == 0 && Integer.compareUnsigned(next, stopTag) >= 0) {
      return Event.STOPPED;
    }
    if (!readHeader(next)) {
      return starved();
    }
    countElement();
    if (Integer.compareUnsigned(next, scopes.lastTag()) <= 0 && scopes.lastTag() != 0) {
      oddities.add(Oddity.OUT_OF_ORDER);
    }
    scopes.lastTag(next);
    return length == UNDEFINED ? openUndefined() : openDefined();
  }

  /** Reads tag, VR and length and consumes them, or returns false if they have not all come. */
  private boolean readHeader(int next) {
    boolean implicit = scopes.implicit() || itemIsImplicit(next);
    Vr nextVr = implicit ? Dictionary.vr(next) : Vr.of(input.head(4), input.head(5));
    boolean unknownVr = nextVr == null;
    if (unknownVr && !(isLetter(input.head(4)) && isLetter(input.head(5)))) {
      throw new DicomParseException(
          ParseFault.VR,
          next,
          offset,
          String.format("VR bytes %02X %02X (expected: a VR)", input.head(4), input.head(5)));
    }
    boolean longForm = !implicit && (unknownVr || nextVr.longForm());
    if (longForm && !input.need(12)) {
      return false;
    }
    if (unknownVr) {
      oddities.add(Oddity.UNKNOWN_VR);
    }
    tag = next;
    vr = unknownVr ? Vr.UN : nextVr;
    long declared =
        implicit
            ? input.uint32(4, scopes.bigEndian())
            : longForm ? input.uint32(8, scopes.bigEndian()) : input.uint16(6, scopes.bigEndian());
    length = declared == 0xFFFFFFFFL && (implicit || longForm) ? UNDEFINED : declared;
    headerLength = longForm ? 12 : 8;
    input.consumeHead(headerLength);
    itemTested = true;
    return true;
  }

  // Some senders write the items of explicit data sets in implicit VR. The first header of an item
  // tells: where the VR must be there are no letters, and the length that would be read fits.
  private boolean itemIsImplicit(int next) {
    if (itemTested || scopes.depth() == 0 || scopes.implicit()) {
      return false;
    }
    if (isLetter(input.head(4)) && isLetter(input.head(5))) {
      return false;
    }
    long declared = input.uint32(4, scopes.bigEndian());
    long room = scopes.end() == UNDEFINED ? Long.MAX_VALUE : scopes.end() - offset - 8;
    boolean known = Dictionary.vr(next) != Vr.UN || Tag.isPrivate(next);
    if (known && (declared <= room || declared == 0xFFFFFFFFL)) {
      oddities.add(Oddity.IMPLICIT_ITEM);
      scopes.makeImplicit();
      return true;
    }
    return false;
  }

  private Event openUndefined() {
    boolean unknown = vr == Vr.UN;
    boolean bytes = vr == Vr.OB || vr == Vr.OW || unknown;
    if (tag == Tag.PIXEL_DATA && bytes || !scopes.implicit() && bytes && !unknown) {
      vr = unknown ? Vr.OB : vr;
      fragmentIndex = -1;
      scopes.push(ScopeKind.FRAGMENTS, tag, offset, UNDEFINED);
      return Event.FRAGMENTS_START;
    }
    if (vr != Vr.SQ && !unknown) {
      oddities.add(Oddity.UNDEFINED_LENGTH);
    }
    vr = Vr.SQ;
    return openSequence(UNDEFINED, unknown);
  }

  private Event openDefined() {
    if (scopes.depth() > 0 && scopes.end() != UNDEFINED) {
      long room = scopes.end() - input.position();
      if (length > room) {
        throw DicomParseException.length(tag, offset, length, room);
      }
    }
    if (vr == Vr.SQ) {
      return openSequence(input.position() + length, false);
    }
    if ((length & 1) != 0) {
      oddities.add(Oddity.ODD_LENGTH);
    }
    valueRemaining = length;
    if (vr == Vr.UN && Dictionary.vr(tag) == Vr.SQ) {
      if (length == 0) {
        vr = Vr.SQ;
        return openSequence(input.position(), true);
      }
      if (length >= 8) {
        peekForItem = true;
        return null;
      }
    }
    valueMode = ValueMode.SKIP;
    return Event.ELEMENT;
  }

  // PS3.5 6.2.2: a sequence that passed through a program which did not know it is a UN of known
  // length, its contents implicit VR little endian.
  private Event decideUnknownSequence() {
    peekForItem = false;
    boolean item = input.tag(false) == Tag.ITEM;
    if (item) {
      oddities.add(Oddity.UNKNOWN_SEQUENCE);
      vr = Vr.SQ;
      return openSequence(input.position() + length, true);
    }
    valueMode = ValueMode.SKIP;
    return Event.ELEMENT;
  }

  private Event openSequence(long end, boolean unknown) {
    scopes.push(ScopeKind.SEQUENCE, tag, offset, end);
    if (unknown) {
      scopes.makeImplicitLittleEndian();
    }
    return Event.SEQUENCE_START;
  }

  private Event readItemHeader() {
    if (!input.need(8)) {
      return starved();
    }
    int next = input.tag(scopes.bigEndian());
    long declared = input.uint32(4, scopes.bigEndian());
    offset = input.position();
    if (next == Tag.SEQUENCE_DELIMITATION_ITEM) {
      return readSequenceDelimiter();
    }
    if (next != Tag.ITEM) {
      throw structure(next, "an item or the end of " + Tag.toString(scopes.tag()));
    }
    input.consumeHead(8);
    countElement();
    tag = scopes.tag();
    length = declared == 0xFFFFFFFFL ? UNDEFINED : declared;
    long room = scopes.end() == UNDEFINED ? Long.MAX_VALUE : scopes.end() - input.position();
    if (length > room) {
      throw DicomParseException.length(Tag.ITEM, offset, length, room);
    }
    // An item of undefined length still may not outgrow the sequence around it.
    long end = length == UNDEFINED ? UNDEFINED : input.position() + length;
    scopes.push(ScopeKind.ITEM, scopes.tag(), offset, end);
    itemTested = false;
    return Event.ITEM_START;
  }

  private Event readItemDelimiter() {
    if (scopes.depth() == 0 || tag != Tag.ITEM_DELIMITATION_ITEM) {
      throw structure(tag, scopes.depth() == 0 ? "an element" : "an element or the item's end");
    }
    input.consumeHead(8);
    if (scopes.end() == UNDEFINED) {
      return closeScope();
    }
    oddities.add(Oddity.STRAY_DELIMITER);
    return null;
  }

  private Event readSequenceDelimiter() {
    input.consumeHead(8);
    if (scopes.end() == UNDEFINED) {
      return closeScope();
    }
    oddities.add(Oddity.STRAY_DELIMITER);
    return null;
  }

  private Event readFragmentHeader() {
    if (!input.need(8)) {
      return starved();
    }
    int next = input.tag(scopes.bigEndian());
    long declared = input.uint32(4, scopes.bigEndian());
    offset = input.position();
    if (next == Tag.SEQUENCE_DELIMITATION_ITEM) {
      input.consumeHead(8);
      return closeScope();
    }
    if (next != Tag.ITEM) {
      throw structure(next, "a fragment or the end of " + Tag.toString(scopes.tag()));
    }
    if (declared == 0xFFFFFFFFL) {
      throw DicomParseException.length(Tag.ITEM, offset, declared, declared - 1);
    }
    input.consumeHead(8);
    countElement();
    if ((declared & 1) != 0) {
      oddities.add(Oddity.ODD_LENGTH);
    }
    tag = scopes.tag();
    headerLength = 8;
    fragmentIndex++;
    length = declared;
    valueRemaining = declared;
    valueMode = ValueMode.SKIP;
    return Event.FRAGMENT;
  }

  private Event closeScope() {
    ScopeKind kind = scopes.kind();
    tag = scopes.tag();
    scopes.pop();
    itemTested = true;
    return switch (kind) {
      case ITEM -> Event.ITEM_END;
      case SEQUENCE -> Event.SEQUENCE_END;
      case FRAGMENTS -> Event.FRAGMENTS_END;
    };
  }

  private Event pumpValue() {
    return switch (valueMode) {
      case SKIP -> {
        valueRemaining -= input.skip(valueRemaining);
        yield valueRemaining > 0 ? starvedInValue() : valueDone(null);
      }
      case STREAM -> {
        chunk = input.slice(valueRemaining);
        valueRemaining -= chunk.remaining();
        if (valueRemaining == 0) {
          yield valueDone(Event.VALUE);
        }
        yield chunk.hasRemaining() ? Event.VALUE : starvedInValue();
      }
      case COLLECT -> collect();
      case NONE -> null;
    };
  }

  private Event collect() {
    while (valueRemaining > 0) {
      if (valueFilled == value.length) {
        long target = Math.min(length, Math.max(value.length * 2L, FIRST_ALLOCATION_BYTES));
        value = Arrays.copyOf(value, (int) target);
      }
      int read = input.read(value, valueFilled, value.length - valueFilled);
      if (read == 0) {
        return starvedInValue();
      }
      valueFilled += read;
      valueRemaining -= read;
    }
    if (scopes.bigEndian()) {
      ByteOrders.swap(value, vr.unitBytes());
    }
    return valueDone(Event.VALUE);
  }

  private Event valueDone(Event event) {
    valueMode = ValueMode.NONE;
    return event;
  }

  private Event starvedInValue() {
    if (input.ended()) {
      long came = length - valueRemaining;
      throw new DicomParseException(
          ParseFault.TRUNCATED,
          tag,
          offset,
          "length " + length + ", but the input ends after " + came + " (expected: all of it)");
    }
    return Event.NEED_INPUT;
  }

  private Event starved() {
    if (!input.ended()) {
      return Event.NEED_INPUT;
    }
    if (input.headBytes() == 0 && scopes.depth() == 0) {
      return Event.END;
    }
    throw new DicomParseException(
        ParseFault.TRUNCATED,
        scopes.depth() == 0 ? tag : scopes.tag(),
        input.position(),
        "the input ends (expected: "
            + (scopes.depth() == 0 ? "a whole element header)" : "the end of the sequence)"));
  }

  private void countElement() {
    if (++elementCount > limits.maxElements()) {
      throw new DicomParseException(
          ParseFault.TOO_MUCH,
          tag,
          offset,
          "elements: " + elementCount + " (expected: <= " + limits.maxElements() + ")");
    }
  }

  private DicomParseException structure(int found, String expected) {
    return new DicomParseException(
        ParseFault.STRUCTURE, found, offset, "not allowed here (expected: " + expected + ")");
  }

  private void requireHeader() {
    if (valueMode != ValueMode.SKIP || valueRemaining != length) {
      throw new IllegalStateException("no header was just read (expected: ELEMENT or FRAGMENT)");
    }
  }

  private static boolean isLetter(byte b) {
    return b >= 'A' && b <= 'Z';
  }
}
