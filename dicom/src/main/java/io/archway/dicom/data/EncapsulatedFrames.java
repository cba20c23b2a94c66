package io.archway.dicom.data;

import io.archway.dicom.dict.Tag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which fragments of encapsulated pixel data make which frame (PS3.5 A.4): by the Extended Offset
 * Table (7FE0,0001), by the Basic Offset Table, or, without either, one fragment a frame.
 * Stateless, any thread.
 */
public final class EncapsulatedFrames {
  private static final int ITEM_HEADER_BYTES = 8;

  private EncapsulatedFrames() {}

  /**
   * The frames of Pixel Data (7FE0,0010), each the fragments that it is the concatenation of; empty
   * if it is absent or not encapsulated.
   *
   * @throws DicomParseException if an offset table does not point at fragments, or there is none
   *     and the fragments are not as many as the frames
   */
  public static List<List<byte[]>> of(DataSet dataSet) {
    if (!(dataSet.element(Tag.PIXEL_DATA) instanceof Element.Fragments pixels)
        || pixels.fragments().isEmpty()) {
      return List.of();
    }
    List<byte[]> fragments = pixels.fragments().subList(1, pixels.fragments().size());
    long[] offsets = extendedOffsets(dataSet);
    if (offsets.length == 0) {
      offsets = basicOffsets(pixels.fragments().get(0));
    }
    return offsets.length == 0 ? withoutTable(dataSet, fragments) : byOffsets(offsets, fragments);
  }

  private static List<List<byte[]>> byOffsets(long[] offsets, List<byte[]> fragments) {
    Map<Long, Integer> indexByOffset = new HashMap<>();
    long offset = 0;
    for (int i = 0; i < fragments.size(); i++) {
      indexByOffset.put(offset, i);
      offset += ITEM_HEADER_BYTES + fragments.get(i).length;
    }
    List<List<byte[]>> frames = new ArrayList<>();
    for (int i = 0; i < offsets.length; i++) {
      Integer start = indexByOffset.get(offsets[i]);
      Integer end =
          i + 1 < offsets.length ? indexByOffset.get(offsets[i + 1]) : (Integer) fragments.size();
      if (start == null || end == null || start >= end) {
        throw DicomParseException.value(Tag.PIXEL_DATA, "ascending offsets of fragments");
      }
      frames.add(List.copyOf(fragments.subList(start, end)));
    }
    return frames;
  }

  private static List<List<byte[]>> withoutTable(DataSet dataSet, List<byte[]> fragments) {
    Integer declared = dataSet.integer(Tag.NUMBER_OF_FRAMES);
    int frames = declared == null ? 1 : declared;
    if (frames == 1) {
      return fragments.isEmpty() ? List.of() : List.of(fragments);
    }
    if (frames != fragments.size()) {
      throw DicomParseException.value(
          Tag.PIXEL_DATA, "an offset table, or a fragment for each of " + frames + " frames");
    }
    return fragments.stream().map(List::of).toList();
  }

  private static long[] extendedOffsets(DataSet dataSet) {
    byte[] table = dataSet.bytes(Tag.EXTENDED_OFFSET_TABLE);
    ByteBuffer bytes =
        ByteBuffer.wrap(table == null ? new byte[0] : table).order(ByteOrder.LITTLE_ENDIAN);
    long[] offsets = new long[bytes.remaining() / Long.BYTES];
    bytes.asLongBuffer().get(offsets);
    return offsets;
  }

  private static long[] basicOffsets(byte[] table) {
    ByteBuffer bytes = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    long[] offsets = new long[table.length / Integer.BYTES];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = bytes.getInt() & 0xFFFFFFFFL;
    }
    return offsets;
  }
}
