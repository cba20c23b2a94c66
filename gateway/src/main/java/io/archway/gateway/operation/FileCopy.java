package io.archway.gateway.operation;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/** Copies files so that under its name stands either nothing, or what was before, or all of it. */
final class FileCopy {
  private static final long STEP_BYTES = 8 << 20;

  private FileCopy() {}

  /**
   * Copies so many bytes from a position and forces them.
   *
   * @param onBytes told how many more have been copied
   */
  static void copy(Path from, long position, long length, Path to, LongConsumer onBytes)
      throws IOException {
    Files.createDirectories(to.getParent());
    Path part = to.resolveSibling(to.getFileName() + ".part");
    try (FileChannel source = FileChannel.open(from);
        FileChannel target =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      long done = 0;
      while (done < length) {
        long count =
            source.transferTo(position + done, Math.min(STEP_BYTES, length - done), target);
        if (count <= 0) {
          throw new EOFException(from + ": ends at " + done + " (expected: " + length + " bytes)");
        }
        done += count;
        onBytes.accept(count);
      }
    }
    forceAndRename(part, to);
  }

  static void forceAndRename(Path part, Path to) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(part, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
