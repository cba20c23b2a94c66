package io.archway.dicom.data;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds data sets from a reader's events. Group lengths are dropped. What is longer than the
 * limits is an error or, if so chosen, left out: values noted without their bytes, sequences and
 * items not at all, while short values of the top level have a reserve.
 */
final class Assembler {
  private static final int ELEMENT_COST_BYTES = 64;

  private static final class Level {
    final Level outer;
    final DataSet owner;
    final int tag;
    final List<DataSet> items = new ArrayList<>();
    DataSet item;

    Level(Level outer, DataSet owner, int tag) {
      this.outer = outer;
      this.owner = owner;
      this.tag = tag;
    }
  }

  private final DataSetReader reader;
  private final ParseLimits limits;
  private final boolean skipLong;
  private final DataSet root = new DataSet();

  private DataSet current = root;
  private Level level;
  private int droppedDepth;
  private boolean droppedItem;
  private boolean truncated;
  private List<byte[]> fragments;
  private Vr fragmentsVr;
  private boolean fragmentsSkipped;
  private long heldBytes;

  Assembler(DataSetReader reader, ParseLimits limits, boolean skipLong) {
    this.reader = reader;
    this.limits = limits;
    this.skipLong = skipLong;
  }

  DataSet root() {
    return root;
  }

  void accept(DataSetReader.Event event) {
    switch (event) {
      case ELEMENT -> element();
      case VALUE -> value();
      case SEQUENCE_START -> sequenceStart();
      case ITEM_START -> itemStart();
      case ITEM_END -> itemEnd();
      case SEQUENCE_END -> sequenceEnd();
      case FRAGMENTS_START -> fragmentsStart();
      case FRAGMENT -> fragment();
      case FRAGMENTS_END -> fragmentsEnd();
      case NEED_INPUT, STOPPED, END -> {}
    }
  }

  /** True if the budget did not last and something nested was left out. */
  long heldBytes() {
    return heldBytes;
  }

  boolean truncated() {
    return truncated;
  }

  private void element() {
    int tag = reader.tag();
    if (droppedDepth > 0 || Tag.isGroupLength(tag) && Tag.group(tag) != 0) {
      return;
    }
    if (skipLong && !affordable(0)) {
      truncated = true;
      return;
    }
    if (skipLong && (reader.length() > limits.maxValueBytes() || !affordable(reader.length()))) {
      hold(0);
      current.put(new Element.Skipped(tag, reader.vr(), reader.length()));
      return;
    }
    reader.collectValue();
    hold(reader.length());
  }

  private void value() {
    if (fragments != null) {
      fragments.add(reader.value());
    } else {
      current.put(new Element.Value(reader.tag(), reader.vr(), reader.value()));
    }
  }

  private void sequenceStart() {
    if (droppedDepth > 0 || overBudget()) {
      droppedDepth++;
      return;
    }
    hold(0);
    level = new Level(level, current, reader.tag());
  }

  private void itemStart() {
    if (droppedDepth > 0) {
      return;
    }
    if (overBudget()) {
      droppedDepth = 1;
      droppedItem = true;
      return;
    }
    hold(0);
    level.item = new DataSet();
    current = level.item;
  }

  private void itemEnd() {
    if (droppedDepth == 1 && droppedItem) {
      droppedDepth = 0;
      droppedItem = false;
    } else if (droppedDepth == 0) {
      level.items.add(level.item);
      current = level.owner;
    }
  }

  private void sequenceEnd() {
    if (droppedDepth > 0) {
      droppedDepth--;
      return;
    }
    level.owner.put(new Element.Sequence(level.tag, level.items));
    current = level.owner;
    level = level.outer;
  }

  private void fragmentsStart() {
    if (droppedDepth > 0) {
      return;
    }
    fragmentsVr = reader.vr();
    fragmentsSkipped = skipLong;
    fragments = fragmentsSkipped ? null : new ArrayList<>();
  }

  private void fragment() {
    if (fragments != null) {
      reader.collectValue();
      hold(reader.length());
    }
  }

  private void fragmentsEnd() {
    if (droppedDepth > 0) {
      return;
    }
    current.put(
        fragmentsSkipped
            ? new Element.Skipped(reader.tag(), fragmentsVr, -1)
            : new Element.Fragments(reader.tag(), fragmentsVr, fragments));
    fragments = null;
  }

  private boolean overBudget() {
    boolean over = skipLong && heldBytes + ELEMENT_COST_BYTES > limits.maxHeldBytes();
    truncated |= over;
    return over;
  }

  /** True while the budget lasts; short values of the top level may use a second one. */
  private boolean affordable(long length) {
    long cost = heldBytes + ELEMENT_COST_BYTES + length;
    return cost <= limits.maxHeldBytes()
        || level == null && length <= 1024 && cost <= 2 * limits.maxHeldBytes();
  }

  private void hold(long length) {
    heldBytes += ELEMENT_COST_BYTES + length;
    if (!skipLong && heldBytes > limits.maxHeldBytes()) {
      throw new DicomParseException(
          ParseFault.TOO_MUCH,
          reader.tag(),
          reader.offset(),
          "bytes to hold: " + heldBytes + " (expected: <= " + limits.maxHeldBytes() + ")");
    }
  }
}
