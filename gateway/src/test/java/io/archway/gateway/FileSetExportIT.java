package io.archway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.archway.testdata.SampleObject;
import io.archway.testdata.SampleOptions;
import io.archway.testdata.SampleStudies;
import io.archway.testdata.Samples;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DCMTK, dicom3tools and GDCM read what {@code export --dicomdir} writes, and go on with it. */
class FileSetExportIT {
  private static final Pattern REFERENCED = Pattern.compile("refFileID=\"([A-Z0-9_\\\\]+)\"");

  @TempDir private Path folder;

  @Test
  void otherProgramsFindNothingWrongAndAddToIt() throws Exception {
    for (String tool : List.of("dcmdump", "dcmmkdir", "dciodvfy", "gdcminfo")) {
      requireTool(tool);
    }
    Path medium = export();
    Path directory = medium.resolve("DICOMDIR");

    assertThat(run(medium, "dciodvfy", directory.toString())).doesNotContain("Error");
    assertThat(run(medium, "gdcminfo", directory.toString()))
        .contains("Media Storage Directory Storage");
    String dump = run(medium, "dcmdump", "+L", directory.toString());
    assertThat(dump).doesNotContain("W: ", "E: ").contains("SR DOCUMENT", "[COMPLETE]");
    List<Path> referenced = referenced(medium, dump);
    assertThat(referenced).hasSize(31).allMatch(Files::isRegularFile);

    SampleObject another = Samples.tiny(99);
    Files.write(medium.resolve("EXTRA"), another.fileBytes());
    assertThat(run(medium, "dcmmkdir", "-v", "+A", "+D", directory.toString(), "EXTRA"))
        .doesNotContain("W: ", "E: ");
    assertThat(referenced(medium, run(medium, "dcmdump", directory.toString()))).hasSize(32);
  }

  /** All kinds of samples and a report. */
  private Path export() throws Exception {
    Path samples = folder.resolve("samples");
    SampleOptions options = SampleOptions.small(11).withSlices(32, 4).withRadiographRows(64);
    SampleStudies.write(samples, options, (file, bytes, done, total) -> {});
    Files.write(samples.resolve("report.dcm"), Samples.report(12).fileBytes());
    Path medium = folder.resolve("medium");
    String home = folder.resolve("home").toString();
    Path log = folder.resolve("archway.log");
    assertThat(RunningGateway.run(log, List.of("import", "--home", home, samples.toString())))
        .as(Files.readString(log))
        .isZero();
    List<String> export = List.of("export", "--dicomdir", "--home", home, medium.toString());
    assertThat(RunningGateway.run(log, export)).as(Files.readString(log)).isZero();
    return medium;
  }

  private static List<Path> referenced(Path medium, String dump) {
    List<Path> files = new ArrayList<>();
    for (Matcher each = REFERENCED.matcher(dump); each.find(); ) {
      files.add(medium.resolve(each.group(1).replace('\\', '/')));
    }
    return files;
  }

  /** What it writes; it has to end with 0. */
  private String run(Path in, String... command) throws IOException, InterruptedException {
    Path log = folder.resolve(command[0] + ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(in.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exitCode = process.waitFor();
    String text = Files.readString(log, StandardCharsets.ISO_8859_1);
    assertThat(exitCode).as(text).isZero();
    return text;
  }

  private static void requireTool(String tool) {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, tool)));
    if (!there) {
      assertThat(System.getenv("ARCHWAY_TEST_PEERS")).as(tool).isNotEqualTo("required");
      assumeTrue(false, tool + " is not on the PATH");
    }
  }
}
