package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.gateway.ExitCode;
import io.archway.gateway.operation.OperationRunner;
import io.archway.gateway.operation.Report;
import io.archway.gateway.operation.Restore;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.testdata.SampleObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a gateway that receives all the while, and what a restore makes of them. */
class BackupUnderLoadTest {
  private static final Pattern COPIED = Pattern.compile("\\d+ files, (\\d+) bytes copied anew .*");
  private static final int OBJECTS = 100;
  private static final int OVER_HTTP = 10;

  private final Lines report = new Lines();
  @TempDir private Path folder;
  private Path home;
  private Path backup;

  @Test
  void bringBackEverythingThatWasAcknowledgedBefore() throws Exception {
    home = folder.resolve("home");
    backup = folder.resolve("backup");
    try (LocalGateway gateway = LocalGateway.start(home, environment(Map.of()))) {
      ConstantLoad.Acknowledged first = backUpUnderLoad(gateway, 1_000);
      Map<String, Object> closed = closedSegments();
      assertThat(closed).as("closed segments").isNotEmpty();
      assertIsBack(restored("first", Map.of()), Map.of(), first, true);

      long before = bytesOf(backup.resolve("store"));
      ConstantLoad.Acknowledged second = backUpUnderLoad(gateway, 11_000);
      assertThat(copiedBytes()).isLessThan(bytesOf(backup.resolve("store")) - before / 2);
      assertThat(closedSegments()).as("not copied again").containsAllEntriesOf(closed);
      Path restored = restored("second", Map.of());
      assertIsBack(restored, Map.of(), first, true);
      assertIsBack(restored, Map.of(), second, true);
    }
  }

  /** The log alone is copied: what it holds is back, under ids of the new index. */
  @Test
  void bringBackEveryObjectWithPostgres() throws Exception {
    home = folder.resolve("home");
    backup = folder.resolve("backup");
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
      try (LocalGateway gateway =
          LocalGateway.start(home, environment(database(server, "received")))) {
        ConstantLoad.Acknowledged acknowledged = backUpUnderLoad(gateway, 1_000);
        Map<String, String> index = database(server, "restored");
        assertIsBack(restored("restored", index), index, acknowledged, false);
      }
    }
  }

  /** What was acknowledged before the backup began; it goes on until the backup has ended. */
  private ConstantLoad.Acknowledged backUpUnderLoad(LocalGateway gateway, int firstSeed)
      throws Exception {
    try (ConstantLoad load = ConstantLoad.on(gateway, firstSeed)) {
      load.await(OBJECTS, OVER_HTTP);
      ConstantLoad.Acknowledged before = load.acknowledged();
      assertThat(run(home, Map.of(), "backup", backup.toString())).isEqualTo(ExitCode.OK);
      assertThat(load.acknowledged().objects())
          .as("received meanwhile")
          .hasSizeGreaterThan(before.objects().size());
      return before;
    }
  }

  private Path restored(String name, Map<String, String> index) throws Exception {
    Path to = folder.resolve(name);
    assertThat(new Restore(backup, to, settings(index)).run(report))
        .as(() -> report.toString())
        .isEqualTo(ExitCode.OK);
    assertThat(run(to, index, "check", "")).as(() -> report.toString()).isEqualTo(ExitCode.OK);
    assertThat(report.last()).endsWith("nothing wrong");
    return to;
  }

  private static void assertIsBack(
      Path restored,
      Map<String, String> index,
      ConstantLoad.Acknowledged acknowledged,
      boolean withIndex)
      throws Exception {
    try (LocalGateway gateway = LocalGateway.start(restored, environment(index))) {
      ApiCaller caller = ApiCaller.signIn(gateway);
      for (int seed : acknowledged.objects()) {
        SampleObject object = ConstantLoad.object(seed);
        JsonNode row = caller.get("/api/instance/" + object.sopInstanceUid());
        assertThat(row.toString()).contains("\"TEST\"", "127.0.0.1");
        assertThat(caller.bytes("/api/instance/" + object.sopInstanceUid() + "/file"))
            .endsWith(object.dataSetBytes());
      }
      if (withIndex) {
        for (Map.Entry<Long, String> patient : acknowledged.patients().entrySet()) {
          assertThat(caller.get("/api/patient/" + patient.getKey()).toString())
              .contains(patient.getValue());
        }
        for (Map.Entry<Long, Integer> letter : acknowledged.letters().entrySet()) {
          assertThat(caller.bytes("/api/media/" + letter.getKey() + "/download"))
              .isEqualTo(ConstantLoad.letter(letter.getValue()));
        }
      }
    }
  }

  private long copiedBytes() {
    Matcher copied = COPIED.matcher(report.last());
    assertThat(copied.matches()).as(report.last()).isTrue();
    return Long.parseLong(copied.group(1));
  }

  /** All copies of segments but the last, and when each was written. */
  private Map<String, Object> closedSegments() throws IOException {
    List<Path> segments;
    try (var files = Files.list(backup.resolve("store/log"))) {
      segments =
          files
              .filter(file -> file.toString().endsWith(".seg"))
              .sorted(Comparator.comparing(file -> file.getFileName().toString()))
              .toList();
    }
    Map<String, Object> closed = new TreeMap<>();
    for (Path segment : segments.subList(0, segments.size() - 1)) {
      BasicFileAttributes attributes = Files.readAttributes(segment, BasicFileAttributes.class);
      closed.put(
          segment.getFileName().toString(),
          List.of(attributes.lastModifiedTime(), attributes.fileKey()));
    }
    return closed;
  }

  private static long bytesOf(Path of) throws IOException {
    try (var files = Files.walk(of)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static Map<String, String> environment(Map<String, String> index) {
    Map<String, String> environment = new HashMap<>(index);
    environment.put("ARCHWAY_ADMIN_PASSWORD", LocalGateway.PASSWORD);
    environment.put("ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B");
    environment.put("ARCHWAY_STORE_SEGMENT_SIZE", "1MiB");
    environment.put("ARCHWAY_STORE_SMALL_OBJECT_LIMIT", "128KiB");
    return environment;
  }

  private static Map<String, String> database(EmbeddedPostgres server, String name)
      throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return Map.of(
        "ARCHWAY_INDEX_URL", server.getJdbcUrl("postgres", name), "ARCHWAY_INDEX_USER", "postgres");
  }

  private static Settings settings(Map<String, String> index) throws Exception {
    return new SettingsLoader().environment(environment(index)).load();
  }

  private ExitCode run(Path in, Map<String, String> index, String... request) throws Exception {
    report.clear();
    return new OperationRunner(in, settings(index)).run(List.of(request), report);
  }

  /** What the commands told. */
  private static final class Lines implements Report {
    private final List<String> lines = new ArrayList<>();

    @Override
    public synchronized void line(String text) {
      lines.add(text);
    }

    @Override
    public void progress(String label, long done, long total) {}

    synchronized String last() {
      return lines.get(lines.size() - 1);
    }

    synchronized void clear() {
      lines.clear();
    }

    @Override
    public synchronized String toString() {
      return String.join("\n", lines);
    }
  }
}
