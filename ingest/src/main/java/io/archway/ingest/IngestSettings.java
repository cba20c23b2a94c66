package io.archway.ingest;

/**
 * Limits of the way in.
 *
 * @param chunkBytes size of one pooled buffer
 * @param chunks how many there are: {@code chunkBytes * chunks} is all the memory that objects on
 *     their way in take
 * @param smallObjectLimitBytes an object up to this size goes into the shared segment, a larger one
 *     into a file of its own
 * @param workerThreads how many objects are digested, or written to files of their own, at one time
 * @param maxGroupObjects most objects made durable with one force
 * @param freeSpaceReserveBytes below this much free disk space nothing is taken
 * @param quarantineUnparsable keep what cannot be read to its UIDs, instead of refusing it
 * @param keepConflicts keep another data set under a known SOP Instance UID beside the first,
 *     instead of refusing it
 * @param indexTimeoutMillis how long a reader, or an object that came before, waits until the index
 *     shows what was answered
 * @param stopTimeoutMillis how long {@link Intake#close} waits for arrivals that have not ended
 */
public record IngestSettings(
    int chunkBytes,
    int chunks,
    int smallObjectLimitBytes,
    int workerThreads,
    int maxGroupObjects,
    long freeSpaceReserveBytes,
    boolean quarantineUnparsable,
    boolean keepConflicts,
    long indexTimeoutMillis,
    long stopTimeoutMillis) {

  public IngestSettings {
    check("chunkBytes", chunkBytes, 4 << 10, 1 << 20);
    check("chunks", chunks, 8, 1 << 20);
    check("smallObjectLimitBytes", smallObjectLimitBytes, chunkBytes, 64 << 20);
    check("workerThreads", workerThreads, 1, 256);
    check("maxGroupObjects", maxGroupObjects, 1, 10_000);
    check("freeSpaceReserveBytes", freeSpaceReserveBytes, 0, Long.MAX_VALUE);
    check("indexTimeoutMillis", indexTimeoutMillis, 1, 3_600_000);
    check("stopTimeoutMillis", stopTimeoutMillis, 0, 3_600_000);
  }

  /** The values the product is delivered with. */
  public static IngestSettings defaults() {
    return new IngestSettings(64 << 10, 416, 1 << 20, 4, 256, 1L << 30, true, true, 10_000, 20_000);
  }

  public IngestSettings withChunks(int value) {
    return new IngestSettings(
        chunkBytes,
        value,
        smallObjectLimitBytes,
        workerThreads,
        maxGroupObjects,
        freeSpaceReserveBytes,
        quarantineUnparsable,
        keepConflicts,
        indexTimeoutMillis,
        stopTimeoutMillis);
  }

  public IngestSettings withFreeSpaceReserveBytes(long value) {
    return new IngestSettings(
        chunkBytes,
        chunks,
        smallObjectLimitBytes,
        workerThreads,
        maxGroupObjects,
        value,
        quarantineUnparsable,
        keepConflicts,
        indexTimeoutMillis,
        stopTimeoutMillis);
  }

  public IngestSettings withRules(boolean quarantine, boolean conflicts) {
    return new IngestSettings(
        chunkBytes,
        chunks,
        smallObjectLimitBytes,
        workerThreads,
        maxGroupObjects,
        freeSpaceReserveBytes,
        quarantine,
        conflicts,
        indexTimeoutMillis,
        stopTimeoutMillis);
  }

  private static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }
}
