package io.archway.index.store;

import java.time.Instant;

/**
 * A record as it stands in the log. Record numbers are given by the store, rise, and never come
 * back; a record that compaction copied keeps its number, so that two with one number are the same.
 */
public sealed interface LogRecord {

  long recordNumber();

  /**
   * An object.
   *
   * @param location where its Part 10 file is, in the segment or in a file of its own
   * @param crc32 of the whole Part 10 file, with the polynomial of zip
   * @param relocated a copy that compaction made. Read from the position that an index holds, it
   *     only moves a row that is there; read from the start, it stands for its original too.
   */
  record Stored(
      long recordNumber, ObjectHead head, ObjectLocation location, int crc32, boolean relocated)
      implements LogRecord {
    public Stored withSha256(Sha256 sha256) {
      return new Stored(recordNumber, head.withSha256(sha256), location, crc32, relocated);
    }
  }

  /** The deletion of one object. */
  record Tombstone(
      long recordNumber,
      long organizationKey,
      String sopInstanceUid,
      long targetRecordNumber,
      ObjectLocation targetLocation,
      Instant deletedAt,
      boolean relocated)
      implements LogRecord {}
}
