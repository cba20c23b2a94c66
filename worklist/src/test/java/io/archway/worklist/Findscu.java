package io.archway.worklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Part10Reader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** DCMTK's findscu, which writes a file for each answer. */
final class Findscu {
  private static final String TOOL = "findscu";

  private final Path folder;

  Findscu(Path folder) {
    this.folder = folder;
  }

  /** Skips the test without the tools, or fails where they are required. */
  static void require(String... tools) {
    for (String tool : tools) {
      boolean there =
          Stream.of(System.getenv("PATH").split(File.pathSeparator))
              .anyMatch(entry -> Files.isExecutable(Path.of(entry, tool)));
      if (!there) {
        assertThat(System.getenv("ARCHWAY_TEST_PEERS")).as(tool).isNotEqualTo("required");
        assumeTrue(false, tool + " is not on the PATH");
      }
    }
  }

  /** Asks the worklist of that called AE title; the arguments name keys or a file with them. */
  List<DataSet> ask(int port, String calledAeTitle, List<String> arguments) throws Exception {
    Path answers = Files.createTempDirectory(folder, "answers");
    Path log = Files.createTempFile(folder, TOOL, ".log");
    List<String> command =
        new ArrayList<>(List.of(TOOL, "-W", "-X", "-aet", "PAN1", "-aec", calledAeTitle));
    command.addAll(List.of("-od", answers.toString(), "localhost", "" + port));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    return read(answers);
  }

  private static List<DataSet> read(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<DataSet> answers = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          answers.add(Part10Reader.read(in, ParseLimits.DEFAULT).dataSet());
        }
      }
      return answers;
    }
  }
}
