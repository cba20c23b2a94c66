package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Part10Reader;
import io.archway.testdata.SampleObject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A scanner made of DCMTK: findscu asks for its work, storescu sends what it made. */
final class DcmtkScanner {
  private static final List<String> ASKED =
      List.of(
          "PatientName",
          "PatientID",
          "PatientBirthDate",
          "StudyInstanceUID",
          "AccessionNumber",
          "RequestedProcedureID",
          "ScheduledProcedureStepSequence[0].ScheduledProcedureStepID",
          "ScheduledProcedureStepSequence[0].ScheduledProcedureStepStartDate");

  private final Path folder;
  private final String aeTitle;
  private final int port;

  DcmtkScanner(Path folder, String aeTitle, int port) {
    this.folder = folder;
    this.aeTitle = aeTitle;
    this.port = port;
  }

  static void requireTools() {
    for (String tool : List.of("findscu", "storescu")) {
      boolean there =
          Stream.of(System.getenv("PATH").split(File.pathSeparator))
              .anyMatch(entry -> Files.isExecutable(Path.of(entry, tool)));
      if (!there) {
        assertThat(System.getenv("ARCHWAY_TEST_PEERS")).as(tool).isNotEqualTo("required");
        assumeTrue(false, tool + " is not on the PATH");
      }
    }
  }

  /** The scheduled steps of a modality. */
  List<DataSet> worklist(String modality) throws IOException, InterruptedException {
    Path answers = Files.createTempDirectory(folder, "answers");
    List<String> options = new ArrayList<>(List.of("-W", "-X", "-od", answers.toString()));
    options.addAll(List.of("-k", "ScheduledProcedureStepSequence[0].Modality=" + modality));
    ASKED.forEach(key -> options.addAll(List.of("-k", key)));
    run("findscu", options, List.of());
    return read(answers);
  }

  void send(SampleObject object) throws IOException, InterruptedException {
    Path file = Files.createTempFile(folder, "object", ".dcm");
    Files.write(file, object.fileBytes());
    run("storescu", List.of("-xe", "-R"), List.of(file.toString()));
  }

  private void run(String tool, List<String> options, List<String> files)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, tool, ".log");
    List<String> command = new ArrayList<>(List.of(tool, "-aet", aeTitle, "-aec", "ARCHWAY"));
    command.addAll(options);
    command.addAll(List.of("localhost", Integer.toString(port)));
    command.addAll(files);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor()).as("%s: %s", tool, Files.readString(log)).isZero();
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
