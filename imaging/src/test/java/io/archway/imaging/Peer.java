package io.archway.imaging;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Tools of DCMTK and GDCM as independent decoders. Where one is missing the test is skipped, unless
 * ARCHWAY_TEST_PEERS=required.
 */
public final class Peer {
  private static final int DEADLINE_SECONDS = 60;

  private Peer() {}

  public static void require(String... tools) {
    for (String tool : tools) {
      boolean found =
          Stream.of(System.getenv("PATH").split(File.pathSeparator))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
      if (!found && "required".equals(System.getenv("ARCHWAY_TEST_PEERS"))) {
        fail(tool + " is not on the PATH (expected: installed, since ARCHWAY_TEST_PEERS=required)");
      } else if (!found) {
        abort(tool + " is not on the PATH");
      }
    }
  }

  /** Runs a tool to its end, which must be a success. */
  public static void run(Path folder, String... command) throws IOException {
    Path report = folder.resolve("report.txt");
    Process process =
        new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(report.toFile())
            .start();
    try {
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        fail(command[0] + " did not end within " + DEADLINE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    if (process.exitValue() != 0) {
      fail(
          String.join(" ", command) + ": " + Files.readString(report, StandardCharsets.ISO_8859_1));
    }
  }
}
