package io.archway.imaging.frame;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.imaging.PictureException;
import io.archway.imaging.TimeLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the fragments of a frame of encapsulated Pixel Data (PS3.5 A.4) where they lie: by the
 * Extended Offset Table (7FE0,0001), by the Basic Offset Table, or by looking at the headers of the
 * fragments one after the other. Tables that point at no fragment are not believed. Holds no more
 * than the fragments of one frame.
 *
 * <pre>
 * item FFFE,E000 | length (4) | Basic Offset Table, n * 4 bytes, may be empty
 * item FFFE,E000 | length (4) | fragment            first = 0 of both tables
 * ...
 * delimiter FFFE,E0DD | 0 (4)
 * </pre>
 */
final class FragmentIndex {
  private static final int ITEM_BYTES = 8;
  private static final int MAX_FRAGMENTS_OF_FRAME = 100_000;
  private static final int MAX_FRAGMENTS = 2_000_000;
  private static final int CHECK_EVERY = 1_000;
  private static final long DELIMITER = -1;

  private final ByteSource source;
  private final DataSet attributes;
  private final int frames;
  private final TimeLimit time;
  private final ByteBuffer small = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
  private final long tableAt;
  private final long tableBytes;
  private final long first;
  private int looked;

  /**
   * @param valueAt where the value of Pixel Data begins in {@code source}, in bytes
   */
  FragmentIndex(ByteSource source, long valueAt, DataSet attributes, int frames, TimeLimit time)
      throws IOException {
    this.source = source;
    this.attributes = attributes;
    this.frames = frames;
    this.time = time;
    this.tableAt = valueAt + ITEM_BYTES;
    this.tableBytes = itemLength(valueAt);
    if (tableBytes == DELIMITER) {
      throw PictureException.corrupt("fragments: none (expected: an offset table and fragments)");
    }
    this.first = tableAt + tableBytes;
  }

  /**
   * @param frame from 0
   * @throws PictureException CORRUPT if there is no such frame
   */
  ByteSource frame(int frame) throws IOException {
    List<ByteRange> parts = byExtendedTable(frame);
    if (parts == null) {
      parts = byBasicTable(frame);
    }
    if (parts == null) {
      parts = frames == 1 ? from(first, Long.MAX_VALUE) : byLooking(frame);
    }
    if (parts.isEmpty()) {
      throw PictureException.corrupt("frame %d: no fragments (expected: some)".formatted(frame));
    }
    return Fragments.of(parts);
  }

  /** One fragment a frame (PS3.3 C.7.6.3.1.8); null where the table does not say it. */
  private List<ByteRange> byExtendedTable(int frame) throws IOException {
    byte[] table = attributes.bytes(Tag.EXTENDED_OFFSET_TABLE);
    if (table == null || table.length < (frame + 1) * Long.BYTES) {
      return null;
    }
    long offset = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).getLong(frame * Long.BYTES);
    long at = first + offset;
    if (offset < 0 || at < first || !isItem(at)) {
      return null;
    }
    return List.of(fragment(at, itemLength(at)));
  }

  private List<ByteRange> byBasicTable(int frame) throws IOException {
    if (tableBytes < (frame + 1L) * Integer.BYTES) {
      return null;
    }
    long at = first + tableEntry(frame);
    boolean last = tableBytes < (frame + 2L) * Integer.BYTES || frame + 1 == frames;
    long end = last ? Long.MAX_VALUE : first + tableEntry(frame + 1);
    return end > at && isItem(at) ? from(at, end) : null;
  }

  private long tableEntry(int index) throws IOException {
    return read(tableAt + (long) index * Integer.BYTES, Integer.BYTES).getInt(0) & 0xFFFFFFFFL;
  }

  /** The fragments that begin before {@code end}, or before the delimiter. */
  private List<ByteRange> from(long start, long end) throws IOException {
    List<ByteRange> parts = new ArrayList<>(1);
    for (long at = start; at < end; ) {
      long length = itemLength(at);
      if (length == DELIMITER) {
        break;
      }
      parts.add(fragment(at, length));
      if (parts.size() > MAX_FRAGMENTS_OF_FRAME) {
        throw PictureException.tooLarge(
            "fragments of a frame: %d (expected: <= %d)"
                .formatted(parts.size(), MAX_FRAGMENTS_OF_FRAME));
      }
      at += ITEM_BYTES + length;
    }
    return parts;
  }

  /**
   * Without a table one fragment is one frame, or a frame begins where a code stream does: SOI of
   * JPEG (FFD8), SOC of JPEG 2000 (FF4F).
   */
  private List<ByteRange> byLooking(int frame) throws IOException {
    int fragments = 0;
    int starts = 0;
    long startOfFrame = -1;
    long endOfFrame = Long.MAX_VALUE;
    long byNumber = -1;
    long at = first;
    for (long length = itemLength(at); length != DELIMITER; length = itemLength(at)) {
      if (fragments == frame) {
        byNumber = at;
      }
      if (length >= 2 && beginsCodeStream(at + ITEM_BYTES)) {
        if (starts == frame) {
          startOfFrame = at;
        } else if (starts == frame + 1) {
          endOfFrame = at;
        }
        starts++;
      }
      if (++fragments > MAX_FRAGMENTS) {
        throw PictureException.tooLarge(
            "fragments: %d (expected: <= %d)".formatted(fragments, MAX_FRAGMENTS));
      }
      at += ITEM_BYTES + length;
    }
    if (fragments == frames && byNumber >= 0) {
      return List.of(fragment(byNumber, itemLength(byNumber)));
    }
    if (starts == frames && startOfFrame >= 0) {
      return from(startOfFrame, endOfFrame);
    }
    throw PictureException.corrupt(
        "fragments: %d without an offset table (expected: one for each of %d frames)"
            .formatted(fragments, frames));
  }

  private boolean beginsCodeStream(long at) throws IOException {
    int two = Short.reverseBytes(read(at, 2).getShort(0)) & 0xFFFF;
    return two == 0xFFD8 || two == 0xFF4F;
  }

  private ByteRange fragment(long at, long length) throws PictureException {
    long start = at + ITEM_BYTES;
    if (length > source.length() - start) {
      throw PictureException.corrupt(
          "fragment: %d bytes (expected: <= %d)".formatted(length, source.length() - start));
    }
    return new ByteRange(source, start, length);
  }

  private boolean isItem(long at) throws IOException {
    return at <= source.length() - ITEM_BYTES && tag(read(at, ITEM_BYTES)) == Tag.ITEM;
  }

  /** Of the item that begins there; {@link #DELIMITER} at the end of them, also at that of all. */
  private long itemLength(long at) throws IOException {
    if (++looked % CHECK_EVERY == 0) {
      time.check();
    }
    if (at > source.length() - ITEM_BYTES) {
      return DELIMITER;
    }
    ByteBuffer header = read(at, ITEM_BYTES);
    if (tag(header) == Tag.ITEM) {
      return header.getInt(4) & 0xFFFFFFFFL;
    }
    if (tag(header) == Tag.SEQUENCE_DELIMITATION_ITEM) {
      return DELIMITER;
    }
    throw PictureException.corrupt(
        "%s between fragments (expected: an item)".formatted(Tag.toString(tag(header))));
  }

  private static int tag(ByteBuffer header) {
    return (header.getShort(0) & 0xFFFF) << 16 | header.getShort(2) & 0xFFFF;
  }

  private ByteBuffer read(long at, int count) throws IOException {
    small.clear().limit(count);
    while (small.hasRemaining()) {
      if (source.read(small, at + small.position()) <= 0) {
        throw PictureException.corrupt("pixel data ends early (expected: a fragment)");
      }
    }
    return small.clear();
  }
}
