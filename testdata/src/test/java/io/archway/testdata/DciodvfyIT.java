package io.archway.testdata;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every object of the synthetic studies passes dciodvfy of dicom3tools without an error. Where the
 * tool is missing the test is skipped, unless ARCHWAY_TEST_PEERS=required.
 */
class DciodvfyIT {
  private static final String TOOL = "dciodvfy";
  private static final int DEADLINE_SECONDS = 60;

  @TempDir private Path directory;

  @Test
  void findsNoErrorInAnyKind() throws Exception {
    requireTool();
    SampleOptions options =
        SampleOptions.small(11).withPatients(3).withSlices(32, 4).withRadiographRows(64);
    SampleStudies.write(directory, options, (file, bytes, done, total) -> {});
    int checked = 0;
    for (Path file : files()) {
      String report = verify(file);
      assertThat(report).as(directory.relativize(file).toString()).doesNotContain("Error");
      checked++;
    }
    System.out.println("dciodvfy: " + checked + " synthetic objects without an error");
    assertThat(checked).isEqualTo(3 * 30);
  }

  @Test
  void findsNoErrorInAReport() throws Exception {
    requireTool();
    Path file = directory.resolve("report.dcm");
    Files.write(file, Samples.report(11).fileBytes());
    assertThat(verify(file)).doesNotContain("Error");
  }

  @Test
  void findsTheErrorOfAMalformedObject() throws Exception {
    requireTool();
    Path file = directory.resolve("malformed.dcm");
    Files.write(file, MalformedSamples.missingPatientId(11).fileBytes());
    assertThat(verify(file)).contains("Error").contains("PatientID");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private String verify(Path file) throws IOException, InterruptedException {
    Path report = directory.resolve("report.txt");
    Process process =
        new ProcessBuilder(TOOL, file.toString())
            .redirectErrorStream(true)
            .redirectOutput(report.toFile())
            .start();
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail(TOOL + " did not end within " + DEADLINE_SECONDS + " s");
    }
    return Files.readString(report, StandardCharsets.ISO_8859_1);
  }

  private static void requireTool() {
    boolean found =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, TOOL)));
    if (found) {
      return;
    }
    if ("required".equals(System.getenv("ARCHWAY_TEST_PEERS"))) {
      fail(TOOL + " is not on the PATH (expected: installed, since ARCHWAY_TEST_PEERS=required)");
    }
    System.out.println("skipped: " + TOOL + " is not on the PATH");
    abort(TOOL + " is not on the PATH");
  }
}
