package io.archway.index.store;

/**
 * A place between two records of the log. Ordered as the log was written; the index keeps the one
 * up to which it knows everything.
 */
public record LogPosition(long segment, long offset) implements Comparable<LogPosition> {

  /** Before the first record. */
  public static final LogPosition START = new LogPosition(0, 0);

  public LogPosition {
    if (segment < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "log position: " + segment + "/" + offset + " (expected: not negative)");
    }
  }

  @Override
  public int compareTo(LogPosition other) {
    int bySegment = Long.compare(segment, other.segment);
    return bySegment != 0 ? bySegment : Long.compare(offset, other.offset);
  }

  @Override
  public String toString() {
    return segment + "/" + offset;
  }
}
