package io.archway.index.worklist;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.access.Visibility;
import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.KeySequence;
import io.archway.index.database.PageRequest;
import io.archway.index.database.Plans;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.EventLog;
import io.archway.index.inbox.CandidateDao;
import io.archway.index.inbox.Decision;
import io.archway.index.inbox.DecisionAction;
import io.archway.index.inbox.DecisionDao;
import io.archway.index.inbox.MatchCandidate;
import io.archway.index.matching.Matching;
import io.archway.index.matching.MatchingRules;
import io.archway.index.patient.PatientDecision;
import io.archway.index.patient.PatientDecisions;
import io.archway.index.patient.PatientMerge;
import io.archway.index.patient.PatientMerges;
import io.archway.index.study.StudyDao;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every statement of orders, matches, decisions and merges is served by an index. */
class StatementPlansTest {
  private static final List<String> TABLES =
      List.of(
          "worklist_item",
          "scheduled_procedure_step",
          "step_station",
          "step_protocol_code",
          "person_name",
          "worklist_link",
          "worklist_history",
          "match_candidate",
          "decision",
          "patient_merge",
          "patient_merge_row",
          "inbox",
          "patient",
          "patient_word",
          "study",
          "series",
          "medium");

  @Test
  void embeddedDatabaseScansNoTable() {
    try (WorklistFixture fixture = new WorklistFixture(TestDatabase.H2)) {
      Database database = fixture.database;
      fill(fixture);
      Plans.remember(database);
      useAll(fixture);
      List<String> plans = Plans.remembered(database);
      assertThat(plans).hasSizeGreaterThan(60);
      assertThat(plans.stream().filter(plan -> Plans.scans(plan, TABLES))).isEmpty();
      assertThat(plans.stream().filter(StatementPlansTest::isList))
          .hasSizeGreaterThan(20)
          .allSatisfy(StatementPlansTest::isReadInOrder);
    }
  }

  private static boolean isList(String plan) {
    return plan.startsWith("SELECT w.worklist_item_key FROM worklist_item w WHERE");
  }

  /** By the index of the condition that leads, so that a page costs a page. */
  private static void isReadInOrder(String plan) {
    assertThat(plan).contains("index sorted");
    for (String column :
        List.of("status", "scan_status", "radiologist_key", "dentist_key", "office_key")) {
      if (plan.contains(" AND w." + column + " = ?")) {
        assertThat(plan).contains("worklist_item_by_" + column.replace("_key", ""));
      }
    }
  }

  @Test
  void serverDatabaseScansNoTable() {
    DatabaseSettings settings = TestDatabase.POSTGRESQL.settings();
    try (WorklistFixture fixture = new WorklistFixture(Database.open(settings))) {
      fill(fixture);
      Plans.avoidScans(fixture.database, settings);
      fixture.database.read(handle -> handle.execute("ANALYZE"));
    }
    Map<String, Long> before;
    try (WorklistFixture fixture = new WorklistFixture(Database.open(settings))) {
      before = Plans.scans(fixture.database);
      useAll(fixture);
    }
    try (Database database = Database.open(settings)) {
      Map<String, Long> after = Plans.scans(database);
      assertThat(TABLES).allSatisfy(t -> assertThat(after.get(t)).as(t).isEqualTo(before.get(t)));
    }
  }

  private static void fill(WorklistFixture fixture) {
    for (int i = 0; i < 300; i++) {
      long patient = fixture.patient("P" + i, "Name" + i + "^Jo", DAY.minusDays(i));
      WorklistItem item =
          fixture.insert(
              fixture.order(
                  patient, NewStep.of("PX", DAY.plusDays(i % 50), TIME).withStation("S" + i)));
      Arrivals.Arrived arrived = Arrivals.study(fixture, patient, patient, "1.2." + i, NOW);
      if (i % 2 == 0) {
        link(fixture, item, arrived);
      }
      MatchCandidate candidate =
          new MatchCandidate(
              1_000_000L + i,
              1,
              fixture.organizationKey,
              item.worklistItemKey(),
              null,
              null,
              "STUDY_UID",
              "[]");
      Daos.of(fixture.database, CandidateDao.class).insert(List.of(candidate));
      Daos.of(fixture.database, DecisionDao.class).insert(decision(fixture, i));
    }
  }

  private static void link(WorklistFixture fixture, WorklistItem item, Arrivals.Arrived arrived) {
    WorklistLink link =
        new WorklistLink(
            arrived.seriesKey(),
            item.worklistItemKey(),
            item.organizationKey(),
            arrived.studyKey(),
            null,
            MatchGrade.STUDY_UID,
            null,
            NOW);
    fixture.database.inConnection(c -> WorklistLinks.insert(c, List.of(link)));
  }

  private static Decision decision(WorklistFixture fixture, long inboxKey) {
    return Decision.of(
            fixture.database.nextKey(KeySequence.DECISION),
            fixture.organizationKey,
            DecisionAction.LINK,
            "{}",
            1L,
            "why",
            NOW)
        .about(inboxKey, inboxKey, inboxKey, null, null);
  }

  private static void useAll(WorklistFixture fixture) {
    fixture.database.inConnection(
        connection -> {
          useItems(connection, fixture);
          useLists(connection, fixture.organizationKey);
          useMatching(connection, fixture.organizationKey);
          useMerges(connection, fixture);
          return null;
        });
    useDecisions(fixture);
  }

  private static void useItems(Connection connection, WorklistFixture fixture) throws SQLException {
    WorklistItem item =
        WorklistRows.insert(
                connection,
                fixture.database.keys(),
                fixture.order(7, NewStep.of("DX", DAY, TIME)),
                NOW)
            .orElseThrow();
    long key = item.worklistItemKey();
    WorklistRows.lock(connection, item.organizationKey(), key);
    WorklistRows.update(connection, item, NOW);
    WorklistRows.replaceSteps(
        connection, fixture.database.keys(), item, List.of(NewStep.of("PX", DAY, TIME)), NOW);
    long step = WorklistRows.steps(connection, key).get(0).stepKey();
    WorklistRows.setStepStatus(connection, key, step, StepStatus.STARTED, null, NOW, null);
    WorklistRows.setMedical(connection, 1, 7, PatientMedical.UNKNOWN, NOW);
    WorklistHistory.add(
        connection,
        fixture.database.keys(),
        item,
        HistoryEntry.Action.CHANGED,
        WorklistHistory.NO_CHANGES,
        1L,
        NOW);
    WorklistRows.delete(connection, item.organizationKey(), key, NOW);
  }

  private static void useLists(Connection connection, long organization) throws SQLException {
    WorklistLists.find(connection, organization, 7);
    WorklistLists.findByOrigin(connection, organization, Origin.FILE, "x");
    WorklistLists.ofStudy(connection, organization, "1.2.3");
    WorklistLists.ofMedium(connection, organization, 7);
    QuietItems.find(connection, NOW, NOW, DAY, 10);
    WorklistLists.isAnyOrdered(connection, organization, DAY, DAY);
    Suggestions.of(connection, organization, Visibility.ALL, "name1 jo", List.of(), 5);
    Visibility few = new Visibility(List.of(1L, 2L), 3L);
    Suggestions.of(connection, organization, few, "name1 jo", List.of(), 5);
    WorklistHistory.page(connection, organization, 7, new PageRequest(1, 10));
    WorklistRows.findEvenDeleted(connection, organization, 7);
    List<WorklistFilter> filters = new ArrayList<>(List.of(WorklistFilter.ALL));
    filters.add(WorklistFilter.ALL.withSearch("name1 jo"));
    for (ItemStatus status : ItemStatus.values()) {
      filters.add(filter(status, null, null, null, null, null));
      filters.add(filter(status, ScanStatus.ARRIVED, List.of(1L), 2L, 3L, 4L));
    }
    filters.add(filter(null, ScanStatus.READY, null, null, null, null));
    filters.add(filter(null, null, List.of(1L), null, null, null));
    filters.add(filter(null, null, List.of(1L, 2L, 3L), null, null, null));
    filters.add(filter(null, null, null, 2L, null, null));
    filters.add(filter(null, null, null, null, 2L, null));
    filters.add(filter(null, null, null, null, null, 2L));
    filters.add(
        new WorklistFilter(null, null, null, null, null, null, "PX", DAY, DAY, null, false));
    for (WorklistFilter filter : filters) {
      for (WorklistOrder order : WorklistOrder.values()) {
        WorklistLists.page(
            connection, organization, Visibility.ALL, filter, order, new PageRequest(1, 10));
      }
    }
  }

  private static WorklistFilter filter(
      ItemStatus status,
      ScanStatus scan,
      List<Long> offices,
      Long dentist,
      Long radiologist,
      Long patient) {
    return new WorklistFilter(
        status, scan, offices, dentist, radiologist, patient, null, null, null, null, true);
  }

  private static void useMatching(Connection connection, long organization) throws SQLException {
    MatchCandidates.byStudy(connection, organization, "1.2.3");
    MatchCandidates.byAccessionNumber(connection, organization, "AW3");
    MatchCandidates.byRequestedProcedure(connection, organization, "RP3");
    MatchCandidates.byStep(connection, organization, "SPS3");
    ScanDay scan = new ScanDay("PX", DAY, ZoneOffset.UTC);
    MatchCandidates.isAnyScheduled(connection, organization, scan);
    MatchCandidates.byPatientId(connection, organization, "P3", scan);
    MatchCandidates.byName(connection, organization, "Name3^Jo", DAY, scan);
    UnlinkedSeries.byStudy(connection, organization, "1.2.3");
    UnlinkedSeries.byAccessionNumber(connection, organization, "AW3");
    UnlinkedSeries.byPatientId(connection, organization, "P3", scan);
    UnlinkedSeries.byName(connection, organization, "Name3^Jo", DAY, scan);
    WorklistLinks.ofItem(connection, 3);
    WorklistLinks.ofSeries(connection, List.of(3L, 4L, 5L));
    WorklistLinks.delete(connection, WorklistLinks.ofStudy(connection, 3));
  }

  private static void useMerges(Connection connection, WorklistFixture fixture)
      throws SQLException {
    long organization = fixture.organizationKey;
    PatientMerge merge =
        PatientMerges.merge(connection, fixture.database.keys(), organization, 1, 2, 1, NOW)
            .orElseThrow();
    PatientMerges.merge(connection, fixture.database.keys(), organization, 2, 5, 1, NOW)
        .orElseThrow();
    PatientMerges.ofPatient(connection, organization, 1);
    PatientMerges.into(connection, organization, 2);
    PatientMerges.gather(connection, organization, 1);
    PatientMerges.wereMerged(connection, 1, 2);
    PatientMerges.unmerge(connection, merge, NOW);
  }

  private static void useDecisions(WorklistFixture fixture) {
    usePatientDecisions(fixture);
    long organization = fixture.organizationKey;
    DecisionDao decisions = Daos.of(fixture.database, DecisionDao.class);
    decisions.find(organization, 3);
    decisions.ofInbox(organization, 3);
    decisions.ofItem(organization, 3);
    decisions.ofPatient(organization, 3);
    decisions.page(organization, Visibility.ALL, new PageRequest(1, 10));
    decisions.undo(organization, 3, 1L, "why", NOW);
    CandidateDao candidates = Daos.of(fixture.database, CandidateDao.class);
    candidates.of(organization, 3);
    candidates.ofAll(organization, List.of(3L, 4L));
    candidates.openOfItem(organization, 3);
    candidates.delete(3);
  }

  private static void usePatientDecisions(WorklistFixture fixture) {
    fixture.database.durablyInConnection(
        handle -> {
          PatientDecisions decisions =
              new PatientDecisions(handle, fixture.database.keys(), fixture.organizationKey, NOW);
          decisions.merge(3, 4, null, 9L, "why");
          decisions.unmerge(3, 9L, "why");
          PatientDecision.Done done =
              (PatientDecision.Done) decisions.correct(4, "Name9^Jo", DAY, "F", 9L, "why");
          EventLog.append(handle.getConnection(), done.events(), NOW);
          return null;
        });
    Daos.of(fixture.database, StudyDao.class).correction(fixture.organizationKey, 4);
    MatchingRules rules =
        new MatchingRules(
            Duration.ofMinutes(1), MatchingRules.WithoutOrder.NOTHING, ZoneOffset.UTC);
    assertThat(new Matching(fixture.database, rules, () -> NOW).pass()).isTrue();
  }
}
