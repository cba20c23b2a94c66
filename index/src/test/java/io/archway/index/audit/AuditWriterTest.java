package io.archway.index.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever waits for an entry is told how it went, whatever goes wrong. */
class AuditWriterTest {
  private static final Auditor USER =
      new Auditor(1, Via.HTTP, 7L, 70L, null, "192.0.2.9", "showPatient", "r-1");

  private final CrashDisk disk = new CrashDisk();
  private Database database;
  private AuditWriter writer;

  @BeforeEach
  void open() {
    database = TestDatabase.H2.open();
    writer = AuditWriter.open(database, disk);
    writer.start();
  }

  @AfterEach
  void close() {
    writer.close();
    database.close();
  }

  @Test
  void aLackOfMemoryRefusesItsGroupAndTheNextIsWritten() throws Exception {
    assertThat(record(1)).isNull();
    disk.faults().failAt(0, Faults.Kind.OUT_OF_MEMORY);
    assertThat(record(2))
        .isInstanceOf(UnrecordedException.class)
        .hasCauseInstanceOf(OutOfMemoryError.class);
    assertThat(record(3)).isNull();
    assertThat(new AuditSealer(database, writer).seal()).isEqualTo(2);
  }

  @Test
  void anAnswerThatCannotBeGivenDoesNotEndTheAudit() throws Exception {
    writer.record(
        entry(1),
        failure -> {
          throw new OutOfMemoryError("an answer");
        });
    assertThat(record(2)).isNull();
  }

  private Throwable record(long key) throws Exception {
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    writer.record(entry(key), told::complete);
    return told.get(30, TimeUnit.SECONDS);
  }

  private static AuditEntry entry(long key) {
    RecordKey record = new RecordKey(RecordKind.PATIENT, key);
    return AuditEntry.of(Instant.now(), USER, Action.READ, null, List.of(record));
  }
}
