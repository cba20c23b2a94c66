package io.archway.dicom.charset;

/** What was not as the standard wants it while a text value was decoded. */
public enum TextOddity {
  /** Bytes with no meaning in the declared character sets; U+FFFD stands in their place. */
  UNDECODABLE_BYTES("bytes that the declared character set does not have"),
  /** An escape sequence that the standard does not know, or one that is cut short. */
  UNKNOWN_ESCAPE("unknown escape sequence"),
  /** A known escape sequence of a character set that (0008,0005) does not declare; honoured. */
  UNDECLARED_ESCAPE("escape sequence of a character set that is not declared"),
  /** Bytes of the upper half without the escape sequence that should precede them. */
  MISSING_ESCAPE("escape sequence missing"),
  READ_AS_UTF_8("read as UTF-8"),
  READ_AS_WINDOWS_1252("read as Windows-1252"),
  READ_AS_SHIFT_JIS("read as Shift-JIS"),
  READ_AS_MS949("read as MS949"),
  READ_AS_GB18030("read as GB18030");

  private final String text;

  TextOddity(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
