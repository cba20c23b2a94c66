package io.archway.index.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * A file below a {@link FileDisk}. A thread that is interrupted inside a FileChannel closes it for
 * all: then it is opened again and the operation repeated, and the interrupt is kept for the
 * caller.
 */
final class FileDiskFile implements DiskFile {

  private static final int MAX_REOPENINGS = 100;

  private final String name;
  private final Path path;
  private final Set<OpenOption> reopenOptions;
  private final Object gather = new Object();
  private volatile FileChannel channel;
  private volatile boolean closed;

  FileDiskFile(String name, Path path, Disk.Access access) throws IOException {
    this.name = name;
    this.path = path;
    reopenOptions =
        access == Disk.Access.READ
            ? Set.of(StandardOpenOption.READ)
            : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    channel =
        access == Disk.Access.CREATE
            ? FileChannel.open(
                path,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE_NEW)
            : FileChannel.open(path, reopenOptions);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int read(ByteBuffer destination, long position) throws IOException {
    return (int) persist(c -> c.read(destination, position));
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    return (int) persist(c -> c.write(source, position));
  }

  @Override
  public long write(ByteBuffer[] sources, int count, long position) throws IOException {
    synchronized (gather) {
      return persist(c -> c.position(position).write(sources, 0, count));
    }
  }

  @Override
  public void force(boolean metadata) throws IOException {
    persist(
        c -> {
          c.force(metadata);
          return 0;
        });
  }

  @Override
  public long size() throws IOException {
    return persist(FileChannel::size);
  }

  @Override
  public void truncate(long size) throws IOException {
    persist(
        c -> {
          c.truncate(size);
          return 0;
        });
  }

  @Override
  public Optional<FileChannel> channel() {
    return Optional.of(channel);
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      channel.close();
    }
  }

  private interface Operation {
    long on(FileChannel channel) throws IOException;
  }

  private long persist(Operation operation) throws IOException {
    boolean interrupted = false;
    try {
      for (int reopenings = 0; ; reopenings++) {
        FileChannel current = channel;
        try {
          return operation.on(current);
        } catch (ClosedChannelException e) {
          interrupted |= e instanceof ClosedByInterruptException && Thread.interrupted();
          if (reopenings == MAX_REOPENINGS || !reopen(current)) {
            throw e;
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized boolean reopen(FileChannel broken) throws IOException {
    if (closed) {
      return false;
    }
    if (channel == broken) {
      channel = FileChannel.open(path, reopenOptions);
    }
    return true;
  }
}
