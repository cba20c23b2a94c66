package io.archway.index.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.PageRequest;
import io.archway.index.database.Plans;
import io.archway.index.database.TestDatabase;
import io.archway.index.disk.CrashDisk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every search of the audit, its check and its ageing are served by an index. */
class AuditPlansTest {
  private static final List<String> TABLES =
      List.of(
          "audit", "audit_record", "medium", "study", "worklist_item", "inbox", "patient_merge");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void embeddedDatabaseScansNoTable() {
    try (Database database = Database.open(TestDatabase.H2.settings())) {
      fill(database);
      Plans.remember(database);
      useAll(database);
      List<String> plans = Plans.remembered(database);
      assertThat(plans).hasSizeGreaterThan(10);
      assertThat(plans).noneMatch(plan -> Plans.scans(plan, TABLES));
    }
  }

  @Test
  void serverDatabaseScansNoTable() {
    DatabaseSettings settings = TestDatabase.POSTGRESQL.settings();
    try (Database database = Database.open(settings)) {
      fill(database);
      Plans.avoidScans(database, settings);
      database.read(handle -> handle.execute("ANALYZE"));
    }
    Map<String, Long> before;
    try (Database database = Database.open(settings)) {
      before = Plans.scans(database);
      useAll(database);
    }
    try (Database database = Database.open(settings)) {
      Map<String, Long> after = Plans.scans(database);
      assertThat(TABLES).allSatisfy(t -> assertThat(after.get(t)).as(t).isEqualTo(before.get(t)));
    }
  }

  private static void fill(Database database) {
    database.inConnection(
        connection -> {
          for (int i = 0; i < 500; i++) {
            Auditor auditor =
                new Auditor(
                    1 + i % 2, Via.HTTP, (long) (i % 7), null, null, "192.0.2.1", "showX", "r" + i);
            List<RecordKey> records = new ArrayList<>();
            records.add(new RecordKey(RecordKind.PATIENT, i % 50));
            records.add(new RecordKey(RecordKind.MEDIUM, i % 90));
            Action action = Action.values()[i % 3];
            Audit.add(
                connection, AuditEntry.of(NOW.plusSeconds(i), auditor, action, null, records));
          }
          return null;
        });
    try (AuditWriter writer = AuditWriter.open(database, new CrashDisk())) {
      new AuditSealer(database, writer).seal();
    }
  }

  private static void useAll(Database database) {
    Instant later = NOW.plusSeconds(100);
    RecordKey record = new RecordKey(RecordKind.MEDIUM, 7);
    for (AuditFilter filter :
        List.of(
            new AuditFilter(null, null, null, null, null, null),
            new AuditFilter(3L, null, null, null, null, null),
            new AuditFilter(null, null, null, Action.CREATE, null, null),
            new AuditFilter(3L, null, null, Action.CREATE, NOW, later),
            new AuditFilter(null, null, record, null, null, null),
            new AuditFilter(3L, null, record, Action.READ, NOW, later),
            new AuditFilter(null, 7L, null, null, null, null),
            new AuditFilter(3L, 7L, null, Action.READ, NOW, later))) {
      database.readInConnection(c -> AuditSearch.page(c, 1, filter, new PageRequest(1, 10)));
    }
    assertThat(new AuditCheck(database, () -> false).run().intact()).isTrue();
    database.inConnection(c -> AuditAging.deleteBefore(c, NOW.plusSeconds(10), 100));
  }
}
