package io.archway.dicom.dump;

/** A dump that cannot be read. The message names the line, never the contents of a value. */
public final class DumpParseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int line;

  DumpParseException(int line, String problem) {
    super("line " + line + ": " + problem);
    this.line = line;
  }

  /** The first is 1. */
  public int line() {
    return line;
  }
}
