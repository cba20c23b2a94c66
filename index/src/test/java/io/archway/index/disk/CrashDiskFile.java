package io.archway.index.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.util.Optional;

/** A handle on a file of a {@link CrashDisk}; stays readable when the file is deleted. */
final class CrashDiskFile implements DiskFile {

  private final CrashDisk disk;
  private final String name;
  private final CrashFile file;
  private final Disk.Access access;
  private int knownFailures;

  CrashDiskFile(CrashDisk disk, String name, CrashFile file, Disk.Access access) {
    this.disk = disk;
    this.name = name;
    this.file = file;
    this.access = access;
    this.knownFailures = file.failures();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int read(ByteBuffer destination, long position) throws IOException {
    disk.alive();
    disk.faults().before(Faults.Operation.READ, name);
    return file.read(destination, position);
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    writable();
    int n = disk.faults().beforeWrite(name, source.remaining());
    disk.checkCapacity(file, position + n);
    disk.alive();
    return file.write(source, n, position);
  }

  @Override
  public long write(ByteBuffer[] sources, int count, long position) throws IOException {
    writable();
    int total = 0;
    for (int i = 0; i < count; i++) {
      total += sources[i].remaining();
    }
    int allowed = disk.faults().beforeWrite(name, total);
    disk.checkCapacity(file, position + allowed);
    disk.alive();
    int done = 0;
    for (int i = 0; i < count && done < allowed; i++) {
      int n = Math.min(sources[i].remaining(), allowed - done);
      file.write(sources[i], n, position + done);
      done += n;
    }
    return done;
  }

  @Override
  public void force(boolean metadata) throws IOException {
    writable();
    try {
      disk.faults().before(Faults.Operation.FORCE, name);
    } catch (IOException e) {
      if (!disk.faults().powerCut()) {
        file.loseDirtyPages();
        knownFailures = file.failures();
      }
      throw e;
    }
    disk.alive();
    if (file.failures() > knownFailures) {
      knownFailures = file.failures();
      throw new IOException("an earlier write-back failed: " + name);
    }
    file.force();
  }

  @Override
  public long size() throws IOException {
    disk.alive();
    return file.length();
  }

  @Override
  public void truncate(long size) throws IOException {
    writable();
    disk.faults().before(Faults.Operation.TRUNCATE, name);
    disk.alive();
    file.truncate(size);
  }

  @Override
  public Optional<FileChannel> channel() {
    return Optional.empty();
  }

  @Override
  public void close() {}

  private void writable() throws IOException {
    disk.alive();
    if (access == Disk.Access.READ) {
      throw new NonWritableChannelException();
    }
  }
}
