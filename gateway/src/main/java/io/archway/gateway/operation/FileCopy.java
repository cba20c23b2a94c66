package io.archway.gateway.operation;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
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
      transfer(source, position, length, target, onBytes);
    } catch (EOFException e) {
      throw new EOFException(from + ": " + e.getMessage());
    }
    forceAndRename(part, to);
  }

  /** Brings the copy of a file that only grows from one length to another, and forces it. */
  static void extend(Path from, long kept, long length, Path to, LongConsumer onBytes)
      throws IOException {
    try (FileChannel source = FileChannel.open(from);
        FileChannel target = FileChannel.open(to, StandardOpenOption.WRITE)) {
      target.position(kept);
      transfer(source, kept, length - kept, target, onBytes);
      target.truncate(length);
      target.force(true);
    }
  }

  static void write(ByteBuffer bytes, FileChannel to) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  static void transfer(
      FileChannel source, long position, long length, FileChannel target, LongConsumer onBytes)
      throws IOException {
    long done = 0;
    while (done < length) {
      long count = source.transferTo(position + done, Math.min(STEP_BYTES, length - done), target);
      if (count <= 0) {
        throw new EOFException("ends at " + done + " (expected: " + length + " bytes)");
      }
      done += count;
      onBytes.accept(count);
    }
  }

  /** Whether two files have the same bytes in a stretch; false where one has not so many. */
  static boolean areAlike(Path one, Path other, long position, long length) throws IOException {
    if (!Files.exists(other) || Files.size(other) < position + length) {
      return false;
    }
    try (FileChannel first = FileChannel.open(one);
        FileChannel second = FileChannel.open(other)) {
      return stretch(first, position, (int) length).equals(stretch(second, position, (int) length));
    }
  }

  private static ByteBuffer stretch(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) > 0) {
      continue;
    }
    return bytes.flip();
  }

  static void forceAndRename(Path part, Path to) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(part, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
