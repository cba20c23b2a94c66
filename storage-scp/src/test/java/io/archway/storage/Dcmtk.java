package io.archway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of DCMTK and GDCM, run in a folder with a deadline. */
final class Dcmtk {
  private static final int DEADLINE_SECONDS = 60;

  private final Path folder;

  Dcmtk(Path folder) {
    this.folder = folder;
  }

  /** Skips what calls it where a program is missing, or fails if peers are required. */
  static void require(String... programs) {
    for (String program : programs) {
      boolean there =
          Stream.of(System.getenv("PATH").split(File.pathSeparator))
              .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
      if (!there) {
        System.out.println("skipped: interoperability, 1 class, not on the PATH: " + program);
        assertThat(System.getenv("ARCHWAY_TEST_PEERS")).as(program).isNotEqualTo("required");
        assumeTrue(false, program + " is not on the PATH");
      }
    }
  }

  /** Its exit code must be 0. */
  void run(List<String> command) throws IOException, InterruptedException {
    Process process = start(command);
    boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended).as("%s ends: %s", command, printed()).isTrue();
    assertThat(process.exitValue()).as("%s: %s", command, printed()).isZero();
  }

  /** A C-STORE requester towards us: options, then where to, then files. */
  void send(InetSocketAddress to, List<String> options, Path... files) throws Exception {
    run(sending(to, options, files));
  }

  Process startSending(InetSocketAddress to, List<String> options, Path... files)
      throws IOException {
    return start(sending(to, options, files));
  }

  private static List<String> sending(InetSocketAddress to, List<String> options, Path... files) {
    List<String> command = new ArrayList<>(options);
    command.addAll(List.of("-aec", "ARCHWAY", "127.0.0.1", "" + to.getPort()));
    Stream.of(files).map(Path::toString).forEach(command::add);
    return command;
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private Path log() {
    return folder.resolve("printed.txt");
  }

  private String printed() throws IOException {
    return Files.readString(log(), StandardCharsets.ISO_8859_1);
  }
}
