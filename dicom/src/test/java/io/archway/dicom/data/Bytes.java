package io.archway.dicom.data;

import io.archway.dicom.dict.Vr;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Builds encodings by hand, wrong ones too; little endian. */
final class Bytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Bytes explicit(int tag, String vr, byte... value) {
    tag(tag).raw(vr.getBytes());
    Vr known = Vr.of((byte) vr.charAt(0), (byte) vr.charAt(1));
    if (known == null || known.longForm()) {
      u16(0).u32(value.length);
    } else {
      u16(value.length);
    }
    return raw(value);
  }

  /** A header in the long form, with a length that may be a lie. */
  Bytes explicitHeader(int tag, String vr, long length) {
    return tag(tag).raw(vr.getBytes()).u16(0).u32(length);
  }

  Bytes implicit(int tag, byte... value) {
    return implicitHeader(tag, value.length).raw(value);
  }

  /** A header of an implicit element, an item or a delimiter. */
  Bytes implicitHeader(int tag, long length) {
    return tag(tag).u32(length);
  }

  Bytes item(long length) {
    return implicitHeader(0xFFFEE000, length);
  }

  Bytes itemEnd() {
    return implicitHeader(0xFFFEE00D, 0);
  }

  Bytes sequenceEnd() {
    return implicitHeader(0xFFFEE0DD, 0);
  }

  Bytes raw(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  byte[] toArray() {
    return out.toByteArray();
  }

  private Bytes tag(int tag) {
    return u16(tag >>> 16).u16(tag);
  }

  private Bytes u16(int value) {
    return raw((byte) value, (byte) (value >>> 8));
  }

  private Bytes u32(long value) {
    return raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array());
  }
}
