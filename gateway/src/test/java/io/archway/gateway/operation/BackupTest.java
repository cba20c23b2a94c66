package io.archway.gateway.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.gateway.transfer.OutgoingFile;
import io.archway.testdata.Samples;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups one after the other, and what becomes of them; with either database. */
class BackupTest {
  private static final Pattern COPIED = Pattern.compile("\\d+ files, (\\d+) bytes copied anew .*");
  private static final int FIRST = 20;

  @TempDir private Path folder;
  private final Lines report = new Lines();
  private Settings settings;
  private Path home;
  private Path backup;

  @BeforeEach
  void load() throws Exception {
    settings = settings(Map.of());
    home = folder.resolve("home");
    backup = folder.resolve("backup");
  }

  @Test
  void whatHasNotChangedIsNotCopiedAgain() throws Exception {
    take(0, FIRST);
    assertThat(backUp()).isGreaterThan(FIRST * 1_000);
    FileTime time = Files.getLastModifiedTime(segmentOf(backup));
    assertThat(backUp()).isZero();
    assertThat(Files.getLastModifiedTime(segmentOf(backup))).isEqualTo(time);
    assertThat(restored()).isEqualTo(uids(0, FIRST));
  }

  @Test
  void ofASegmentThatGrewOnlyTheNewEndIsCopied() throws Exception {
    take(0, FIRST);
    long first = backUp();
    take(FIRST, FIRST + 1);
    assertThat(backUp()).isPositive().isLessThan(first / 4);
    assertThat(segmentOf(backup)).hasSameBinaryContentAs(segmentOf(home));
    assertThat(restored()).isEqualTo(uids(0, FIRST + 1));
  }

  @Test
  void anInterruptedBackupLeavesTheOneBeforeWholeAndIsMadeGoodByTheNext() throws Exception {
    take(0, FIRST);
    backUp();
    Files.write(segmentOf(backup), new byte[5_000], StandardOpenOption.APPEND);
    assertThat(restored()).isEqualTo(uids(0, FIRST));
    take(FIRST, FIRST + 1);
    backUp();
    assertThat(segmentOf(backup)).hasSameBinaryContentAs(segmentOf(home));
  }

  @Test
  void aCopyThatEndsOtherwiseThanTheLogDoesIsMadeAnew() throws Exception {
    take(0, FIRST);
    long first = backUp();
    byte[] copy = Files.readAllBytes(segmentOf(backup));
    copy[copy.length - 9]++;
    Files.write(segmentOf(backup), copy);
    assertThat(backUp()).isEqualTo(first);
    assertThat(segmentOf(backup)).hasSameBinaryContentAs(segmentOf(home));
  }

  @Test
  void theBackupOfAnotherHomeIsNotOverwritten() throws Exception {
    take(0, FIRST);
    backUp();
    home = folder.resolve("other");
    take(50, 51);
    CommandFailure failure = catchThrowableOfType(CommandFailure.class, this::backUp);
    assertThat(failure).hasMessageContaining("backup of another data folder");
    assertThat(restored()).isEqualTo(uids(0, FIRST));
  }

  @Test
  void withPostgresTheIndexIsBuiltFromTheLogInAnEmptyDatabase() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
      settings = on(server, "first");
      take(0, FIRST);
      backUp();
      assertThat(report.lines()).anyMatch(line -> line.contains("back it up with pg_dump too"));
      report.clear();

      CommandFailure used = catchThrowableOfType(CommandFailure.class, this::restored);
      assertThat(used).hasMessageContaining("index.url: the database holds an index already");
      assertThat(folder.resolve("restored")).doesNotExist();

      settings = on(server, "second");
      assertThat(restored()).isEqualTo(uids(0, FIRST));
      assertThat(report.lines())
          .anyMatch(line -> line.startsWith("there is no copy of the index for PostgreSQL:"))
          .contains("indexed: " + FIRST + " instances");
    }
  }

  @Test
  void aBackupGoesFromOneDatabaseToTheOther() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
      take(0, FIRST);
      backUp();
      settings = on(server, "first");
      assertThat(restored()).isEqualTo(uids(0, FIRST));
      home = folder.resolve("restored");
      backup = folder.resolve("second-backup");
      backUp();
      settings = settings(Map.of());
      report.clear();
      assertThat(restore(folder.resolve("again"))).isEqualTo(ExitCode.OK);
      assertThat(exported(folder.resolve("again"))).isEqualTo(uids(0, FIRST));
      assertThat(report.lines())
          .anyMatch(line -> line.startsWith("there is no copy of the index for the embedded"));
    }
  }

  private static Settings settings(Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("ARCHWAY_ADMIN_PASSWORD", "correct horse");
    environment.put("ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B");
    return new SettingsLoader().environment(environment).load();
  }

  private static Settings on(EmbeddedPostgres server, String database) throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return settings(
        Map.of(
            "ARCHWAY_INDEX_URL",
            server.getJdbcUrl("postgres", database),
            "ARCHWAY_INDEX_USER",
            "postgres"));
  }

  private void take(int from, int to) throws Exception {
    Path samples = Files.createDirectories(folder.resolve("samples-" + from));
    for (int i = from; i < to; i++) {
      Files.write(samples.resolve(i + ".dcm"), Samples.tiny(i).fileBytes());
    }
    assertThat(run(home, "import", samples.toString())).isEqualTo(ExitCode.OK);
  }

  /** How many bytes of the log were copied. */
  private long backUp() throws Exception {
    assertThat(run(home, "backup", backup.toString())).isEqualTo(ExitCode.OK);
    Matcher copied = COPIED.matcher(report.last());
    assertThat(copied.matches()).as(report.last()).isTrue();
    return Long.parseLong(copied.group(1));
  }

  private Set<String> restored() throws Exception {
    assertThat(restore(folder.resolve("restored"))).isEqualTo(ExitCode.OK);
    return exported(folder.resolve("restored"));
  }

  private ExitCode restore(Path to) throws IOException {
    return new Restore(backup, to, settings).run(report);
  }

  private Set<String> exported(Path from) throws Exception {
    Path target = folder.resolve("exported-" + from.getFileName());
    run(from, "export", target.toString(), "", "", "", "", "");
    Set<String> uids = new TreeSet<>();
    try (Stream<Path> files = Files.walk(target)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        uids.add(OutgoingFile.read(file).sopInstanceUid());
      }
    }
    return uids;
  }

  private static Set<String> uids(int from, int to) {
    Set<String> uids = new TreeSet<>();
    for (int i = from; i < to; i++) {
      uids.add(Samples.tiny(i).sopInstanceUid());
    }
    return uids;
  }

  private ExitCode run(Path in, String... request) throws Exception {
    return new OperationRunner(in, settings).run(List.of(request), report);
  }

  /** The only one there is. */
  private static Path segmentOf(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("store/log"))) {
      return files.filter(file -> file.toString().endsWith(".seg")).findFirst().orElseThrow();
    }
  }
}
