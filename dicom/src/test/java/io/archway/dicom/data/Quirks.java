package io.archway.dicom.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.archway.dicom.dict.Tag;

/** Explicit VR little endian with much of what senders do wrong, and what they rarely do right. */
final class Quirks {
  static final long UNDEFINED = 0xFFFFFFFFL;

  private Quirks() {}

  static byte[] explicit() {
    byte[] implicitItem = new Bytes().implicit(Tag.CODE_VALUE, text("T-54")).toArray();
    byte[] stray = new Bytes().explicit(Tag.CODE_VALUE, "SH", text("38")).itemEnd().toArray();
    return new Bytes()
        .explicit(0x00080000, "UL", new byte[] {4, 0, 0, 0})
        .explicit(Tag.SOP_INSTANCE_UID, "UI", text("1.2.3"))
        // Items in implicit VR inside explicit VR.
        .explicitHeader(Tag.PROCEDURE_CODE_SEQUENCE, "SQ", UNDEFINED)
        .item(implicitItem.length)
        .raw(implicitItem)
        .sequenceEnd()
        // An item delimiter although the item's length is given.
        .explicitHeader(Tag.ANATOMIC_REGION_SEQUENCE, "SQ", stray.length + 8)
        .item(stray.length)
        .raw(stray)
        // A sequence that passed through a program which did not know it.
        .explicitHeader(Tag.VIEW_CODE_SEQUENCE, "UN", 8 + implicitItem.length)
        .item(implicitItem.length)
        .raw(implicitItem)
        .explicit(Tag.PATIENT_ID, "LO", text("odd"))
        .explicit(Tag.PATIENT_NAME, "PN", text("A^B "))
        // UN of undefined length: implicit inside.
        .explicitHeader(0x00111001, "UN", UNDEFINED)
        .item(UNDEFINED)
        .raw(implicitItem)
        .itemEnd()
        .sequenceEnd()
        .explicit(0x00111002, "ZX", text("future"))
        .toArray();
  }

  static byte[] text(String text) {
    return text.getBytes(US_ASCII);
  }
}
