package io.archway.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.HeadCorrection;
import io.archway.dicom.data.HeadCorrection.Attribute;
import io.archway.dicom.data.HeadCorrection.Reason;
import io.archway.dicom.data.HeadRewriter;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Part10Input;
import io.archway.dicom.data.Part10Reader;
import io.archway.dicom.data.Splice;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Synthetic objects whose patient was corrected, as other programs read them: dciodvfy finds no
 * error, DCMTK and GDCM read them to the end, in every transfer syntax that DCMTK writes.
 */
class CorrectedCopyIT {
  private static final int DEADLINE_SECONDS = 60;

  /** Polish, Greek and Russian: no character set has them all but Unicode. */
  private static final String MIXED = "\u0141uk^\u0391\u03BB\u03AD\u03BE^\u0418\u043B";

  @TempDir private Path directory;

  @BeforeEach
  void requireTools() {
    for (String tool : List.of("dciodvfy", "dcmdump", "dcmconv", "dcmcjpeg", "gdcmdump")) {
      boolean found =
          Stream.of(System.getenv("PATH").split(File.pathSeparator))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
      if (!found && "required".equals(System.getenv("ARCHWAY_TEST_PEERS"))) {
        fail(tool + " is not on the PATH (expected: installed, since ARCHWAY_TEST_PEERS=required)");
      }
      if (!found) {
        abort(tool + " is not on the PATH");
      }
    }
  }

  private static List<SampleObject> samples() {
    return List.of(
        Samples.tiny(1),
        Samples.panoramic(2, 64),
        Samples.intraOral(3, 32, 0),
        Samples.photograph(4, 32),
        Samples.pdf(4),
        Samples.stl(4, 2_000),
        Samples.report(4),
        Samples.enhancedCt(5, 3, 16, 16),
        Samples.multiFrame(5, 3, 16, 16));
  }

  @Test
  void dciodvfyFindsNoErrorInACorrectedCopy() throws Exception {
    for (SampleObject sample : samples()) {
      for (String name : List.of("Roe^Jane", MIXED)) {
        Path file = directory.resolve("corrected.dcm");
        Files.write(file, corrected(sample.fileBytes(), name));
        assertThat(run("dciodvfy", file.toString())).as(file + name).doesNotContain("Error");
      }
    }
  }

  @Test
  void othersReadACorrectedCopyInEveryTransferSyntax() throws Exception {
    int checked = 0;
    for (SampleObject sample : samples()) {
      Path plain = directory.resolve("plain.dcm");
      Files.write(plain, sample.fileBytes());
      for (Path file : inEverySyntax(plain)) {
        for (String name : List.of("Roe^Jane", MIXED)) {
          Path copy = directory.resolve("copy.dcm");
          Files.write(copy, corrected(Files.readAllBytes(file), name));
          String dump = run("dcmdump", "+L", copy.toString());
          assertThat(dump)
              .as(file + name)
              .doesNotContain("E: ", "W: ")
              .contains("OriginalAttributesSequence", "(0010,0010) PN [" + name + "]");
          assertThat(run("gdcmdump", copy.toString())).contains("Original Attributes Sequence");
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(60);
  }

  private List<Path> inEverySyntax(Path plain) throws Exception {
    List<Path> files = new ArrayList<>(List.of(plain));
    for (String option : List.of("+ti -e", "+ti +e", "+te -e", "+te +g", "+tb +e", "+td +e")) {
      Path file = directory.resolve("syntax" + option.replaceAll("[^a-z]", "") + ".dcm");
      List<String> command = new ArrayList<>(List.of("dcmconv"));
      command.addAll(List.of(option.split(" ")));
      command.addAll(List.of(plain.toString(), file.toString()));
      Files.deleteIfExists(file);
      run(command.toArray(String[]::new));
      if (Files.exists(file)) { // not for what is compressed
        files.add(file);
      }
    }
    Path lossless = directory.resolve("jpeg.dcm");
    Files.deleteIfExists(lossless);
    run("dcmcjpeg", "+e1", plain.toString(), lossless.toString());
    if (Files.exists(lossless)) { // not for what has no pixels
      files.add(lossless);
    }
    return files;
  }

  private static byte[] corrected(byte[] file, String name) throws IOException {
    Part10Input input = Part10Reader.open(new ByteArrayInputStream(file));
    int start = (int) input.head().dataSetOffset();
    TransferSyntax syntax = input.head().transferSyntax();
    byte[] dataSet = Arrays.copyOfRange(file, start, file.length);
    HeadCorrection correction =
        new HeadCorrection(
            List.of(
                new Attribute(Tag.PATIENT_NAME, name),
                new Attribute(Tag.PATIENT_ID, "815"),
                new Attribute(Tag.ISSUER_OF_PATIENT_ID, "CLINIC"),
                new Attribute(Tag.PATIENT_BIRTH_DATE, null),
                new Attribute(Tag.PATIENT_SEX, "O")),
            Instant.parse("2026-11-22T05:15:24.123456Z"),
            "ARCHWAY",
            Reason.COERCE,
            "SCANNER");
    ByteSource source = ByteSource.of(dataSet);
    List<Splice> splices =
        syntax.deflated()
            ? HeadRewriter.rewriteDeflated(source, correction, ParseLimits.HEADER, 1 << 24)
            : HeadRewriter.rewrite(source, syntax, correction, ParseLimits.HEADER);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, start);
    out.writeBytes(Splice.apply(dataSet, splices));
    return out.toByteArray();
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path report = directory.resolve("report.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(report.toFile())
            .start();
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail(command[0] + " did not end within " + DEADLINE_SECONDS + " s");
    }
    return new String(Files.readAllBytes(report), StandardCharsets.UTF_8);
  }
}
