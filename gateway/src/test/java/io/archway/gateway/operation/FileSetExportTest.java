package io.archway.gateway.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DicomDirectory;
import io.archway.dicom.data.DirectoryFile;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Part10Reader;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.gateway.transfer.OutgoingFile;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export with a DICOMDIR: read by its records, by people, and by our own import. */
class FileSetExportTest {
  @TempDir private Path folder;
  private final Lines report = new Lines();
  private Settings settings;
  private Path target;

  @BeforeEach
  void takeSamples() throws Exception {
    settings =
        new SettingsLoader()
            .environment(
                Map.of(
                    "ARCHWAY_ADMIN_PASSWORD", "correct horse",
                    "ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B"))
            .load();
    target = folder.resolve("medium");
    take("a", Samples.slice(1, 16, 16));
    take("b", Samples.panoramic(2, 32));
    take("c", Samples.pdf(4));
    take("d", Samples.report(4));
  }

  @Test
  void everyFileIsNamedByTheDirectoryUnderAnIdItCanHold() throws Exception {
    assertThat(export("", "")).isEqualTo(ExitCode.OK);
    List<DirectoryFile> files = DicomDirectory.files(directory());
    assertThat(files).hasSize(4);
    for (DirectoryFile file : files) {
      assertThat(file.fileId()).hasSize(4).allMatch(part -> part.matches("[A-Z0-9_]{8}"));
      Path path = target.resolve(String.join("/", file.fileId()));
      assertThat(OutgoingFile.read(path).sopInstanceUid()).isEqualTo(file.sopInstanceUid());
    }
    assertThat(files.stream().map(DirectoryFile::recordType))
        .containsExactlyInAnyOrder("IMAGE", "IMAGE", "ENCAP DOC", "SR DOCUMENT");
    assertThat(report.starting("exported: " + target.resolve("P0000001/S"))).hasSize(1);
    assertThat(report.last()).isEqualTo("3 studies, 4 files");
  }

  @Test
  void aTableSaysWhoseFileIsWhich() throws Exception {
    SampleObject formula = Samples.tiny(5);
    formula.head().put(Tag.PATIENT_NAME, Vr.PN, "=HYPERLINK(\"x\",1)");
    take("e", formula);
    export("", "");
    List<String> rows = Files.readAllLines(target.resolve("INDEX.CSV"));
    assertThat(rows).hasSize(6);
    assertThat(rows.get(0)).startsWith("\uFEFFfile,patient_id,patient_name,");
    assertThat(rows)
        .anyMatch(row -> row.startsWith("P0000001/S0000001/E0000001/I0000001,S1-1,Müller^Jürgen,"))
        .anyMatch(row -> row.contains(",\"'=HYPERLINK(\"\"x\"\",1)\","));
  }

  @Test
  void anExportCanBeRepeatedWithWhatIsNew() throws Exception {
    export("", "");
    Path first = target.resolve("P0000001/S0000001/E0000001/I0000001");
    FileTime time = Files.getLastModifiedTime(first);
    take("e", Samples.tiny(5));
    export("", "");
    assertThat(DicomDirectory.files(directory())).hasSize(5);
    assertThat(Files.getLastModifiedTime(first)).isEqualTo(time);
  }

  @Test
  void ourOwnImportTakesWhatTheDirectoryNames() throws Exception {
    export("", "");
    ExitCode code =
        new OperationRunner(folder.resolve("other"), settings)
            .run(List.of("import", target.resolve("DICOMDIR").toString()), report);
    assertThat(code).isEqualTo(ExitCode.OK);
    assertThat(report.last()).startsWith("4 stored").endsWith(" 0 refused");
  }

  @Test
  void patientsWithoutAnIdAreNotMadeOne() throws Exception {
    for (long seed : new long[] {6, 7}) {
      SampleObject nobody = Samples.tiny(seed);
      nobody.head().put(Tag.PATIENT_ID, Vr.LO).put(Tag.PATIENT_NAME, Vr.PN);
      take("nobody" + seed, nobody);
    }
    export("", "");
    assertThat(
            directory().items(Tag.DIRECTORY_RECORD_SEQUENCE).stream()
                .filter(record -> "PATIENT".equals(record.string(Tag.DIRECTORY_RECORD_TYPE))))
        .hasSize(5)
        .noneMatch(record -> record.contains(Tag.ISSUER_OF_PATIENT_ID));
  }

  @Test
  void aMediumOfAnotherProgramIsNotOverwritten() throws Exception {
    Files.createDirectories(target);
    byte[] foreign = DicomDirectory.write("OTHER", List.of());
    Files.write(target.resolve("DICOMDIR"), foreign);
    CommandFailure failure = catchThrowableOfType(CommandFailure.class, () -> export("", ""));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(failure).hasMessageContaining("of another program");
    assertThat(target.resolve("DICOMDIR")).hasBinaryContent(foreign);
  }

  @Test
  void whatIsNamedAndNotThereIsSaid() throws Exception {
    assertThat(export("S1-1", "")).isEqualTo(ExitCode.OK);
    assertThat(DicomDirectory.files(directory())).hasSize(1);
    assertThat(export("nobody", "")).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(export("", "1.2.3")).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(DicomDirectory.files(directory())).as("left as it was").hasSize(1);
  }

  @Test
  void moreThanOneDirectoryHoldsIsRefusedBeforeAnythingIsWritten() {
    FileSetExport export = new FileSetExport(target, false);
    CommandFailure failure =
        catchThrowableOfType(
            CommandFailure.class, () -> export.begin(FileSetExport.MAX_INSTANCES + 1));
    assertThat(failure).hasMessageContaining("(expected: <= 10000 under one DICOMDIR");
    assertThat(catchThrowableOfType(CommandFailure.class, () -> export.begin(10_000))).isNull();
  }

  @Test
  void componentsAreDifferentForAllKeys() {
    assertThat(FileSetExport.component('P', 12)).isEqualTo("P0000012");
    assertThat(FileSetExport.component('P', 9_999_999)).isEqualTo("P9999999");
    assertThat(FileSetExport.component('P', 10_000_000)).isEqualTo("Q005YC1S");
    assertThat(FileSetExport.component('P', 78_364_164_095L)).isEqualTo("QZZZZZZZ");
  }

  private void take(String name, SampleObject object) throws Exception {
    Path file = Files.write(folder.resolve(name), object.fileBytes());
    ExitCode code =
        new OperationRunner(folder.resolve("home"), settings)
            .run(List.of("import", file.toString()), new Lines());
    assertThat(code).isEqualTo(ExitCode.OK);
  }

  private ExitCode export(String patientId, String studyInstanceUid) throws Exception {
    return new OperationRunner(folder.resolve("home"), settings)
        .run(
            List.of("export", target.toString(), patientId, studyInstanceUid, "", "dicomdir", ""),
            report);
  }

  private DataSet directory() throws IOException {
    try (InputStream in = Files.newInputStream(target.resolve("DICOMDIR"))) {
      return Part10Reader.read(in, ParseLimits.DEFAULT).dataSet();
    }
  }
}
