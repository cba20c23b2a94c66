package io.archway.index.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.database.Database;
import io.archway.index.database.PageRequest;
import io.archway.index.database.TestDatabase;
import io.archway.index.disk.CrashDisk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was told is sealed in order, once, and whoever touches a sealed row is found out. */
class AuditChainTest {
  private static final Auditor USER =
      new Auditor(1, Via.HTTP, 7L, 70L, null, "192.0.2.9", "showPatient", "r-1");
  private static final Auditor OTHER = Auditor.command(2, "import");
  private static final PageRequest ALL = new PageRequest(1, 100);

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void changesAndReadsAreSealedInOneChainThatFits(TestDatabase kind) throws Exception {
    try (Running on = new Running(kind.open(), new CrashDisk())) {
      on.change(RecordKind.PATIENT, 5);
      on.read(RecordKind.PATIENT, 5, RecordKind.MEDIUM, 9);
      on.change(RecordKind.MEDIUM, 9);
      assertThat(on.sealer.seal()).isEqualTo(3);
      assertThat(on.sealer.seal()).isZero();
      AuditCheck.Result result = on.check();
      assertThat(result.intact()).as(result.what()).isTrue();
      assertThat(result.rows()).isEqualTo(3);
      assertThat(on.positions()).containsExactly(1L, 2L, 3L);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aChangeThatIsRolledBackLeavesNothing(TestDatabase kind) throws Exception {
    try (Running on = new Running(kind.open(), new CrashDisk())) {
      assertThatThrownBy(
              () ->
                  on.database.inTransaction(
                      handle -> {
                        Audit.changed(handle, USER, RecordKind.PATIENT, 5, Action.UPDATE);
                        throw new IllegalStateException("not to be");
                      }))
          .hasMessage("not to be");
      assertThat(on.sealer.seal()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void whoeverTouchesARowIsFoundOut(TestDatabase kind) throws Exception {
    List<String> changes = new ArrayList<>();
    for (String change :
        List.of(
            "user_key = 8",
            "user_key = NULL",
            "token_key = 1",
            "organization_key = 2",
            "action = 'DELETE'",
            "via = 'COMMAND'",
            "address = '192.0.2.1'",
            "operation = 'listPatients'",
            "request_id = 'r-2'",
            "status = 404",
            "records = 'PATIENT:6'",
            "records = 'NOBODY:6'",
            "records_omitted = 1",
            "occurred_at = occurred_at + INTERVAL '1' SECOND",
            "seal = '" + "0".repeat(64) + "'")) {
      changes.add("UPDATE audit SET " + change + " WHERE audit_position = 3");
    }
    for (String change : changes) {
      assertBroken(kind, change, 3);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void whoeverTakesPutsInOrMovesARowIsFoundOut(TestDatabase kind) throws Exception {
    assertBroken(kind, "DELETE FROM audit WHERE audit_position = 3", 3);
    assertBroken(kind, "DELETE FROM audit WHERE audit_position = 1", 1);
    assertBroken(kind, "DELETE FROM audit WHERE audit_position = 5", 5);
    assertBroken(kind, "DELETE FROM audit WHERE audit_position >= 4", 4);
    assertBroken(kind, "DELETE FROM audit", 1);
    assertBroken(kind, insert(6, 5), 6);
    assertBroken(kind, insert(0, 5), 0);
    assertBroken(
        kind,
        "UPDATE audit SET audit_position = 100 WHERE audit_position = 2;"
            + "UPDATE audit SET audit_position = 2 WHERE audit_position = 3;"
            + "UPDATE audit SET audit_position = 3 WHERE audit_position = 100",
        2);
    assertBroken(
        kind,
        "DELETE FROM audit WHERE audit_position = 5;" + "UPDATE audit_chain SET last_position = 4",
        4);
    assertBroken(kind, "DELETE FROM audit_chain", 0);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void whoeverHidesARowFromSearchesIsFoundOut(TestDatabase kind) throws Exception {
    assertBroken(kind, "DELETE FROM audit_record WHERE first_position = 4", 4);
    assertBroken(kind, "UPDATE audit_record SET told_key = 99 WHERE first_position = 2", 2);
  }

  private static String insert(long position, long like) {
    return """
        INSERT INTO audit (audit_position, organization_key, occurred_at, action, via, operation,
          records, records_omitted, seal)
        SELECT %d, organization_key, occurred_at, action, via, operation, records,
          records_omitted, seal
        FROM audit WHERE audit_position = %d
        """
        .formatted(position, like);
  }

  /** Of five rows, each sealed alone. */
  private static void assertBroken(TestDatabase kind, String tampering, long at) throws Exception {
    try (Running on = new Running(kind.open(), new CrashDisk())) {
      for (int i = 1; i <= 5; i++) {
        on.change(RecordKind.PATIENT, i);
        on.sealer.seal();
      }
      assertThat(on.check().intact()).isTrue();
      on.database.inTransaction(
          handle -> {
            for (String statement : tampering.split(";")) {
              handle.execute(statement);
            }
            return null;
          });
      AuditCheck.Result result = on.check();
      assertThat(result.intact()).as(tampering).isFalse();
      assertThat(result.firstBroken()).as(tampering + ": " + result.what()).isEqualTo(at);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void oldRowsGoAndTheRestStillFits(TestDatabase kind) throws Exception {
    try (Running on = new Running(kind.open(), new CrashDisk())) {
      for (int i = 0; i < 10; i++) {
        on.add(Instant.parse("2026-01-0" + Math.min(9, i + 1) + "T00:00:00Z"), i);
        on.sealer.seal();
      }
      Instant before = Instant.parse("2026-01-06T00:00:00Z");
      assertThat(on.age(before, 3)).isEqualTo(3);
      assertThat(on.age(before, 3)).isEqualTo(2);
      assertThat(on.age(before, 3)).isZero();
      assertThat(on.check().intact()).isTrue();
      assertThat(on.check().state().anchorPosition()).isEqualTo(5);
      assertThat(on.positions()).hasSize(5);
      on.database.inTransaction(
          handle -> handle.execute("DELETE FROM audit WHERE audit_position = 6"));
      assertThat(on.age(Instant.parse("2027-01-01T00:00:00Z"), 100)).isZero();
      assertThat(on.check().firstBroken()).isEqualTo(6);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void entriesAreFoundByUserRecordActionAndTime(TestDatabase kind) throws Exception {
    try (Running on = new Running(kind.open(), new CrashDisk())) {
      on.change(RecordKind.PATIENT, 5);
      on.read(RecordKind.PATIENT, 55, RecordKind.MEDIUM, 5);
      on.database.inTransaction(
          handle -> {
            Audit.changed(handle, OTHER, RecordKind.PATIENT, 5, Action.CREATE);
            return null;
          });
      on.sealer.seal();
      assertThat(on.found(1, new AuditFilter(null, null, null, null, null, null))).hasSize(2);
      assertThat(on.found(2, new AuditFilter(null, null, null, null, null, null))).hasSize(1);
      assertThat(on.found(1, new AuditFilter(7L, null, null, null, null, null))).hasSize(2);
      assertThat(on.found(1, new AuditFilter(8L, null, null, null, null, null))).isEmpty();
      RecordKey patient = new RecordKey(RecordKind.PATIENT, 5);
      assertThat(on.found(1, new AuditFilter(null, null, patient, null, null, null)))
          .singleElement()
          .satisfies(row -> assertThat(row.entry().action()).isEqualTo(Action.UPDATE));
      assertThat(on.found(1, new AuditFilter(null, 55L, null, null, null, null))).hasSize(1);
      assertThat(on.found(1, new AuditFilter(null, null, null, Action.READ, null, null)))
          .hasSize(1);
      Instant later = Instant.now().plusSeconds(60);
      assertThat(on.found(1, new AuditFilter(null, null, null, null, later, null))).isEmpty();
      assertThat(on.found(1, new AuditFilter(null, null, null, null, null, later))).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void whatWasAnsweredIsSealedAfterAPowerCut(TestDatabase kind) throws Exception {
    CrashDisk disk = new CrashDisk();
    Database database = kind.open();
    Running on = new Running(database, disk);
    for (int i = 0; i < 20; i++) {
      on.read(RecordKind.PATIENT, i, RecordKind.MEDIUM, i);
      if (i == 7) {
        on.sealer.seal();
      }
    }
    CrashDisk after = disk.crash(7);
    try (Running again = new Running(database, after)) {
      assertThat(again.sealer.seal()).isEqualTo(12);
      again.read(RecordKind.PATIENT, 99, RecordKind.MEDIUM, 1);
      assertThat(again.sealer.seal()).isOne();
      assertThat(again.check().intact()).isTrue();
      assertThat(again.positions()).hasSize(21);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void anEntryOfTheJournalThatIsNoneOfOursHoldsNothingUp(TestDatabase kind) throws Exception {
    CrashDisk disk = new CrashDisk();
    AuditJournal.id(disk);
    String foreign = entry(1).text().replace("READ", "FORESEE");
    try (AuditJournal journal = AuditJournal.open(disk, 0).journal()) {
      journal.append(List.of(foreign, entry(2).text()));
    }
    try (Running on = new Running(kind.open(), disk)) {
      assertThat(on.sealer.seal()).isOne();
      on.read(RecordKind.PATIENT, 3, RecordKind.MEDIUM, 9);
      assertThat(on.sealer.seal()).isOne();
      assertThat(on.check().intact()).isTrue();
      assertThat(on.pending()).containsExactly(foreign);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void entriesThatAreNoneOfOursDoNotKeepOthersWaiting(TestDatabase kind) throws Exception {
    try (Running on = new Running(kind.open(), new CrashDisk())) {
      on.database.inTransaction(
          handle -> {
            for (int i = 0; i <= AuditSealer.MOST_AT_ONCE; i++) {
              handle.execute("INSERT INTO audit_pending (entry) VALUES ('foreign')");
            }
            return null;
          });
      on.change(RecordKind.PATIENT, 5);
      on.sealer.seal();
      assertThat(on.positions()).containsExactly(1L);
      assertThat(on.pending()).hasSize(AuditSealer.MOST_AT_ONCE + 1);
      assertThat(on.sealer.seal()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void severalGatewaysSealOneChain(TestDatabase kind) throws Exception {
    try (Database database = kind.open()) {
      AuditWriter one = AuditWriter.open(database, new CrashDisk());
      AuditWriter two = AuditWriter.open(database, new CrashDisk());
      one.start();
      two.start();
      AuditSealer first = new AuditSealer(database, one);
      AuditSealer second = new AuditSealer(database, two);
      List<CompletableFuture<Integer>> sealings = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Running.read(one, entry(i));
        Running.read(two, entry(100 + i));
        sealings.add(CompletableFuture.supplyAsync(first::seal));
        sealings.add(CompletableFuture.supplyAsync(second::seal));
      }
      int sealed = 0;
      for (CompletableFuture<Integer> sealing : sealings) {
        sealed += sealing.get(60, TimeUnit.SECONDS);
      }
      assertThat(sealed + first.seal() + second.seal()).isEqualTo(80);
      one.close();
      two.close();
      assertThat(new AuditCheck(database, () -> false).run().intact()).isTrue();
    }
  }

  private static AuditEntry entry(long key) {
    return AuditEntry.of(
        Instant.now(), USER, Action.READ, null, List.of(new RecordKey(RecordKind.PATIENT, key)));
  }

  /** A writer and a sealer on a database and a disk of their own. */
  private static final class Running implements AutoCloseable {
    final Database database;
    final AuditWriter writer;
    final AuditSealer sealer;

    Running(Database database, CrashDisk disk) {
      this.database = database;
      this.writer = AuditWriter.open(database, disk);
      this.sealer = new AuditSealer(database, writer);
      writer.start();
    }

    void change(RecordKind kind, long key) {
      database.inTransaction(
          handle -> {
            Audit.changed(handle, USER, kind, key, Action.UPDATE);
            return null;
          });
    }

    void add(Instant at, long key) {
      RecordKey record = new RecordKey(RecordKind.PATIENT, key);
      database.inConnection(
          connection -> {
            Audit.add(connection, AuditEntry.of(at, USER, Action.UPDATE, null, List.of(record)));
            return null;
          });
    }

    void read(RecordKind kind, long key, RecordKind other, long otherKey) throws Exception {
      List<RecordKey> records = List.of(new RecordKey(kind, key), new RecordKey(other, otherKey));
      read(writer, AuditEntry.of(Instant.now(), USER, Action.READ, null, records));
    }

    static void read(AuditWriter writer, AuditEntry entry) throws Exception {
      CompletableFuture<Throwable> told = new CompletableFuture<>();
      writer.record(entry, told::complete);
      assertThat(told.get(30, TimeUnit.SECONDS)).isNull();
    }

    AuditCheck.Result check() {
      return new AuditCheck(database, () -> false).run();
    }

    int age(Instant before, int most) {
      return database.inConnection(c -> AuditAging.deleteBefore(c, before, most));
    }

    List<Long> positions() {
      return database.read(
          handle ->
              handle
                  .createQuery("SELECT audit_position FROM audit ORDER BY audit_position")
                  .mapTo(Long.class)
                  .list());
    }

    List<String> pending() {
      return database.read(
          handle ->
              handle
                  .createQuery("SELECT entry FROM audit_pending ORDER BY pending_key")
                  .mapTo(String.class)
                  .list());
    }

    List<SealedEntry> found(long organizationKey, AuditFilter filter) {
      return database
          .readInConnection(c -> AuditSearch.page(c, organizationKey, filter, ALL))
          .rows();
    }

    @Override
    public void close() {
      writer.close();
      database.close();
    }
  }
}
