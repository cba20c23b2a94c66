package io.archway.index.store;

/**
 * Limits of the store.
 *
 * @param segmentBytes a segment is closed before it would grow beyond this; one group may exceed it
 * @param growthBytes the active segment grows by this many zero bytes at a time, so that a force
 *     need not write the file's length; 0 grows it with every group
 * @param writePieceBytes most bytes handed to the disk in one call
 * @param maxGroupBytes most bytes of content that compaction copies in one group
 * @param maxLargeObjectsPerSegment the segment is closed when so many large objects were begun in
 *     it, which bounds the files of a folder
 * @param earlyForceBytes a large object that streams in is forced whenever so many bytes came, so
 *     that its end is not one long wait; 0 never
 * @param freeBytesCacheMillis how long a measured free space is believed
 */
public record StoreSettings(
    long segmentBytes,
    long growthBytes,
    int writePieceBytes,
    int maxGroupBytes,
    int maxLargeObjectsPerSegment,
    long earlyForceBytes,
    long freeBytesCacheMillis) {

  public StoreSettings {
    check("segmentBytes", segmentBytes, 64 << 10, 64L << 30);
    check("growthBytes", growthBytes, 0, segmentBytes);
    check("writePieceBytes", writePieceBytes, 4 << 10, 16 << 20);
    check("maxGroupBytes", maxGroupBytes, 4 << 10, 1 << 30);
    check("maxLargeObjectsPerSegment", maxLargeObjectsPerSegment, 1, 1_000_000);
    check("earlyForceBytes", earlyForceBytes, 0, Long.MAX_VALUE);
    check("freeBytesCacheMillis", freeBytesCacheMillis, 0, 3_600_000);
  }

  public static StoreSettings defaults() {
    return new StoreSettings(256L << 20, 4L << 20, 64 << 10, 8 << 20, 10_000, 64L << 20, 1_000);
  }

  public StoreSettings withSegmentBytes(long bytes) {
    return new StoreSettings(
        bytes,
        Math.min(growthBytes, bytes),
        writePieceBytes,
        maxGroupBytes,
        maxLargeObjectsPerSegment,
        earlyForceBytes,
        freeBytesCacheMillis);
  }

  public StoreSettings withGrowthBytes(long bytes) {
    return new StoreSettings(
        segmentBytes,
        bytes,
        writePieceBytes,
        maxGroupBytes,
        maxLargeObjectsPerSegment,
        earlyForceBytes,
        freeBytesCacheMillis);
  }

  private static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }
}
