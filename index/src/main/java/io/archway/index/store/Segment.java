package io.archway.index.store;

/**
 * A segment as seen from outside.
 *
 * @param name its file on the disk
 * @param bytes its length up to the last record
 * @param deadBytes bytes of objects known to be deleted since this program started
 * @param closed whether it will never change again
 */
public record Segment(long number, String name, long bytes, long deadBytes, boolean closed) {

  /** How many bytes of records it has behind a position of the log. */
  public long bytesAfter(LogPosition position) {
    if (number < position.segment()) {
      return 0;
    }
    long from = number == position.segment() ? position.offset() : 0;
    return Math.max(0, bytes - Math.max(from, SegmentHeader.BYTES));
  }
}
