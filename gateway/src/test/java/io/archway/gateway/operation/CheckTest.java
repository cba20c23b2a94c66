package io.archway.gateway.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.study.Deletion;
import io.archway.index.study.RetentionDao;
import io.archway.testdata.SampleKind;
import io.archway.testdata.SampleOptions;
import io.archway.testdata.SampleStudies;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Homes that are whole, damaged, repaired, and indexed anew. */
class CheckTest {
  private static final int OBJECTS = 21;
  private static final Instant FUTURE = Instant.parse("2100-01-01T00:00:00Z");

  @TempDir private Path folder;
  private final Lines report = new Lines();
  private Settings settings;
  private Path home;

  @BeforeEach
  void fill() throws Exception {
    settings =
        new SettingsLoader()
            .environment(
                Map.of(
                    "ARCHWAY_ADMIN_PASSWORD", "correct horse",
                    "ARCHWAY_STORE_SMALL_OBJECT_LIMIT", "64KiB",
                    "ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B"))
            .load();
    home = folder.resolve("home");
    SampleOptions options =
        SampleOptions.small(1)
            .withKinds(EnumSet.of(SampleKind.FULL_MOUTH, SampleKind.PDF, SampleKind.PANORAMIC))
            .withRadiographRows(256);
    SampleStudies.write(folder.resolve("samples"), options, (file, bytes, done, total) -> {});
    assertThat(run("import", folder.resolve("samples").toString())).isEqualTo(ExitCode.OK);
    report.lines.clear();
  }

  @Test
  void aWholeHomeIsFoundWhole() throws Exception {
    assertThat(run("check", "")).isEqualTo(ExitCode.OK);
    assertThat(report.lines)
        .singleElement()
        .asString()
        .endsWith("%d living records, %d rows: nothing wrong".formatted(OBJECTS, OBJECTS));
  }

  @Test
  void rowsThatAreMissingAreFoundAndMadeAnew() throws Exception {
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      open.database().inConnection(connection -> Deletion.delete(connection, List.of(3L, 5L, 7L)));
    }
    assertThat(run("check", "")).isEqualTo(ExitCode.DAMAGED);
    assertThat(report.starting("wrong: index: record ")).hasSize(3);
    report.lines.clear();
    assertThat(run("check", "repair")).isEqualTo(ExitCode.OK);
    assertThat(report.lines).last().asString().endsWith("nothing wrong");
    assertThat(run("check", "")).isEqualTo(ExitCode.OK);
  }

  @Test
  void rowsThatNameAnotherPlaceAreMovedAndThoseWithoutARecordAreToldOnly() throws Exception {
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      open.database()
          .inTransaction(
              handle ->
                  handle.execute(
                      "UPDATE instance SET byte_offset = byte_offset + 8 WHERE record_number = 4"));
    }
    assertThat(run("check", "")).isEqualTo(ExitCode.DAMAGED);
    assertThat(report.starting("wrong: index: record 4: its row names another place")).hasSize(1);
    assertThat(run("check", "repair")).isEqualTo(ExitCode.OK);
  }

  @Test
  void aChangedByteIsFoundAndNothingIsDestroyed() throws Exception {
    Path segment = files(home.resolve("store/log")).get(0);
    Path large = files(home.resolve("store/large")).get(0);
    long inSegment;
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      inSegment =
          open.database()
              .read(
                  handle ->
                      handle
                          .createQuery("SELECT max(byte_offset) FROM instance")
                          .mapTo(long.class)
                          .one());
    }
    flip(segment, inSegment + 1_000);
    flip(large, 1_000);
    byte[] before = Files.readAllBytes(large);
    assertThat(run("check", "repair")).isEqualTo(ExitCode.DAMAGED);
    assertThat(report.starting("wrong: CONTENT_DAMAGED log/")).hasSize(2);
    assertThat(report.starting("wrong: LARGE_FILE_DAMAGED large/")).hasSize(2);
    assertThat(large).hasBinaryContent(before);
  }

  @Test
  void aLargeFileThatIsGoneIsTold() throws Exception {
    Files.delete(files(home.resolve("store/large")).get(0));
    assertThat(run("check", "")).isEqualTo(ExitCode.DAMAGED);
    assertThat(report.starting("wrong: LARGE_FILE_MISSING")).hasSize(1);
  }

  @Test
  void aFileThatNothingNamesIsMovedAside() throws Exception {
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      Path stray = files(home.resolve("store/large")).get(0).resolveSibling("stray");
      Files.writeString(stray, "nobody knows me");
      Operation check = Operation.of(List.of("check", "repair"));
      assertThat(check.run(open, report)).isEqualTo(ExitCode.OK);
      assertThat(stray).doesNotExist();
    }
    assertThat(report.starting("repaired: moved aside to store/quarantine/")).hasSize(1);
    assertThat(files(home.resolve("store/quarantine"))).hasSize(1);
  }

  @Test
  void aNewIndexTakesOverWhatTheLogDoesNotHold() throws Exception {
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      open.database().durably(this::decide);
    }
    assertThat(new Reindex(home, settings).run(report)).isEqualTo(ExitCode.OK);
    assertThat(report.lines).noneMatch(line -> line.contains("password"));
    assertThat(run("check", "")).isEqualTo(ExitCode.OK);
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      open.database()
          .read(
              handle -> {
                RetentionDao retention = handle.attach(RetentionDao.class);
                assertThat(retention.candidates(1, FUTURE, false, 100)).isEmpty();
                OrganizationDao organizations = handle.attach(OrganizationDao.class);
                assertThat(organizations.offices(1)).hasSize(2);
                organizations.insertOffice(1, "Third", Instant.EPOCH);
                assertThat(organizations.offices(1)).hasSize(3);
                return null;
              });
    }
  }

  private Void decide(Handle handle) {
    RetentionDao retention = handle.attach(RetentionDao.class);
    retention
        .candidates(1, FUTURE, false, 100)
        .forEach(study -> retention.hold(1, study.studyKey(), "legal", Instant.EPOCH));
    handle.attach(OrganizationDao.class).insertOffice(1, "Second", Instant.EPOCH);
    return null;
  }

  @Test
  void aNewIndexIsBuiltWithoutAnOldOneThatCannotBeRead() throws Exception {
    Files.writeString(home.resolve("store/index/archway.mv.db"), "x".repeat(100_000));
    assertThat(new Reindex(home, settings).run(report)).isEqualTo(ExitCode.OK);
    assertThat(report.starting("the old index cannot be read")).hasSize(1);
    assertThat(report.lines).contains("reindexed: " + OBJECTS + " instances");
    assertThat(run("check", "")).isEqualTo(ExitCode.OK);
  }

  private static void flip(Path file, long position) throws Exception {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, position);
      one.put(0, (byte) ~one.get(0)).rewind();
      channel.write(one, position);
    }
  }

  private static List<Path> files(Path root) throws Exception {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private ExitCode run(String... request) throws Exception {
    return new OperationRunner(home, settings).run(List.of(request), report);
  }

  private static final class Lines implements Report {
    private final List<String> lines = new ArrayList<>();

    @Override
    public synchronized void line(String text) {
      lines.add(text);
    }

    @Override
    public void progress(String label, long done, long total) {
      assertThat(done).isBetween(0L, total);
    }

    List<String> starting(String prefix) {
      return lines.stream().filter(line -> line.startsWith(prefix)).toList();
    }
  }
}
