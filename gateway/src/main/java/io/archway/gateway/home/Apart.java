package io.archway.gateway.home;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps the data folder apart from what people name: reading it as images would take the store's
 * own files, and opening its lock file by another path would let go of the lock (POSIX locks end
 * with any close of the file).
 */
public final class Apart {
  private Apart() {}

  /**
   * @param what for the message: the option or setting that named the other folder
   * @throws CommandFailure where one of the two is or contains the other
   */
  public static void fromHome(Path home, Path other, ExitCode code, String what) {
    if (overlap(home, other)) {
      throw new CommandFailure(
          code, what + ": " + other + " (expected: apart from the data folder " + home + ")");
    }
  }

  /** Whether one of two folders is or contains the other. */
  public static boolean overlap(Path one, Path other) {
    Path first = real(one);
    Path second = real(other);
    return first.startsWith(second) || second.startsWith(first);
  }

  /**
   * As {@link #fromHome}, but the other folder may contain the data folder.
   *
   * @throws CommandFailure where the other is, or lies in, the data folder
   */
  public static void outsideHome(Path home, Path other, String what) {
    if (real(other).startsWith(real(home))) {
      throw new CommandFailure(
          ExitCode.USAGE,
          what + ": " + other + " (expected: outside of the data folder " + home + ")");
    }
  }

  /** Without links, as far as it exists. */
  private static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    for (Path existing = absolute; existing != null; existing = existing.getParent()) {
      if (Files.exists(existing)) {
        try {
          return existing.toRealPath().resolve(existing.relativize(absolute)).normalize();
        } catch (IOException e) {
          return absolute;
        }
      }
    }
    return absolute;
  }
}
