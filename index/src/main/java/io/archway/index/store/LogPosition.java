package io.archway.index.store;

/** A place in the log: segment number and byte offset in it. Ordered as the log is. */
public record LogPosition(long segment, long offset) implements Comparable<LogPosition> {
  public LogPosition {
    if (segment < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "segment, offset: " + segment + ", " + offset + " (expected: >= 0)");
    }
  }

  @Override
  public int compareTo(LogPosition other) {
    int bySegment = Long.compare(segment, other.segment);
    return bySegment != 0 ? bySegment : Long.compare(offset, other.offset);
  }
}
