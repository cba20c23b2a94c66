package io.archway.index.store;

import io.archway.index.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** An open Part 10 file of the store; stays readable while open, also when it is deleted. */
public final class StoredObject implements Closeable {

  private final ObjectLocation location;
  private final DiskFile file;
  private final Optional<Path> path;

  StoredObject(ObjectLocation location, DiskFile file, Optional<Path> path) {
    this.location = location;
    this.file = file;
    this.path = path;
  }

  public ObjectLocation location() {
    return location;
  }

  public long length() {
    return location.length();
  }

  /** Reads at a position in the Part 10 file; -1 at its end. */
  public int read(ByteBuffer destination, long position) throws IOException {
    long left = location.length() - position;
    if (left <= 0) {
      return -1;
    }
    if (destination.remaining() <= left) {
      return file.read(destination, location.offset() + position);
    }
    int limit = destination.limit();
    destination.limit(destination.position() + (int) left);
    try {
      return file.read(destination, location.offset() + position);
    } finally {
      destination.limit(limit);
    }
  }

  /** The file that contains it, for sending without a copy from {@code location().offset()}. */
  public Optional<Path> path() {
    return path;
  }

  /** The open channel of the container; positions count from the container's start. */
  public Optional<FileChannel> channel() {
    return file.channel();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
