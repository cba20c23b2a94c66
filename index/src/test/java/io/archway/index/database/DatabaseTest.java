package io.archway.index.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.store.LogPosition;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class DatabaseTest {
  @Parameter TestDatabase kind;
  private DatabaseSettings settings;
  private Database database;

  @BeforeEach
  void open() {
    settings = kind.settings();
    database = Database.open(settings);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatWasCommittedIsThereAfterReopening() {
    database.inConnection(
        connection -> {
          LogPositions.advance(connection, "default", new LogPosition(3, 4), LogPosition.START);
          return null;
        });
    database.close();
    database = Database.open(settings);
    assertThat(position()).isEqualTo(new LogPosition(3, 4));
  }

  @Test
  void nothingIsWrittenBehindWhatTheIndexHasLost() {
    LogPosition known = new LogPosition(2, 7);
    assertThatThrownBy(() -> advance(new LogPosition(3, 4), known))
        .isInstanceOf(IndexBehindException.class)
        .matches(failure -> Database.isPassing((RuntimeException) failure));
    advance(known, LogPosition.START);
    advance(new LogPosition(3, 4), known);
    advance(known, new LogPosition(3, 4));
    assertThatThrownBy(() -> advance(new LogPosition(3, 6), new LogPosition(3, 5)))
        .isInstanceOf(IndexBehindException.class);
    assertThat(position()).isEqualTo(new LogPosition(3, 4));
  }

  private void advance(LogPosition to, LogPosition known) {
    database.inConnection(
        connection -> {
          LogPositions.advance(connection, "default", to, known);
          return null;
        });
  }

  @Test
  void failedWorkIsRolledBackAndItsExceptionKept() {
    IllegalStateException failure = new IllegalStateException("no");
    assertThatThrownBy(
            () ->
                database.inConnection(
                    connection -> {
                      LogPositions.advance(
                          connection, "default", new LogPosition(3, 4), LogPosition.START);
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(position()).isEqualTo(new LogPosition(0, 0));
  }

  @Test
  void schemaOfANewerProgramIsRefused() {
    database.inConnection(
        connection ->
            Statements.update(
                connection,
                "UPDATE flyway_schema_history SET version = '999' WHERE version = '1'",
                binding -> {}));
    database.close();
    assertThatThrownBy(() -> Database.open(settings))
        .isInstanceOfSatisfying(
            IndexOpenException.class,
            e -> assertThat(e.reason()).isEqualTo(IndexOpenException.Reason.NEWER_THAN_PROGRAM))
        .hasMessageContaining("999 (expected: <= " + Schema.VERSION);
  }

  @Test
  void commitListenersHearOfEveryCommitAndOfNoRollback() {
    AtomicInteger commits = new AtomicInteger();
    database.onCommit(commits::incrementAndGet);
    database.durably(handle -> handle.execute("UPDATE event_counter SET last_number = 1"));
    database.inTransaction(handle -> handle.execute("UPDATE event_counter SET last_number = 2"));
    assertThatThrownBy(() -> database.inTransaction(handle -> handle.execute("nonsense")))
        .isInstanceOf(RuntimeException.class)
        .isNotInstanceOf(IndexUnavailableException.class);
    assertThat(commits).hasValue(2);
  }

  @Test
  void workThatMetAnotherTransactionBeginsAnew() {
    AtomicInteger attempts = new AtomicInteger();
    int result =
        database.inConnection(
            3,
            connection -> {
              if (attempts.incrementAndGet() < 3) {
                throw new ConcurrentChangeException("again");
              }
              return 7;
            });
    assertThat(result).isEqualTo(7);
    assertThatThrownBy(
            () ->
                database.inConnection(
                    2,
                    connection -> {
                      attempts.incrementAndGet();
                      throw new SQLException("deadlock", "40001");
                    }))
        .isInstanceOf(SqlFailureException.class);
    assertThat(attempts).hasValue(5);
    int alike =
        database.inTransaction(
            handle -> {
              if (attempts.incrementAndGet() < 8) {
                throw new ConcurrentChangeException("again");
              }
              return 9;
            });
    assertThat(alike).isEqualTo(9);
  }

  @Test
  void keysAreUniqueAmongThreadsAndGateways() throws Exception {
    try (Database other = kind == TestDatabase.POSTGRESQL ? Database.open(settings) : null) {
      List<Callable<List<Long>>> takers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Database taker = other != null && i % 2 == 1 ? other : database;
        takers.add(() -> take(taker, 120));
      }
      List<Long> all = new ArrayList<>();
      ExecutorService threads = Executors.newFixedThreadPool(takers.size());
      for (Future<List<Long>> taken : threads.invokeAll(takers)) {
        assertThat(taken.get()).isSorted();
        all.addAll(taken.get());
      }
      threads.shutdown();
      assertThat(new TreeSet<>(all)).hasSameSizeAs(all).hasSize(480);
    }
  }

  private static List<Long> take(Database database, int count) {
    List<Long> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(database.nextKey(KeySequence.PATIENT));
    }
    return keys;
  }

  @Test
  void versionOfTheProgramIsThatOfTheMigrations() {
    int installed =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT max(CAST(version AS integer)) FROM flyway_schema_history")
                    .mapTo(int.class)
                    .one());
    assertThat(installed).isEqualTo(Schema.VERSION);
  }

  private LogPosition position() {
    return database.inConnection(connection -> LogPositions.find(connection, "default"));
  }
}
