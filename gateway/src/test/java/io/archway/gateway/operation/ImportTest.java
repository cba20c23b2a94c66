package io.archway.gateway.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DicomDirectory;
import io.archway.dicom.data.DirectoryEntry;
import io.archway.dicom.data.FileMeta;
import io.archway.dicom.data.Part10;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What people name is taken, each file has its line, and the exit code says how it went. */
class ImportTest {
  private static final String WORDS = "words, long enough to be no DICOM file";

  @TempDir private Path folder;
  private final Lines report = new Lines();
  private Settings settings;

  @BeforeEach
  void load() throws Exception {
    settings =
        new SettingsLoader()
            .environment(
                Map.of(
                    "ARCHWAY_ADMIN_PASSWORD", "correct horse",
                    "ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B"))
            .load();
  }

  @Test
  void filesAndFoldersAreTakenTogether() throws Exception {
    Path a = write("a.dcm", Samples.tiny(1));
    Path b = write("sub/deep/b", Samples.tiny(2));
    Path c = write("sub/c.dcm", Samples.tiny(2));
    assertThat(run(a, folder.resolve("sub"))).isEqualTo(ExitCode.OK);
    assertThat(report.lines()).contains("stored: " + a);
    assertThat(report.lines()).containsAnyOf("stored: " + b, "stored: " + c);
    assertThat(report.last())
        .isEqualTo(
            "2 stored, 1 duplicate, 0 conflicting, 0 quarantined, 0 no DICOM object, 0 refused");
  }

  @Test
  void aNamedFileThatIsNoObjectIsAMistakeAndOneInAFolderIsNot() throws Exception {
    write("sub/a.dcm", Samples.tiny(1));
    Path text = Files.writeString(folder.resolve("sub/readme.txt"), WORDS);
    assertThat(run(folder.resolve("sub"))).isEqualTo(ExitCode.OK);
    assertThat(run(text, folder.resolve("sub"))).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(report.starting("skipped: " + text + " (no DICOM object: ")).isNotEmpty();
    assertThat(report.last()).startsWith("0 stored, 1 duplicate").contains("2 no DICOM object");
  }

  @Test
  void whereNoObjectIsFoundAtAllTheCommandSaysSo() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(run(empty)).isEqualTo(ExitCode.NOTHING_FOUND);
    Files.writeString(empty.resolve("readme.txt"), WORDS);
    assertThat(run(empty)).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(report.last()).startsWith("0 stored").contains("1 no DICOM object, 0 refused");
  }

  @Test
  void whatIsRefusedDecidesTheExitCode() throws Exception {
    settings =
        new SettingsLoader()
            .environment(
                Map.of(
                    "ARCHWAY_ADMIN_PASSWORD", "correct horse",
                    "ARCHWAY_STORE_MINIMUM_FREE_SPACE", "1024TiB"))
            .load();
    Path a = write("sub/a.dcm", Samples.tiny(1));
    assertThat(run(folder.resolve("sub"))).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(report.starting("refused: " + a + " (free space: ")).hasSize(1);
    assertThat(report.last()).endsWith("0 no DICOM object, 1 refused");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatCannotBeReadIsRefusedAndTheRestIsTaken() throws Exception {
    Path unreadable = Path.of("/proc/self/mem");
    Path a = write("a.dcm", Samples.tiny(1));
    assertThat(run(unreadable, a)).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(report.starting("refused: " + unreadable + " (cannot be read: "))
        .singleElement()
        .asString()
        .doesNotContain("Exception");
    assertThat(report.last()).startsWith("1 stored").endsWith("1 refused");
  }

  @Test
  void aFolderThatIsAMediumIsTakenWithoutItsDirectory() throws Exception {
    medium(Samples.tiny(1), Samples.tiny(2));
    assertThat(run(folder.resolve("cd"))).isEqualTo(ExitCode.OK);
    assertThat(report.starting("skipped: " + folder.resolve("cd/DICOMDIR"))).hasSize(1);
    assertThat(report.last()).startsWith("2 stored").endsWith("0 no DICOM object, 0 refused");
  }

  @Test
  void aNamedDirectoryStandsForTheFilesItNames() throws Exception {
    medium(Samples.tiny(1), Samples.tiny(2), Samples.tiny(3));
    write("cd/other.dcm", Samples.tiny(4));
    Files.move(folder.resolve("cd/IMAGES/IM0"), folder.resolve("cd/IMAGES/im0"));
    Files.delete(folder.resolve("cd/IMAGES/IM1"));
    assertThat(run(folder.resolve("cd/DICOMDIR"))).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(report.starting("stored: ")).hasSize(2);
    assertThat(report.lines())
        .contains(
            "refused: "
                + folder.resolve("cd/IMAGES/IM1")
                + " (cannot be read: no such file or folder)");
  }

  @Test
  void aDirectoryThatNamesFilesElsewhereIsRefused() throws Exception {
    DataSet record =
        new DataSet()
            .put(Tag.DIRECTORY_RECORD_TYPE, Vr.CS, "IMAGE")
            .put(Tag.REFERENCED_FILE_ID, Vr.CS, "..", "SECRET");
    Path directory = folder.resolve("DICOMDIR");
    try (OutputStream out = Files.newOutputStream(directory)) {
      Part10.write(
          FileMeta.of(
              Uids.MEDIA_STORAGE_DIRECTORY_STORAGE, "2.25.1", Uids.EXPLICIT_VR_LITTLE_ENDIAN),
          new DataSet().putItems(Tag.DIRECTORY_RECORD_SEQUENCE, record),
          out);
    }
    CommandFailure failure = catchThrowableOfType(CommandFailure.class, () -> run(directory));
    assertThat(failure).hasMessageContaining("no path below the DICOMDIR");
  }

  @Test
  void aNamedLinkLeadsToWhatItNames() throws Exception {
    write("sub/a.dcm", Samples.tiny(1));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("sub"));
    assertThat(run(link)).isEqualTo(ExitCode.OK);
    assertThat(report.last()).startsWith("1 stored");
  }

  @Test
  void aRunningGatewayTakesHundredsOfNamedFiles() throws Exception {
    List<Path> many = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      many.add(write("many/" + i, Samples.tiny(i)));
    }
    try (OpenHome open = OpenHome.open(settings, Home.open(folder.resolve("home")));
        ControlPort control = ControlPort.open(open)) {
      assertThat(control).isNotNull();
      assertThat(run(many.toArray(Path[]::new))).isEqualTo(ExitCode.OK);
    }
    assertThat(report.last()).startsWith("150 stored");
  }

  /** Files in IMAGES and a DICOMDIR that names them, below the folder cd. */
  private void medium(SampleObject... objects) throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < objects.length; i++) {
      write("cd/IMAGES/IM" + i, objects[i]);
      entries.add(
          new DirectoryEntry(
              objects[i].head(), List.of("IMAGES", "IM" + i), objects[i].transferSyntax().uid()));
    }
    Files.write(folder.resolve("cd/DICOMDIR"), DicomDirectory.write("TEST", entries));
  }

  private Path write(String name, SampleObject object) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, object.fileBytes());
  }

  private ExitCode run(Path... paths) throws Exception {
    List<String> request = new ArrayList<>(List.of("import"));
    List.of(paths).forEach(path -> request.add(path.toString()));
    return new OperationRunner(folder.resolve("home"), settings).run(request, report);
  }
}
