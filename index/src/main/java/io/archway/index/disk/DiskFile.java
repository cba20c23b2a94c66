package io.archway.index.disk;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * An open file of a {@link Disk}. Positional reads may run beside each other and beside one writer.
 * Never interrupt a thread that may be inside: the file survives it, at the price of being
 * reopened.
 */
public interface DiskFile extends Closeable {

  String name();

  /**
   * Reads at a position; the number of bytes, which may be fewer than asked for, or -1 at the end.
   */
  int read(ByteBuffer destination, long position) throws IOException;

  /** Writes at a position; the number of bytes taken, which may be fewer than given. */
  int write(ByteBuffer source, long position) throws IOException;

  /** Gathered write of several buffers at a position; may take fewer bytes than given. */
  long write(ByteBuffer[] sources, int count, long position) throws IOException;

  /**
   * Returns when all bytes written so far survive a power cut ({@code fdatasync}); with metadata
   * also the times ({@code fsync}). After a failure nothing is known about what was written since
   * the last success, and a later success says nothing about it either.
   */
  void force(boolean metadata) throws IOException;

  long size() throws IOException;

  /** Cuts the file; does nothing when it is shorter. */
  void truncate(long size) throws IOException;

  /** The channel below, for zero-copy sending; empty when the file is only in memory. */
  Optional<FileChannel> channel();

  @Override
  void close() throws IOException;

  /** Fills the buffer from a position or fails. */
  default void readFully(ByteBuffer destination, long position) throws IOException {
    while (destination.hasRemaining()) {
      int n = read(destination, position);
      if (n < 0) {
        throw new EOFException(
            name() + ": end at " + position + " (expected: " + destination.remaining() + " more)");
      }
      position += n;
    }
  }

  /** Writes the whole buffer, however many calls it takes. */
  default void writeFully(ByteBuffer source, long position) throws IOException {
    while (source.hasRemaining()) {
      int n = write(source, position);
      if (n <= 0) {
        throw new IOException(name() + ": nothing written at " + position);
      }
      position += n;
    }
  }
}
