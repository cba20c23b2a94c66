package io.archway.dicom.data;

import io.archway.dicom.charset.SpecificCharacterSet;
import io.archway.dicom.dict.Dictionary;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** One walk through a data set that collects what becomes other bytes. One use, one thread. */
final class HeadEdit {
  private static final int MAX_SHORT_LENGTH = 0xFFFE;

  /** Of one in memory beside its bytes. */
  private static final int SPLICE_COST_BYTES = 256;

  private record Edit(Splice splice, int tag) {}

  private final SaidHead said;
  private final TreeMap<Integer, byte[]> changes;
  private final DataSet originalItem;
  private final SpecificCharacterSet reencodedFrom;
  private final List<Edit> edits = new ArrayList<>();
  private final TreeMap<Integer, byte[]> toWrite;

  private DataSetWalk walk;
  private long maxBytes;
  private long newBytes;
  private boolean implicit;
  private boolean bigEndian;
  private boolean originalWritten;
  private EditScope scope;
  private long replacedAt;

  /**
   * @param changes values by tag; null removes
   * @param reencodedFrom the character set that all text leaves for UTF-8, or null where it stays
   */
  HeadEdit(
      SaidHead said,
      TreeMap<Integer, byte[]> changes,
      DataSet originalItem,
      SpecificCharacterSet reencodedFrom) {
    this.said = said;
    this.changes = changes;
    this.originalItem = originalItem;
    this.reencodedFrom = reencodedFrom;
    this.toWrite = new TreeMap<>(changes);
  }

  List<Splice> run(ByteSource source, TransferSyntax syntax, ParseLimits limits)
      throws IOException {
    implicit = !syntax.explicitVr();
    maxBytes = limits.maxHeldBytes();
    bigEndian = syntax.bigEndian();
    scope = EditScope.root(implicit, bigEndian);
    try (DataSetWalk opened = new DataSetWalk(source, syntax, limits)) {
      walk = opened;
      if (reencodedFrom == null) {
        walk.stopBefore(said.stopTag());
      }
      DataSetReader.Event event = walk.next();
      while (event != DataSetReader.Event.STOPPED && event != DataSetReader.Event.END) {
        take(event);
        event = walk.next();
      }
      writeBefore(0xFFFFFFFF, walk.position());
      writeOriginal(walk.position());
      scope.close(splice -> add(splice, 0));
    }
    edits.sort(
        Comparator.comparingLong((Edit edit) -> edit.splice.offset())
            .thenComparing(edit -> edit.splice.length() > 0)
            .thenComparing(Edit::tag, Integer::compareUnsigned));
    return edits.stream().map(Edit::splice).toList();
  }

  private void take(DataSetReader.Event event) throws IOException {
    switch (event) {
      case ELEMENT -> element();
      case VALUE -> value();
      case SEQUENCE_START -> sequenceStart();
      case ITEM_START -> scope = EditScope.opened(walk, scope);
      case ITEM_END -> closeScope();
      case SEQUENCE_END -> sequenceEnd();
      case FRAGMENTS_START -> reach(walk.depth() == 1);
      case FRAGMENT, FRAGMENTS_END, NEED_INPUT, STOPPED, END -> {}
    }
  }

  private boolean isChanged(boolean top) {
    return top && changes.containsKey(walk.tag());
  }

  /** Something of the top level begins: what belongs before it and is missing is written. */
  private void reach(boolean top) {
    if (top) {
      writeBefore(walk.tag(), walk.offset());
      if (Integer.compareUnsigned(walk.tag(), Tag.ORIGINAL_ATTRIBUTES_SEQUENCE) > 0) {
        writeOriginal(walk.offset());
      }
    }
  }

  private void element() {
    boolean top = walk.depth() == 0;
    reach(top);
    if (isChanged(top)) {
      long end = walk.position() + walk.length();
      replace(walk.tag(), walk.offset(), end);
    } else if (top && walk.tag() == Tag.ORIGINAL_ATTRIBUTES_SEQUENCE) {
      throw new DicomParseException(
          ParseFault.STRUCTURE, walk.tag(), walk.offset(), "no sequence (expected: one of items)");
    } else if (Tag.isGroupLength(walk.tag()) && walk.length() == 4) {
      walk.collectValue();
    } else if (walk.tag() == Tag.SPECIFIC_CHARACTER_SET) {
      scope.hasOwnCharacterSet(); // of an item: the data set's own is changed or stays
    } else if (reencodedFrom != null && isText() && scope.isOfDataSet()) {
      walk.collectValue();
    }
  }

  private boolean isText() {
    Vr vr = walk.vr() == Vr.UN ? Dictionary.vr(walk.tag()) : walk.vr();
    return vr.usesCharacterSet() && walk.length() > 0;
  }

  private void value() {
    if (Tag.isGroupLength(walk.tag())) {
      scope.groupLength(walk.tag(), walk.offset() + walk.headerLength(), walk.value());
    } else {
      reencode(walk.value());
    }
  }

  private void reencode(byte[] value) {
    Vr vr = walk.vr() == Vr.UN ? Dictionary.vr(walk.tag()) : walk.vr();
    String text = reencodedFrom.decode(value, Values.kind(vr));
    byte[] encoded = even(SpecificCharacterSet.UTF_8.encode(trimEnd(text), Values.kind(vr)));
    if (isAscii(value) && text.length() == value.length && isAscii(encoded)) {
      return; // as nearly all text is
    }
    boolean shortForm = walk.headerLength() == ElementHeader.SHORT_BYTES && !walk.implicit();
    if (shortForm && encoded.length > MAX_SHORT_LENGTH) {
      throw DicomParseException.length(walk.tag(), walk.offset(), encoded.length, MAX_SHORT_LENGTH);
    }
    long valueAt = walk.offset() + walk.headerLength();
    byte[] length = EditScope.number(walk.tag(), encoded.length, walk.bigEndian());
    if (shortForm) {
      byte[] two =
          walk.bigEndian() ? new byte[] {length[2], length[3]} : new byte[] {length[0], length[1]};
      add(new Splice(valueAt - 2, 2, two), walk.tag());
    } else {
      add(new Splice(valueAt - 4, 4, length), walk.tag());
    }
    add(new Splice(valueAt, value.length, encoded), walk.tag());
    scope.grow(walk.tag(), encoded.length - (long) value.length);
  }

  private static String trimEnd(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
      end--;
    }
    return text.substring(0, end);
  }

  private static byte[] even(byte[] bytes) {
    if ((bytes.length & 1) == 0) {
      return bytes;
    }
    byte[] padded = Arrays.copyOf(bytes, bytes.length + 1);
    padded[bytes.length] = ' ';
    return padded;
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0 || b == 0x1B) {
        return false;
      }
    }
    return true;
  }

  private void sequenceStart() {
    boolean top = walk.depth() == 1;
    reach(top);
    if (isChanged(top)) {
      replacedAt = walk.offset();
    }
    scope = EditScope.opened(walk, scope);
  }

  private void sequenceEnd() {
    boolean top = walk.depth() == 0;
    if (isChanged(top)) {
      scope = scope.outer; // and all edits in it are void
      edits.removeIf(edit -> edit.splice.offset() > replacedAt);
      replace(walk.tag(), replacedAt, walk.position());
      return;
    }
    if (top && walk.tag() == Tag.ORIGINAL_ATTRIBUTES_SEQUENCE && !originalWritten) {
      append();
    }
    closeScope();
  }

  private void closeScope() {
    int tag = scope.tag;
    scope.close(splice -> add(splice, tag));
    scope = scope.outer;
  }

  /** One more item, behind those that are there. */
  private void append() {
    byte[] bytes = scope.encode(originalItem);
    long end = walk.position() - (scope.isOfUndefinedLength() ? ElementHeader.SHORT_BYTES : 0);
    add(new Splice(end, 0, bytes), walk.tag());
    scope.grow(walk.tag(), bytes.length);
    originalWritten = true;
  }

  private void writeOriginal(long offset) {
    if (!originalWritten && !said.hasOriginalAttributes()) {
      insert(
          Tag.ORIGINAL_ATTRIBUTES_SEQUENCE,
          offset,
          OriginalAttributes.element(originalItem, implicit, bigEndian));
      originalWritten = true;
    }
  }

  /** What is there already, if at another place than it belongs to, is replaced where it is. */
  private void writeBefore(int tag, long offset) {
    for (int missing : List.copyOf(toWrite.keySet())) {
      if (Integer.compareUnsigned(missing, tag) < 0 && !said.dataSet().contains(missing)) {
        insert(missing, offset, encode(missing, toWrite.remove(missing)));
      }
    }
  }

  private void insert(int tag, long offset, byte[] bytes) {
    add(new Splice(offset, 0, bytes), tag);
    scope.grow(tag, bytes.length);
  }

  /** Where an element is there twice, the first has the value and the others go. */
  private void replace(int tag, long offset, long end) {
    byte[] value = toWrite.remove(tag);
    byte[] bytes = value == null ? new byte[0] : encode(tag, value);
    add(new Splice(offset, end - offset, bytes), tag);
    scope.grow(tag, bytes.length - (end - offset));
  }

  private byte[] encode(int tag, byte[] value) {
    DataSet one = new DataSet().put(new Element.Value(tag, vrOf(tag), value));
    return new DataSetWriter(OriginalAttributes.syntax(implicit, bigEndian)).toBytes(one);
  }

  /** A sequence that is kept as it came, since it is none, is unknown. */
  static Vr vrOf(int tag) {
    Vr vr = Dictionary.vr(tag);
    return vr == Vr.SQ ? Vr.UN : vr;
  }

  private void add(Splice splice, int tag) {
    newBytes += SPLICE_COST_BYTES + splice.bytes().length;
    if (newBytes > maxBytes) {
      throw new DicomParseException(
          ParseFault.TOO_MUCH,
          tag,
          splice.offset(),
          "new bytes: " + newBytes + " (expected: <= " + maxBytes + ")");
    }
    edits.add(new Edit(splice, tag));
  }
}
