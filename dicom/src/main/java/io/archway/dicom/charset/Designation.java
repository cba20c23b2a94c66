package io.archway.dicom.charset;

import io.archway.dicom.charset.GraphicSet.Slot;
import java.util.HashMap;
import java.util.Map;

/**
 * An escape sequence found in a value: the graphic set and where it goes (ISO 2022). Besides those
 * of PS3.3 tables C.12-3 and C.12-4 it knows the variants that mail software writes.
 */
record Designation(GraphicSet set, Slot slot, int lengthBytes) {
  private static final int MAX_LENGTH_BYTES = 4;
  private static final Map<String, Designation> KNOWN = known();

  /** The sequence that starts with the ESC at {@code at}, or null if none that is known does. */
  static Designation at(byte[] bytes, int at, int end) {
    StringBuilder sequence = new StringBuilder(MAX_LENGTH_BYTES);
    for (int i = at + 1; i < end && i < at + MAX_LENGTH_BYTES; i++) {
      sequence.append((char) (bytes[i] & 0xFF));
      boolean isFinal = bytes[i] >= 0x30;
      if (isFinal) {
        return KNOWN.get(sequence.toString());
      }
    }
    return null;
  }

  private static Map<String, Designation> known() {
    Map<String, Designation> map = new HashMap<>();
    for (GraphicSet set : GraphicSet.values()) {
      put(map, set.escape(), set, set.slot());
    }
    put(map, "$@", GraphicSet.JIS_X_0208, Slot.G0);
    put(map, "$(@", GraphicSet.JIS_X_0208, Slot.G0);
    put(map, "$(B", GraphicSet.JIS_X_0208, Slot.G0);
    put(map, "$)B", GraphicSet.JIS_X_0208, Slot.G1);
    put(map, "$)D", GraphicSet.JIS_X_0212, Slot.G1);
    put(map, "$(C", GraphicSet.KS_X_1001, Slot.G0);
    put(map, "$A", GraphicSet.GB_2312, Slot.G0);
    put(map, "$(A", GraphicSet.GB_2312, Slot.G0);
    put(map, "(I", GraphicSet.JIS_X_0201_KATAKANA, Slot.G0);
    return Map.copyOf(map);
  }

  private static void put(
      Map<String, Designation> map, String sequence, GraphicSet set, Slot slot) {
    map.put(sequence, new Designation(set, slot, sequence.length() + 1));
  }
}
