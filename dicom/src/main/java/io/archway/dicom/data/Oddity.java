package io.archway.dicom.data;

/** What a reader passed although the standard forbids it; worth telling the sender's owner. */
public enum Oddity {
  /** A value of odd length (PS3.5 7.1). */
  ODD_LENGTH,
  /** Two letters that are no VR known here, read as UN with a 32-bit length (PS3.5 7.1.2). */
  UNKNOWN_VR,
  /** Items in implicit VR inside explicit VR. */
  IMPLICIT_ITEM,
  /** Elements that do not ascend, or come twice. */
  OUT_OF_ORDER,
  /** A delimiter inside an item or a sequence whose length was given. */
  STRAY_DELIMITER,
  /** An undefined length where the VR does not allow one; read as a sequence. */
  UNDEFINED_LENGTH,
  /** A sequence of known length with VR UN. */
  UNKNOWN_SEQUENCE,
  /** Deflated data with a zlib header (PS3.5 A.5 wants none). */
  ZLIB_HEADER
}
