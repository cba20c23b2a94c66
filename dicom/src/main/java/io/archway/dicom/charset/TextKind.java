package io.archway.dicom.charset;

import io.archway.dicom.charset.GraphicSet.Slot;

/**
 * How a text value is divided (PS3.5 6.2), which decides where code extensions fall back to the
 * first character set (PS3.5 6.1.2.5.3). Control characters do so in every kind.
 */
public enum TextKind {
  /** LO, SH, UC: a backslash divides values. */
  VALUES,
  /** PN: a backslash divides values, "=" component groups, "^" components. */
  PERSON_NAME,
  /** LT, ST, UT: one value; a backslash is a character like others. */
  TEXT;

  boolean divides(char c) {
    return switch (c) {
      case '\\' -> this != TEXT;
      case '^', '=' -> this == PERSON_NAME;
      default -> false;
    };
  }

  boolean resetsAt(char c) {
    return c < ' ' && c != Slot.ESC || divides(c);
  }
}
