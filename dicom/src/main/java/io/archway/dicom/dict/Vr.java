package io.archway.dicom.dict;

/**
 * The Value Representations of PS3.5 6.2 and what encoding needs to know about each. A code that is
 * not among them is a future or invalid one; readers treat it as {@link #UN} (PS3.5 7.1.2).
 */
public enum Vr {
  AE(Kind.TEXT, 1, false, true),
  AS(Kind.TEXT, 1, false, true),
  AT(Kind.BINARY, 2, false, true),
  CS(Kind.TEXT, 1, false, true),
  DA(Kind.TEXT, 1, false, true),
  DS(Kind.TEXT, 1, false, true),
  DT(Kind.TEXT, 1, false, true),
  FD(Kind.BINARY, 8, false, true),
  FL(Kind.BINARY, 4, false, true),
  IS(Kind.TEXT, 1, false, true),
  LO(Kind.CHARSET_TEXT, 1, false, true),
  LT(Kind.CHARSET_TEXT, 1, false, false),
  OB(Kind.BYTES, 1, true, false),
  OD(Kind.BYTES, 8, true, false),
  OF(Kind.BYTES, 4, true, false),
  OL(Kind.BYTES, 4, true, false),
  OV(Kind.BYTES, 8, true, false),
  OW(Kind.BYTES, 2, true, false),
  PN(Kind.CHARSET_TEXT, 1, false, true),
  SH(Kind.CHARSET_TEXT, 1, false, true),
  SL(Kind.BINARY, 4, false, true),
  SQ(Kind.SEQUENCE, 1, true, false),
  SS(Kind.BINARY, 2, false, true),
  ST(Kind.CHARSET_TEXT, 1, false, false),
  SV(Kind.BINARY, 8, true, true),
  TM(Kind.TEXT, 1, false, true),
  UC(Kind.CHARSET_TEXT, 1, true, true),
  UI(Kind.TEXT, 1, false, true),
  UL(Kind.BINARY, 4, false, true),
  UN(Kind.BYTES, 1, true, false),
  UR(Kind.TEXT, 1, true, false),
  US(Kind.BINARY, 2, false, true),
  UT(Kind.CHARSET_TEXT, 1, true, false),
  UV(Kind.BINARY, 8, true, true);

  private enum Kind {
    TEXT,
    CHARSET_TEXT,
    BINARY,
    BYTES,
    SEQUENCE
  }

  private static final Vr[] BY_CODE = new Vr[26 * 26];

  static {
    for (Vr vr : values()) {
      BY_CODE[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
    }
  }

  private final Kind kind;
  private final int unitBytes;
  private final boolean longForm;
  private final boolean multiValued;

  Vr(Kind kind, int unitBytes, boolean longForm, boolean multiValued) {
    this.kind = kind;
    this.unitBytes = unitBytes;
    this.longForm = longForm;
    this.multiValued = multiValued;
  }

  /** The VR of two code bytes, or null if they are no VR of the standard. */
  public static Vr of(byte first, byte second) {
    int row = first - 'A';
    int column = second - 'A';
    return row < 0 || row > 25 || column < 0 || column > 25 ? null : BY_CODE[row * 26 + column];
  }

  /** True if an explicit VR header carries a 32-bit length after two reserved bytes. */
  public boolean longForm() {
    return longForm;
  }

  /** Bytes of the unit that byte order applies to: 1, 2, 4 or 8. */
  public int unitBytes() {
    return unitBytes;
  }

  /** The byte that brings a value to even length: space for text, otherwise NUL (PS3.5 6.2). */
  public byte padding() {
    return (byte) (isText() && this != UI ? ' ' : 0);
  }

  /** True for character strings, UIDs included. */
  public boolean isText() {
    return kind == Kind.TEXT || kind == Kind.CHARSET_TEXT;
  }

  /** True if Specific Character Set (0008,0005) governs the value (PS3.5 6.1.2.3). */
  public boolean usesCharacterSet() {
    return kind == Kind.CHARSET_TEXT;
  }

  /** True for numbers and attribute tags held as fixed-size binary values. */
  public boolean isBinary() {
    return kind == Kind.BINARY;
  }

  /** True if several values are possible: by backslash in text, by position in binary ones. */
  public boolean multiValued() {
    return multiValued;
  }
}
