package io.archway.index.store;

import io.archway.index.disk.Disk;
import java.io.IOException;

/** The disk's free space, asked for once in a while. Thread-safe. */
final class FreeSpace {

  private record Measured(long bytes, long atNanos) {}

  private final Disk disk;
  private final long maxAgeNanos;
  private volatile Measured last;

  FreeSpace(Disk disk, long maxAgeMillis) {
    this.disk = disk;
    this.maxAgeNanos = maxAgeMillis * 1_000_000;
  }

  long bytes() throws IOException {
    Measured known = last;
    if (known == null || System.nanoTime() - known.atNanos >= maxAgeNanos) {
      known = new Measured(disk.freeBytes(), System.nanoTime());
      last = known;
    }
    return known.bytes;
  }
}
