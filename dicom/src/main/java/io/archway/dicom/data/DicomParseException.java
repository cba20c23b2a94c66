package io.archway.dicom.data;

import io.archway.dicom.dict.Tag;

/**
 * A data set that cannot be read. The message names tag, offset, value and expectation, never the
 * contents of a value.
 */
public final class DicomParseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ParseFault fault;
  private final int tag;
  private final long offset;

  DicomParseException(ParseFault fault, int tag, long offset, String problem) {
    super(
        offset < 0
            ? Tag.toString(tag) + ": " + problem
            : Tag.toString(tag) + " at offset " + offset + ": " + problem);
    this.fault = fault;
    this.tag = tag;
    this.offset = offset;
  }

  DicomParseException(ParseFault fault, String problem) {
    super(problem);
    this.fault = fault;
    this.tag = 0;
    this.offset = -1;
  }

  static DicomParseException length(int tag, long offset, long length, long most) {
    return new DicomParseException(
        ParseFault.LENGTH, tag, offset, "length " + length + " (expected: <= " + most + ")");
  }

  static DicomParseException value(int tag, String expectation) {
    return new DicomParseException(
        ParseFault.VALUE, tag, -1, "value is not readable (expected: " + expectation + ")");
  }

  public ParseFault fault() {
    return fault;
  }

  /** The element concerned, or 0. */
  public int tag() {
    return tag;
  }

  /** Where that element starts in the (inflated) data set, in bytes, or -1. */
  public long offset() {
    return offset;
  }
}
