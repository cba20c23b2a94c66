package io.archway.index.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import io.archway.index.disk.H2FileSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;

/** The embedded database on the disk that loses whatever was not forced. */
class DurabilityTest {
  private static final AtomicInteger MOUNTS = new AtomicInteger();
  private static final int WRITERS = 4;
  private static final int EACH = 10;
  private static final String INSERT =
      "INSERT INTO sign_in_failure (subject, failures, first_at) VALUES (?, 0, CURRENT_TIMESTAMP)"
          + " ON CONFLICT DO NOTHING";

  @Test
  void whatWasWrittenDurablySurvivesAPowerCut() throws Exception {
    CrashDisk disk = new CrashDisk();
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    Database database = open(disk);
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<CompletableFuture<Void>> writing = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      String prefix = "w" + writer + "-";
      writing.add(CompletableFuture.runAsync(() -> write(database, prefix, acknowledged), threads));
    }
    writing.forEach(CompletableFuture::join);
    threads.shutdown();
    CrashDisk afterCut = disk.crash();
    database.close();
    assertThat(acknowledged).hasSize(WRITERS * EACH);
    try (Database reopened = open(afterCut)) {
      assertThat(subjects(reopened)).containsAll(acknowledged);
    }
  }

  @Test
  void fullDiskMakesTheIndexUnavailableUntilThereIsSpaceAgain() {
    CrashDisk disk = new CrashDisk();
    try (Database database = open(disk)) {
      insert(database, "before");
      disk.setCapacityBytes(1);
      assertThatThrownBy(() -> insert(database, "x".repeat(300)))
          .isInstanceOf(IndexUnavailableException.class);
      disk.setCapacityBytes(Long.MAX_VALUE);
      await().ignoreExceptions().until(() -> insert(database, "after") == 1);
      assertThat(subjects(database)).contains("before", "after");
    }
  }

  /** H2 opens its file anew after a failure: a force that succeeds then says nothing of before. */
  @Test
  void whatWasLostBesideAFailureOfOthersIsNotSaidToBeThere() {
    CrashDisk disk = new CrashDisk();
    try (Database database = open(disk)) {
      insert(database, "before");
      long setbacks = database.setbacks();
      database.inTransaction(handle -> handle.execute(INSERT, "beside"));
      disk.faults().failAt(0, Faults.Kind.FAIL);
      Database arrivals = database.forArrivals();
      assertThatThrownBy(() -> arrivals.force(arrivals.setbacks()))
          .isInstanceOf(IndexUnavailableException.class);
      await().ignoreExceptions().until(() -> subjects(database).equals(List.of("before")));
      assertThatThrownBy(() -> database.force(setbacks))
          .isInstanceOf(IndexUnavailableException.class);
      database.force(database.setbacks());
      assertThat(insert(database, "after")).isOne();
    }
  }

  /**
   * A connection of the broken database that somebody still holds must not be in the way of those
   * of the one that was opened anew, also while somebody holds one of these.
   */
  @Test
  void aConnectionOfTheBrokenDatabaseDoesNotKeepOthersFromTheNext() {
    CrashDisk disk = new CrashDisk();
    try (Database database = open(disk)) {
      insert(database, "before");
      Database arrivals = database.forArrivals();
      AtomicInteger seen = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  arrivals.read(
                      broken -> {
                        breakBy(disk, database);
                        seen.set(database.read(next -> seenBeside(broken, next, arrivals)));
                        return count(broken);
                      }))
          .isInstanceOf(IndexUnavailableException.class);
      assertThat(seen.get()).isEqualTo(2);
      assertThat(database.setbacks()).isOne();
      assertThat(insert(database, "after")).isOne();
    }
  }

  @Test
  void whatWasRememberedIsAskedForAgainAfterASetback() {
    CrashDisk disk = new CrashDisk();
    try (Database database = open(disk)) {
      insert(database, "before");
      ShortMemory<String, Integer> memory = new ShortMemory<>(database);
      memory.get("rows", () -> Optional.of(1));
      assertThat(memory.get("rows", () -> Optional.of(2))).hasValue(1);
      breakBy(disk, database);
      assertThat(memory.get("rows", () -> Optional.of(3))).hasValue(3);
      memory.forget();
      assertThat(memory.get("rows", Optional::empty)).isEmpty();
      assertThat(memory.get("rows", () -> Optional.of(4))).hasValue(4);
    }
  }

  private static int seenBeside(Handle broken, Handle next, Database arrivals) {
    assertThatThrownBy(() -> count(broken)).isInstanceOf(JdbiException.class);
    return arrivals.read(DurabilityTest::count) + count(next);
  }

  private static void breakBy(CrashDisk disk, Database database) {
    disk.faults().failAt(0, Faults.Kind.FAIL);
    assertThatThrownBy(() -> insert(database, "lost"))
        .isInstanceOf(IndexUnavailableException.class);
    await().ignoreExceptions().until(() -> database.read(DurabilityTest::count) == 1);
  }

  private static int count(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM sign_in_failure").mapTo(int.class).one();
  }

  private static Database open(CrashDisk disk) {
    String id = "durability-" + MOUNTS.incrementAndGet();
    return Database.open(DatabaseSettings.h2(H2FileSystem.mount(id, disk) + "index"));
  }

  private static void write(Database database, String prefix, Set<String> acknowledged) {
    for (int i = 0; i < EACH; i++) {
      insert(database, prefix + i);
      acknowledged.add(prefix + i);
    }
  }

  private static int insert(Database database, String subject) {
    return database.durably(handle -> handle.execute(INSERT, subject));
  }

  private static List<String> subjects(Database database) {
    return database.read(
        handle ->
            handle.createQuery("SELECT subject FROM sign_in_failure").mapTo(String.class).list());
  }
}
