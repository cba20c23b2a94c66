package io.archway.index.store;

import io.archway.index.disk.Disk;
import io.archway.index.disk.DiskFile;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * Handles on the active segment, one for each group that waits for its force. A failed write-back
 * is reported once to each handle: of two forces on one, the first would hear of the other's loss,
 * and the other of nothing. Thread-safe.
 */
final class ForceHandles {
  private final Disk disk;
  private final String name;
  private final ArrayDeque<DiskFile> idle = new ArrayDeque<>();
  private boolean closed;

  ForceHandles(Disk disk, String name) {
    this.disk = disk;
    this.name = name;
  }

  /** Called before the group is written, so that the handle hears of everything since. */
  synchronized DiskFile take() throws IOException {
    DiskFile handle = idle.pollFirst();
    return handle != null ? handle : disk.open(name, Disk.Access.WRITE);
  }

  synchronized void giveBack(DiskFile handle) {
    if (closed) {
      closeQuietly(handle);
    } else {
      idle.addFirst(handle);
    }
  }

  /** Nothing is written here any more. */
  synchronized void close() {
    closed = true;
    idle.forEach(ForceHandles::closeQuietly);
    idle.clear();
  }

  private static void closeQuietly(DiskFile handle) {
    try {
      handle.close();
    } catch (IOException e) {
      return; // it wrote nothing
    }
  }
}
