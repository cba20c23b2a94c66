package io.archway.index.store;

/** Something that a check of the whole store found wrong. */
public record Finding(Kind kind, String file, long offset, String text) {

  /** What is wrong. */
  public enum Kind {
    SEGMENT_HEADER_DAMAGED,
    RECORD_DAMAGED,
    CONTENT_DAMAGED,
    LARGE_FILE_MISSING,
    LARGE_FILE_DAMAGED,
    LARGE_FILE_UNREFERENCED,
    TORN_TAIL,
    FOREIGN_FILE
  }

  @Override
  public String toString() {
    return kind + " " + file + " at " + offset + ": " + text;
  }
}
