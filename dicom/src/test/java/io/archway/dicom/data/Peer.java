package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of other implementations, run with a deadline. */
final class Peer {
  private static final int DEADLINE_SECONDS = 60;

  private Peer() {}

  /** Skips what calls it if a program is not on the PATH, or fails if peers are required. */
  static void require(String... programs) {
    for (String program : programs) {
      boolean there = isThere(program);
      if (!there && "required".equals(System.getenv("ARCHWAY_TEST_PEERS"))) {
        throw new AssertionError(program + ": not on the PATH (expected: installed)");
      }
      assumeTrue(there, program + " is not on the PATH");
    }
  }

  /** Runs a program in a folder and returns what it printed; its exit code must be 0. */
  static String run(Path folder, String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    List<String> words = new ArrayList<>(List.of(command));
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String printed = Files.readString(output, StandardCharsets.ISO_8859_1);
    assertThat(ended).as("%s ends: %s", command[0], printed).isTrue();
    assertThat(process.exitValue()).as("%s: %s", String.join(" ", words), printed).isZero();
    return printed;
  }

  private static boolean isThere(String program) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
