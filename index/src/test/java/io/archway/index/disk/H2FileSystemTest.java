package io.archway.index.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2FileSystemTest {

  private static final String OPTIONS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
  private static final AtomicInteger IDS = new AtomicInteger();

  @TempDir Path folder;

  private static Connection connect(String id, String options) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:h2:archway:" + id + "/index/archway" + OPTIONS + options);
  }

  private static String mount(Disk disk) {
    String id = "h2test" + IDS.incrementAndGet();
    H2FileSystem.mount(id, disk);
    return id;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void keepsItsRowsOnARealFolderAcrossOpenings() throws Exception {
    try (FileDisk disk = FileDisk.open(folder)) {
      String id = mount(disk);
      try (Connection connection = connect(id, "")) {
        execute(connection, "create table t(id bigint primary key, v varchar)");
        execute(
            connection, "insert into t select \"X\", repeat('v', 100) from system_range(1, 5000)");
        execute(connection, "SHUTDOWN DEFRAG");
      }
      assertThat(folder.resolve("index/archway.mv.db")).exists();
      try (Connection connection = connect(id, "")) {
        assertThat(rows(connection).size()).isEqualTo(5000);
        execute(connection, "SHUTDOWN");
      }
      H2FileSystem.unmount(id);
    }
  }

  @Test
  void survivesInterrupts() throws Exception {
    try (FileDisk disk = FileDisk.open(folder)) {
      String id = mount(disk);
      try (Connection connection = connect(id, "")) {
        execute(connection, "create table t(id bigint primary key, v varchar)");
        for (int i = 0; i < 50; i++) {
          Thread.currentThread().interrupt();
          execute(connection, "insert into t values(" + i + ", repeat('v', 1000))");
          execute(connection, "CHECKPOINT SYNC");
          Thread.interrupted();
        }
        assertThat(rows(connection)).hasSize(50);
        execute(connection, "SHUTDOWN");
      }
      H2FileSystem.unmount(id);
    }
  }

  @Test
  void aSecondDatabaseOnTheSameFileIsRefused() throws Exception {
    CrashDisk disk = new CrashDisk();
    String id = mount(disk);
    H2FileSystem.Mount mount = H2FileSystem.find(id);
    try (Connection connection = connect(id, "")) {
      execute(connection, "create table t(id bigint primary key, v varchar)");
      assertThat(mount.locked()).containsExactly("index/archway.mv.db");
      execute(connection, "SHUTDOWN");
    }
    assertThat(mount.locked()).isEmpty();
    mount.locked().add("index/archway.mv.db");
    assertThatThrownBy(() -> connect(id, "").close()).hasMessageContaining("already in use");
  }

  @Test
  void aCommitForcesNothingAndACheckpointForcesOnce() throws Exception {
    CrashDisk disk = new CrashDisk();
    String id = mount(disk);
    try (Connection connection = connect(id, "")) {
      execute(connection, "create table t(id bigint primary key, v varchar)");
      execute(connection, "CHECKPOINT SYNC");
      execute(connection, "insert into t values(1, 'durable')");
      long before = disk.faults().count(Faults.Operation.FORCE);
      execute(connection, "CHECKPOINT SYNC");
      assertThat(disk.faults().count(Faults.Operation.FORCE)).isGreaterThan(before);
      execute(connection, "insert into t values(2, 'lost')");
      CrashDisk after = disk.crash();
      shutDownDead(connection);
      String next = mount(after);
      try (Connection again = connect(next, "")) {
        assertThat(rows(again)).containsExactly(1L);
        execute(again, "SHUTDOWN");
      }
    }
  }

  @Test
  void aPowerCutAtAnyMomentLosesNothingThatWasCheckpointed() throws Exception {
    int crashes = 0;
    long lost = 0;
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      CrashDisk disk = new CrashDisk();
      TreeSet<Long> durable = new TreeSet<>();
      TreeSet<Long> written = new TreeSet<>();
      for (int life = 0; life < 4; life++) {
        String id = mount(disk);
        TreeSet<Long> expected = new TreeSet<>(durable);
        TreeSet<Long> found = run(id, disk, random, durable, written);
        assertThat(found).as("seed %d life %d", seed, life).containsAll(expected);
        lost += written.size() - durable.size();
        disk = random.nextInt(4) == 0 ? disk.crash() : disk.crash(random.nextLong());
        H2FileSystem.unmount(id);
        crashes++;
      }
    }
    System.out.println(
        "H2 on the disk seam: " + crashes + " power cuts, " + lost + " rows not yet forced");
  }

  /** One life: what was found, then writes until the power is cut in the middle of one. */
  private static TreeSet<Long> run(
      String id, CrashDisk disk, Random random, TreeSet<Long> durable, TreeSet<Long> written)
      throws SQLException {
    // No retention and an early write, so that space is used again at once.
    Connection connection = connect(id, ";RETENTION_TIME=0;WRITE_DELAY=0;TRACE_LEVEL_FILE=0");
    execute(connection, "create table if not exists t(id bigint primary key, v varchar)");
    TreeSet<Long> found = rows(connection);
    written.clear();
    written.addAll(found);
    durable.clear();
    execute(connection, "CHECKPOINT SYNC");
    durable.addAll(found);
    disk.faults().failAt(5 + random.nextInt(120), Faults.Kind.POWER_CUT);
    try {
      long next = found.isEmpty() ? 1 : found.last() + 1;
      for (int i = 0; i < 200; i++) {
        insert(connection, next, random);
        written.add(next++);
        if (random.nextInt(3) == 0 && found.size() > 3) {
          long victim = written.first();
          durable.remove(victim);
          execute(connection, "delete from t where id = " + victim);
          written.remove(victim);
        }
        if (random.nextInt(4) == 0) {
          execute(connection, "CHECKPOINT SYNC");
          durable.addAll(written);
        }
      }
    } catch (SQLException powerCut) {
      assertThat(disk.faults().powerCut()).as("%s", powerCut).isTrue();
    }
    shutDownDead(connection);
    return found;
  }

  private static void insert(Connection connection, long id, Random random) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("insert into t values(?, ?)")) {
      insert.setLong(1, id);
      byte[] text = new byte[random.nextInt(20_000)];
      random.nextBytes(text);
      insert.setString(2, java.util.HexFormat.of().formatHex(text));
      insert.execute();
    }
  }

  private static TreeSet<Long> rows(Connection connection) throws SQLException {
    TreeSet<Long> ids = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select id, length(v) from t where v is not null")) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }

  /** Ends the threads of a database whose disk is gone. */
  private static void shutDownDead(Connection connection) {
    try {
      execute(connection, "SHUTDOWN IMMEDIATELY");
    } catch (SQLException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
