package io.archway.index.store;

import java.io.Closeable;
import java.nio.ByteBuffer;

/**
 * An object that streams into a file of its own. One thread at a time. Ends with {@link #force} and
 * an {@link Entry.Reference}, or with {@link #discard}; without either it is swept at the next
 * start.
 */
public interface LargeObject extends Closeable {

  /** What a forced file holds; goes into the record that names it. */
  record Content(ObjectLocation location, int crc32) {}

  /** Appends what the buffer holds and moves its position to its limit. */
  void write(ByteBuffer bytes) throws StoreException;

  /** Reads back at a position what was written, until it is forced; -1 at the end. */
  int read(ByteBuffer destination, long position) throws StoreException;

  /** Bytes written so far. */
  long length();

  /** Returns when the file and its name survive a power cut. Nothing can be written afterwards. */
  Content force() throws StoreException;

  /** Deletes the file. Does nothing when a record of the log names it already. */
  void discard();

  /** As {@link #discard}. */
  @Override
  default void close() {
    discard();
  }
}
