package io.archway.dicom.data;

import io.archway.dicom.dict.Tag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * What the top of a data set says of certain attributes, of its character set and of the issuer of
 * its Patient ID.
 *
 * @param stopTag as far as it was read: to the pixels where its elements are out of order
 */
record SaidHead(DataSet dataSet, boolean hasOriginalAttributes, int stopTag) {
  private static final int BEHIND = Tag.ORIGINAL_ATTRIBUTES_SEQUENCE + 1;

  static SaidHead read(
      ByteSource source, TransferSyntax syntax, ParseLimits limits, Set<Integer> tags)
      throws IOException {
    DataSet said = new DataSet();
    int stopTag = BEHIND;
    boolean original = false;
    long sequenceAt = -1;
    try (DataSetWalk walk = new DataSetWalk(source, syntax, limits)) {
      walk.stopBefore(stopTag);
      while (true) {
        DataSetReader.Event event = walk.next();
        boolean sequence = walk.tag() == Tag.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE;
        switch (event) {
          case ELEMENT -> {
            if (walk.depth() == 0 && (tags.contains(walk.tag()) || sequence || isCharset(walk))) {
              walk.collectValue();
            }
          }
          case VALUE -> said.put(new Element.Value(walk.tag(), walk.vr(), walk.value()));
          case SEQUENCE_START -> {
            boolean top = walk.depth() == 1;
            sequenceAt = top && sequence ? walk.offset() : sequenceAt;
            original |= top && walk.tag() == Tag.ORIGINAL_ATTRIBUTES_SEQUENCE;
          }
          case SEQUENCE_END -> {
            if (walk.depth() == 0 && sequence) {
              byte[] bytes = walk.bytes(sequenceAt, walk.position());
              DataSets.read(ByteBuffer.wrap(bytes), syntax, limits).forEach(said::put);
            }
          }
          case STOPPED -> {
            if (!walk.isOutOfOrder() || stopTag != BEHIND) {
              return new SaidHead(said, original, stopTag);
            }
            stopTag = Tag.FLOAT_PIXEL_DATA;
            walk.stopBefore(stopTag);
          }
          case END -> {
            return new SaidHead(said, original, stopTag);
          }
          case NEED_INPUT, ITEM_START, ITEM_END, FRAGMENTS_START, FRAGMENT, FRAGMENTS_END -> {}
        }
      }
    }
  }

  private static boolean isCharset(DataSetWalk walk) {
    return walk.tag() == Tag.SPECIFIC_CHARACTER_SET;
  }
}
