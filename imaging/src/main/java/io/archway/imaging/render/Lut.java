package io.archway.imaging.render;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.imaging.PictureException;

/**
 * A lookup table of an item (PS3.3 C.11.1.1, C.11.2.1.1) or a color of a palette (C.7.6.3.1.5).
 * Inputs below and above it are those of its first and last entry.
 *
 * @param first the input of the first entry
 * @param bits of an entry as its descriptor says, 1 to 16
 * @param entries 1 to 65536 of them, 0 to 65535 as unsigned shorts
 */
record Lut(int first, int bits, short[] entries) {

  /**
   * @param signedInput true if inputs are two's complement, so that the first one is
   */
  static Lut of(DataSet item, boolean signedInput) throws PictureException {
    return of(item, Tag.LUT_DESCRIPTOR, Tag.LUT_DATA, signedInput);
  }

  /**
   * The descriptor may be US or SS, the data US or OW: their bytes are read, which are the same.
   */
  static Lut of(DataSet item, int descriptorTag, int dataTag, boolean signedInput)
      throws PictureException {
    byte[] descriptor = item.bytes(descriptorTag);
    byte[] data = item.bytes(dataTag);
    if (descriptor == null || descriptor.length < 6 || data == null) {
      throw PictureException.unsupported(
          "lookup table %s: absent or too long (expected: a descriptor and entries)"
              .formatted(Tag.toString(dataTag)));
    }
    int count = word(descriptor, 0) == 0 ? 1 << 16 : word(descriptor, 0);
    int first = signedInput ? (short) word(descriptor, 2) : word(descriptor, 2);
    int bits = word(descriptor, 4);
    boolean bytes = data.length < 2 * count;
    if (bits < 1 || bits > 16 || data.length < count || bytes && bits > 8) {
      throw PictureException.corrupt(
          "lookup table %s: %d entries of %d bits in %d bytes"
              .formatted(Tag.toString(dataTag), count, bits, data.length));
    }
    short[] entries = new short[count];
    for (int i = 0; i < count; i++) {
      entries[i] = (short) (bytes ? data[i] & 0xFF : word(data, 2 * i));
    }
    return new Lut(first, bits, entries);
  }

  /** The entry of an input, 0 to 65535. */
  int at(double input) {
    double index = Math.max(0, Math.min(entries.length - 1, Math.rint(input) - first));
    return entries[(int) index] & 0xFFFF;
  }

  /** The largest value that an entry can have by its number of bits. */
  int maximum() {
    return (1 << bits) - 1;
  }

  private static int word(byte[] bytes, int at) {
    return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
  }
}
