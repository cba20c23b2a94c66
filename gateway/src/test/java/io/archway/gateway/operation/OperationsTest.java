package io.archway.gateway.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Part10Reader;
import io.archway.dicom.dict.Tag;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.gateway.transfer.OutgoingFile;
import io.archway.index.database.PageRequest;
import io.archway.index.organization.Organization;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientDao;
import io.archway.index.patient.PatientDecisions;
import io.archway.testdata.SampleKind;
import io.archway.testdata.SampleOptions;
import io.archway.testdata.SampleStudies;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations on homes, with and without a gateway that holds them. */
class OperationsTest {
  @TempDir private Path folder;
  private final Lines report = new Lines();
  private Settings settings;
  private Path home;
  private Path samples;

  @BeforeEach
  void makeSamples() throws Exception {
    settings =
        new SettingsLoader()
            .environment(
                Map.of(
                    "ARCHWAY_ADMIN_PASSWORD", "correct horse",
                    "ARCHWAY_STORE_SMALL_OBJECT_LIMIT", "64KiB",
                    "ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B"))
            .load();
    home = folder.resolve("home");
    samples = samples("samples", 1);
  }

  @Test
  void whatIsImportedIsExportedUnchanged() throws Exception {
    Files.writeString(samples.resolve("readme.txt"), "words, long enough to be no DICOM file");
    assertThat(run("import", samples.toString())).isEqualTo(ExitCode.OK);
    assertThat(report.starting("stored: ")).hasSize(21);
    assertThat(report.starting("skipped: ")).hasSize(1);
    assertThat(report.last())
        .isEqualTo(
            "21 stored, 0 duplicate, 0 conflicting, 0 quarantined, 1 no DICOM object, 0 refused");
    report.clear();
    assertThat(run("import", samples.toString())).isEqualTo(ExitCode.OK);
    assertThat(report.starting("duplicate: ")).hasSize(21);
    Files.delete(samples.resolve("readme.txt"));
    assertThat(exported(home)).isEqualTo(dataSets(samples));
  }

  @Test
  void anExportCanBeNarrowedAndRepeated() throws Exception {
    run("import", samples.toString());
    Path target = folder.resolve("narrow");
    assertThat(run("export", target.toString(), "nobody", "", "", "", ""))
        .isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(report.lines()).contains("0 studies, 0 files");
    run("export", target.toString(), "", "", "2999-01-01", "", "");
    assertThat(target).doesNotExist();
    run("export", target.toString(), "", "", "2000-01-01", "", "");
    run("export", target.toString(), "", "", "", "", "");
    assertThat(dataSets(target)).isEqualTo(dataSets(samples));
  }

  @Test
  void anExportCarriesACorrectedPatientAlsoAfterAReindex() throws Exception {
    run("import", samples.toString());
    correct("Roe^Jane");
    Map<String, DataSet> corrected = heads("corrected", "", "");
    assertThat(corrected).hasSize(21);
    assertThat(corrected.values())
        .allSatisfy(
            head -> {
              assertThat(head.string(Tag.PATIENT_NAME)).isEqualTo("Roe^Jane");
              assertThat(head.item(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE)).isNotNull();
            });
    correct("Poe^Jane");
    assertThat(heads("corrected", "", "").values())
        .as("other copies of the same length")
        .allMatch(head -> head.string(Tag.PATIENT_NAME).equals("Poe^Jane"));
    assertThat(heads("medium", "dicomdir", "").values())
        .allMatch(head -> head.string(Tag.PATIENT_NAME).equals("Poe^Jane"));
    heads("raw", "", "raw");
    assertThat(dataSets(folder.resolve("raw"))).isEqualTo(dataSets(samples));
    assertThat(new Reindex(home, settings).run(report)).isEqualTo(ExitCode.OK);
    assertThat(heads("again", "", "").values())
        .allMatch(head -> head.string(Tag.PATIENT_NAME).equals("Poe^Jane"));
  }

  @Test
  void whatCannotCarryItsCorrectedPatientIsLeftOutAndSaid() throws Exception {
    Path file;
    try (Stream<Path> files = Files.walk(samples)) {
      file =
          files
              .filter(path -> path.toString().contains("panoramic"))
              .filter(Files::isRegularFile)
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    int rows = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("(\0\20\0US");
    Path broken = Files.createDirectory(folder.resolve("broken")).resolve("broken.dcm");
    Files.write(broken, Arrays.copyOf(bytes, rows + 9));
    run("import", broken.toString());
    correct("Roe^Jane");
    Path target = folder.resolve("whole");
    assertThat(run("export", target.toString(), "", "", "", "", ""))
        .isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(report.starting("left out: ")).hasSize(1).allMatch(line -> line.contains("--raw"));
    assertThat(run("export", target.toString(), "", "", "", "", "raw")).isEqualTo(ExitCode.OK);
    assertThat(dataSets(target)).isEqualTo(dataSets(broken.getParent()));
  }

  /** All patients, as a person would over HTTP. */
  private void correct(String name) throws Exception {
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      open.database()
          .durablyInConnection(
              handle -> {
                for (Organization organization : handle.attach(OrganizationDao.class).list()) {
                  long key = organization.organizationKey();
                  Instant now = Instant.now();
                  PatientDecisions decisions =
                      new PatientDecisions(handle, open.database().keys(), key, now);
                  for (Patient patient :
                      handle
                          .attach(PatientDao.class)
                          .page(key, null, new PageRequest(1, 9))
                          .rows()) {
                    decisions.correct(
                        patient.patientKey(), name, patient.birthDate(), "F", null, "misheard");
                  }
                }
                return null;
              });
    }
  }

  /** What exported files say of themselves, by SOP Instance UID. */
  private Map<String, DataSet> heads(String name, String layout, String raw) throws Exception {
    Path target = folder.resolve(name);
    assertThat(run("export", target.toString(), "", "", "", layout, raw)).isEqualTo(ExitCode.OK);
    Map<String, DataSet> heads = new TreeMap<>();
    try (Stream<Path> files = Files.walk(target)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        if (!path.getFileName().toString().matches("DICOMDIR|INDEX.CSV")) {
          try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            DataSet head = Part10Reader.read(in, ParseLimits.DEFAULT).dataSet();
            heads.put(head.string(Tag.SOP_INSTANCE_UID), head);
          }
        }
      }
    }
    return heads;
  }

  @Test
  void aBackupIsRestoredToTheSameObjectsAndUsers() throws Exception {
    Path backup = folder.resolve("backup");
    run("import", samples.toString());
    run("backup", backup.toString());
    run("import", samples("more", 2).toString());
    report.clear();
    run("backup", backup.toString());
    Path restored = folder.resolve("restored");
    assertThat(new Restore(backup, restored, settings).run(report)).isEqualTo(ExitCode.OK);
    assertThat(report.lines()).noneMatch(line -> line.contains("password"));
    assertThat(exported(restored)).isEqualTo(exported(home)).hasSize(42);
  }

  @Test
  void aSecondBackupCopiesOnlyWhatIsNew() throws Exception {
    Path backup = folder.resolve("backup");
    run("import", samples.toString());
    run("backup", backup.toString());
    Map<Path, FileTime> before = times(backup);
    run("import", samples("more", 2).toString());
    run("backup", backup.toString());
    Map<Path, FileTime> after = times(backup);
    List<Path> same =
        before.keySet().stream().filter(p -> before.get(p).equals(after.get(p))).toList();
    assertThat(same).isNotEmpty();
    assertThat(after.keySet()).filteredOn(path -> path.toString().contains("index-")).hasSize(1);
  }

  @Test
  void aRestoreTouchesNoHomeThatHoldsDataAndNeedsABackup() throws Exception {
    run("import", samples.toString());
    run("backup", folder.resolve("backup").toString());
    CommandFailure used =
        catchThrowableOfType(
            CommandFailure.class,
            () -> new Restore(folder.resolve("backup"), home, settings).run(report));
    assertThat(used.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(used).hasMessageContaining("holds data already");
    CommandFailure none =
        catchThrowableOfType(
            CommandFailure.class,
            () -> new Restore(samples, folder.resolve("new"), settings).run(report));
    assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aNewIndexIsBuiltFromTheLogAlone() throws Exception {
    run("import", samples.toString());
    Map<String, Integer> before = exported(home);
    report.clear();
    assertThat(new Reindex(home, settings).run(report)).isEqualTo(ExitCode.OK);
    assertThat(report.lines()).contains("reindexed: 21 instances");
    Files.move(folder.resolve("exported-home"), folder.resolve("exported-before"));
    assertThat(exported(home)).isEqualTo(before);
    assertThat(report.starting("the old index is kept in store/index.old-")).hasSize(1);
    assertThat(new Reindex(home, settings).run(report)).isEqualTo(ExitCode.OK);
  }

  @Test
  void theGatewayThatHoldsTheHomeDoesTheWork() throws Exception {
    try (OpenHome open = OpenHome.open(settings, Home.open(home));
        ControlPort control = ControlPort.open(open)) {
      assertThat(control).isNotNull();
      assertThat(run("import", samples.toString())).isEqualTo(ExitCode.OK);
      assertThat(report.starting("stored: ")).hasSize(21);
      assertThat(report.lastDone()).isEqualTo(report.lastTotal()).isEqualTo(21);
      assertThat(run("backup", folder.resolve("backup").toString())).isEqualTo(ExitCode.OK);
      CommandFailure failure =
          catchThrowableOfType(CommandFailure.class, () -> run("no-such-operation"));
      assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    }
    assertThat(exported(home)).isEqualTo(dataSets(samples));
  }

  @Test
  void withoutTheTokenNothingIsDone() throws Exception {
    try (OpenHome open = OpenHome.open(settings, Home.open(home));
        ControlPort control = ControlPort.open(open)) {
      assertThat(control).isNotNull();
      ControlFile right = ControlFile.read(home).orElseThrow();
      new ControlFile(right.port(), "0".repeat(right.token().length())).write(home);
      assertThat(
              catchThrowableOfType(CommandFailure.class, () -> run("import", samples.toString())))
          .hasMessageContaining("gave the command up");
      assertThat(report.lines()).isEmpty();
    }
  }

  @Test
  void theDataFolderIsNeitherImportedNorWrittenInto() throws Exception {
    run("import", samples.toString());
    Path inside = home.resolve("store");
    for (List<String> request :
        List.of(
            List.of("import", home.toString()),
            List.of("import", inside.resolve("archway.lock").toString()),
            List.of("import", folder.toString()),
            List.of("backup", home.toString()),
            List.of("backup", inside.resolve("x").toString()),
            List.of("export", inside.toString(), "", "", "", "", ""))) {
      CommandFailure failure =
          catchThrowableOfType(CommandFailure.class, () -> run(request.toArray(String[]::new)));
      assertThat(failure).as(request.toString()).isNotNull();
      assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    }
    assertThat(exported(home)).isEqualTo(dataSets(samples));
  }

  @Test
  void whatOnlyReadsMakesNoDataFolder() {
    for (List<String> request :
        List.of(
            List.of("check", ""),
            List.of("backup", folder.resolve("b").toString()),
            List.of("export", folder.resolve("e").toString(), "", "", "", "", ""))) {
      assertThat(
              catchThrowableOfType(
                  CommandFailure.class,
                  () ->
                      new OperationRunner(folder.resolve("typo"), settings)
                          .run(request, new Lines())))
          .as(request.toString())
          .isNotNull();
    }
    assertThat(folder.resolve("typo")).doesNotExist();
  }

  private ExitCode run(String... request) throws Exception {
    return new OperationRunner(home, settings).run(List.of(request), report);
  }

  private Path samples(String name, long seed) throws IOException {
    Path target = folder.resolve(name);
    SampleOptions options =
        SampleOptions.small(seed)
            .withKinds(EnumSet.of(SampleKind.FULL_MOUTH, SampleKind.PDF, SampleKind.PANORAMIC))
            .withRadiographRows(160);
    SampleStudies.write(target, options, (file, bytes, done, total) -> {});
    return target;
  }

  /** Everything in a home, through an export. */
  private Map<String, Integer> exported(Path from) throws Exception {
    Path target = folder.resolve("exported-" + from.getFileName());
    new OperationRunner(from, settings)
        .run(List.of("export", target.toString(), "", "", "", "", ""), new Lines());
    return dataSets(target);
  }

  /** SOP Instance UIDs and hashes of the data sets below a folder. */
  private static Map<String, Integer> dataSets(Path root) throws IOException {
    Map<String, Integer> dataSets = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        OutgoingFile file = OutgoingFile.read(path);
        byte[] all = Files.readAllBytes(path);
        byte[] dataSet = Arrays.copyOfRange(all, (int) file.dataSetOffset(), all.length);
        dataSets.put(file.sopInstanceUid(), Arrays.hashCode(dataSet));
      }
    }
    return dataSets;
  }

  private static Map<Path, FileTime> times(Path root) throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        times.put(path, Files.getLastModifiedTime(path));
      }
    }
    return times;
  }
}
