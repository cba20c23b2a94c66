package io.archway.index.store;

import io.archway.index.disk.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Turns what the disk throws into what the store throws. */
final class Failures {

  /** With less room than this left, a failed write is taken for want of room. */
  private static final long NO_ROOM_BYTES = 1 << 20;

  private Failures() {}

  static StoreException of(IOException e, String what, Disk disk) {
    if (e instanceof StoreException known) {
      return known;
    }
    if (e instanceof NoSuchFileException) {
      return new StoreException(StoreError.NOT_FOUND, what + ": not there", e);
    }
    StoreError error = isOutOfSpace(e, disk) ? StoreError.OUT_OF_SPACE : StoreError.DISK_FAILED;
    return new StoreException(error, what + ": " + e.getMessage(), e);
  }

  private static boolean isOutOfSpace(IOException e, Disk disk) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space left")
        || message.contains("not enough space")
        || message.contains("quota exceeded")) {
      return true;
    }
    try {
      // The system's text may be in any language.
      return disk.freeBytes() < NO_ROOM_BYTES;
    } catch (IOException unknown) {
      return false;
    }
  }
}
