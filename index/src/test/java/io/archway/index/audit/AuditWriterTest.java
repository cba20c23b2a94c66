package io.archway.index.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
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

  @Test
  void longListsAreRefusedWhereTooManyBytesAreNotSealed() throws Exception {
    AuditEntry entry = entryOfManyRecords();
    List<CompletableFuture<Throwable>> told = new ArrayList<>();
    for (int i = 0; i < 8_000; i++) {
      CompletableFuture<Throwable> one = new CompletableFuture<>();
      writer.record(entry, one::complete);
      told.add(one);
    }
    long kept = 0;
    for (CompletableFuture<Throwable> one : told) {
      kept += one.get(60, TimeUnit.SECONDS) == null ? 1 : 0;
    }
    assertThat(kept * entry.text().length()).isBetween(8L << 20, 16L << 20);
    assertThat(record(1)).isInstanceOf(UnrecordedException.class);
    writer.sealed(kept);
    assertThat(record(1)).isNull();
    assertThat(writer.unsealed(2)).hasSize(1);
  }

  private static AuditEntry entryOfManyRecords() {
    List<RecordKey> records =
        LongStream.range(0, AuditEntry.MAX_RECORDS)
            .mapToObj(key -> new RecordKey(RecordKind.WORKLIST_ITEM, 1_000_000 + key))
            .toList();
    return AuditEntry.of(Instant.now(), USER, Action.READ, null, records);
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
