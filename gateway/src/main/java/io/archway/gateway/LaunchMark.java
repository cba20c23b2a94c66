package io.archway.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file by which the launcher knows that this process still runs from its copy of the program.
 */
public final class LaunchMark {
  private LaunchMark() {}

  public static void remove() {
    String mark = System.getProperty("archway.mark", "");
    if (mark.isEmpty()) {
      return;
    }
    try {
      Files.deleteIfExists(Path.of(mark));
    } catch (IOException e) {
      // The launcher finds out by itself that this process is gone.
    }
  }
}
