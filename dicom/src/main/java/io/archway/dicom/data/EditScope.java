package io.archway.dicom.data;

import io.archway.dicom.dict.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The data set, a sequence or an item while it is edited: by how much it grows, and what must say
 * so, its own length and the group lengths in it.
 */
final class EditScope {
  private static final long MAX_LENGTH = 0xFFFFFFFEL;

  private record GroupLength(int group, long offset, long value) {}

  final int tag;
  final EditScope outer;
  private final long lengthOffset;
  private final long length;
  private final boolean lengthBigEndian;
  private final boolean implicit;
  private final boolean bigEndian;
  private final List<GroupLength> groupLengths = new ArrayList<>();
  private final Map<Integer, Long> groups = new HashMap<>();
  private boolean ownCharacterSet;
  private long growth;

  private EditScope(
      int tag,
      EditScope outer,
      long lengthOffset,
      long length,
      boolean implicit,
      boolean bigEndian) {
    this.tag = tag;
    this.outer = outer;
    this.lengthOffset = lengthOffset;
    this.length = length;
    this.lengthBigEndian = outer != null && outer.bigEndian;
    this.implicit = implicit;
    this.bigEndian = bigEndian;
    this.ownCharacterSet = outer != null && outer.ownCharacterSet;
  }

  static EditScope root(boolean implicit, boolean bigEndian) {
    return new EditScope(0, null, 0, -1, implicit, bigEndian);
  }

  /** The sequence or item whose start the walk has just met; lengths are the last 4 bytes. */
  static EditScope opened(DataSetWalk walk, EditScope outer) {
    long at = walk.offset() + walk.headerLength() - 4;
    return new EditScope(walk.tag(), outer, at, walk.length(), walk.implicit(), walk.bigEndian());
  }

  /** An item of Original Attributes Sequence as it is encoded in here. */
  byte[] encode(DataSet item) {
    return OriginalAttributes.item(item, implicit, bigEndian);
  }

  boolean isOfUndefinedLength() {
    return length < 0;
  }

  /** Text in here is not of the data set's character set. */
  void hasOwnCharacterSet() {
    ownCharacterSet = true;
  }

  boolean isOfDataSet() {
    return !ownCharacterSet;
  }

  /** Group Length (gggg,0000), which is retired but must stay true where it is there. */
  void groupLength(int lengthTag, long valueOffset, byte[] value) {
    long counted = 0;
    for (int i = value.length - 1; i >= 0; i--) {
      counted = counted << 8 | value[i] & 0xFF;
    }
    groupLengths.add(new GroupLength(Tag.group(lengthTag), valueOffset, counted));
  }

  void grow(int elementTag, long by) {
    growth += by;
    groups.merge(Tag.group(elementTag), by, Long::sum);
  }

  /** Tells all that changes because something in here did. */
  void close(Consumer<Splice> splices) {
    for (GroupLength each : groupLengths) {
      long by = groups.getOrDefault(each.group, 0L);
      if (by != 0) {
        splices.accept(new Splice(each.offset, 4, number(tag, each.value + by, bigEndian)));
      }
    }
    if (growth != 0 && length >= 0) {
      splices.accept(new Splice(lengthOffset, 4, number(tag, length + growth, lengthBigEndian)));
    }
    if (outer != null && growth != 0) {
      outer.grow(tag, growth);
    }
  }

  static byte[] number(int tag, long value, boolean bigEndian) {
    if (value < 0 || value > MAX_LENGTH) {
      throw DicomParseException.length(tag, -1, value, MAX_LENGTH);
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      bytes[bigEndian ? 3 - i : i] = (byte) (value >>> 8 * i);
    }
    return bytes;
  }
}
