package io.archway.index.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.access.Visibility;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.KeySequence;
import io.archway.index.database.PageRequest;
import io.archway.index.database.Plans;
import io.archway.index.database.TestDatabase;
import io.archway.index.decision.CaseReading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every list of the inbox, and what shows its entries, is served by an index. */
class InboxPlansTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final long ORGANIZATION = 1;
  private static final List<String> TABLES =
      List.of("inbox", "match_candidate", "decision", "patient", "study", "worklist_item");

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
          List<NewInboxEntry> entries = new ArrayList<>();
          InboxReason[] reasons = InboxReason.values();
          for (int i = 0; i < 500; i++) {
            entries.add(entry(database, connection, reasons[i % reasons.length], i));
          }
          return InboxRows.open(connection, entries, NOW);
        });
  }

  private static NewInboxEntry entry(
      Database database, Connection connection, InboxReason reason, int i) throws SQLException {
    return new NewInboxEntry(
        database.keys().next(connection, KeySequence.INBOX),
        ORGANIZATION,
        reason,
        "subject " + i,
        null,
        null,
        null,
        null,
        null,
        (long) (i % 7),
        "{}");
  }

  private static void useAll(Database database) {
    database.inConnection(
        connection -> {
          for (InboxFilter filter : filters()) {
            for (InboxOrder order : InboxOrder.values()) {
              List<InboxEntry> found =
                  InboxLists.page(connection, ORGANIZATION, filter, order, new PageRequest(1, 10))
                      .rows();
              CaseReading.of(connection, ORGANIZATION, Visibility.ALL, found);
            }
          }
          InboxLists.find(connection, ORGANIZATION, 7);
          InboxLists.lock(connection, ORGANIZATION, 7);
          InboxLists.lockOfStudy(connection, ORGANIZATION, 7);
          InboxReason reason = InboxReason.INSTANCE_CONFLICT;
          return InboxLists.lockOpen(connection, ORGANIZATION, reason, List.of("a", "b"));
        });
  }

  private static List<InboxFilter> filters() {
    List<InboxFilter> filters = new ArrayList<>();
    for (InboxState state : InboxState.values()) {
      filters.add(InboxFilter.of(state));
    }
    InboxState open = InboxState.OPEN;
    List<InboxReason> one = List.of(InboxReason.QUARANTINED);
    List<InboxReason> two = List.of(InboxReason.QUARANTINED, InboxReason.ORDER_UNMATCHED);
    filters.add(new InboxFilter(open, one, null, null, null));
    filters.add(new InboxFilter(open, two, null, null, null));
    filters.add(new InboxFilter(open, null, List.of(1L), null, null));
    filters.add(new InboxFilter(open, null, List.of(1L, 2L), null, null));
    filters.add(new InboxFilter(open, one, List.of(1L), NOW, null));
    filters.add(new InboxFilter(open, null, null, NOW, NOW));
    return filters;
  }
}
