package io.archway.index.decision;

import static io.archway.index.decision.DecisionFixture.CLERK;
import static io.archway.index.decision.DecisionFixture.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.index.access.Visibility;
import io.archway.index.database.Daos;
import io.archway.index.database.KeySequence;
import io.archway.index.database.TestDatabase;
import io.archway.index.decision.DecisionFixture.Linked;
import io.archway.index.decision.DecisionFixture.Waiting;
import io.archway.index.decision.RefusedDecisionException.Refusal;
import io.archway.index.event.Event;
import io.archway.index.event.EventDao;
import io.archway.index.event.EventType;
import io.archway.index.inbox.Decision;
import io.archway.index.inbox.DecisionAction;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxLists;
import io.archway.index.matching.PerformedStepWrites;
import io.archway.index.medium.MediumRows;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.study.RequestAttributes;
import io.archway.index.worklist.Arrivals;
import io.archway.index.worklist.Arrivals.Arrived;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.MatchGrade;
import io.archway.index.worklist.PerformedMessage;
import io.archway.index.worklist.PerformedStatus;
import io.archway.index.worklist.PerformedStep;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class InboxDecisionsTest {
  private static final int ROUNDS = 60;

  @Parameter TestDatabase kind;
  private DecisionFixture clinic;

  @BeforeEach
  void open() {
    clinic = new DecisionFixture(kind);
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  /** Whatever is decided about whatever kind, taking it back leaves no trace but the audit. */
  @Test
  void undoRestoresExactly() {
    List<Waiting> waiting =
        List.of(
            clinic.ambiguous(),
            clinic.unidentified(),
            clinic.contradicting(),
            clinic.doubtful(),
            clinic.sameStudy(),
            clinic.alike(),
            clinic.conflicting());
    Random random = new Random(4711);
    for (int i = 0; i < ROUNDS; i++) {
      Waiting entry = waiting.get(i % waiting.size());
      int which = random.nextInt(entry.choices().size() + 1);
      Map<String, List<String>> before = RowSnapshot.of(clinic.fixture.database);
      clinic.now = clinic.now.plusSeconds(1);
      if (which == entry.choices().size()) {
        clinic.decisions.reject(clinic.organization, entry.inboxKey(), CLERK);
      } else {
        clinic.decisions.choose(
            clinic.organization, entry.inboxKey(), entry.choices().get(which), CLERK);
      }
      assertThat(RowSnapshot.of(clinic.fixture.database)).isNotEqualTo(before);
      clinic.now = clinic.now.plusSeconds(1);
      clinic.decisions.undo(clinic.organization, entry.inboxKey(), OTHER);
      assertThat(RowSnapshot.of(clinic.fixture.database))
          .as("round %d: %s", i, which)
          .isEqualTo(before);
    }
  }

  /** Images are taken from an order that the gateway or a person gave them to, in any turns. */
  @Test
  void undoRestoresWhatWasLinkedExactly() {
    Linked linked = clinic.linked();
    long waits = unlink(linked.arrived(), linked.itemKey());
    clinic.now = clinic.now.plusSeconds(1);
    clinic.decisions.undo(clinic.organization, waits, OTHER);
    Waiting waiting = clinic.ambiguous();
    long study = entry(waiting).studyKey();
    Random random = new Random(1742);
    for (int i = 0; i < ROUNDS; i++) {
      Deque<Map<String, List<String>>> before = new ArrayDeque<>();
      boolean ambiguous = random.nextBoolean();
      long inbox = ambiguous ? waiting.inboxKey() : waits;
      long from = ambiguous ? 0 : linked.itemKey();
      for (int turns = 1 + random.nextInt(4); turns > 0; turns--) {
        clinic.now = clinic.now.plusSeconds(1);
        before.push(RowSnapshot.of(clinic.fixture.database));
        if (from == 0) {
          Choice.Item chosen = (Choice.Item) waiting.choices().get(random.nextInt(2));
          clinic.decisions.choose(clinic.organization, inbox, chosen, CLERK);
          from = chosen.worklistItemKey();
        } else {
          long taken = ambiguous ? study : linked.arrived().studyKey();
          clinic.decisions.unlink(clinic.organization, taken, from, CLERK);
          from = 0;
        }
        if (random.nextBoolean()) {
          clinic.follow();
        }
      }
      while (!before.isEmpty()) {
        clinic.now = clinic.now.plusSeconds(1);
        clinic.decisions.undo(clinic.organization, inbox, OTHER);
        if (random.nextBoolean()) {
          clinic.follow();
        }
        assertThat(RowSnapshot.of(clinic.fixture.database))
            .as("round %d, %d left", i, before.size() - 1)
            .isEqualTo(before.pop());
      }
    }
  }

  private long unlink(Arrived arrived, long itemKey) {
    return clinic.decisions.unlink(clinic.organization, arrived.studyKey(), itemKey, CLERK);
  }

  @Test
  void everyEntryThatAChosenVersionClosedIsToldOfWhenItOpensAgain() {
    Waiting entry = clinic.conflicting();
    clinic.decisions.choose(clinic.organization, entry.inboxKey(), entry.choices().get(2), CLERK);
    clinic.decisions.undo(clinic.organization, entry.inboxKey(), OTHER);
    assertThat(told(EventType.INBOX_CLOSED)).hasSize(2).contains(entry.inboxKey());
    assertThat(told(EventType.INBOX_OPENED))
        .containsExactlyInAnyOrderElementsOf(told(EventType.INBOX_CLOSED));
  }

  private List<Long> told(EventType type) {
    return Daos.of(clinic.fixture.database, EventDao.class)
        .afterOf(clinic.organization, 0, 1_000)
        .stream()
        .filter(event -> type.name().equals(event.eventType()))
        .map(Event::inboxKey)
        .toList();
  }

  /** The same where the gateway has gone on meanwhile. */
  @Test
  void undoRestoresAnItemThatBecameReadyMeanwhile() {
    Waiting entry = clinic.ambiguous();
    Map<String, List<String>> before = RowSnapshot.of(clinic.fixture.database);
    Choice.Item chosen = (Choice.Item) entry.choices().get(0);
    clinic.decisions.confirm(clinic.organization, entry.inboxKey(), chosen, CLERK);
    clinic.follow();
    clinic.now = clinic.now.plus(DecisionFixture.QUIET).plusSeconds(1);
    clinic.follow();
    assertThat(item(chosen).scanStatus()).isEqualTo(ScanStatus.READY);
    clinic.decisions.undo(clinic.organization, entry.inboxKey(), OTHER);
    assertThat(RowSnapshot.of(clinic.fixture.database)).isEqualTo(before);
    clinic.follow();
    assertThat(RowSnapshot.of(clinic.fixture.database)).isEqualTo(before);
  }

  @Test
  void aConfirmedOrderOfAnAgentShowsTheImagesThatAreHereUntilUndone() {
    Waiting entry = clinic.ambiguous();
    Choice.Item chosen = (Choice.Item) entry.choices().get(0);
    WorklistItem agents = item(chosen);
    long external =
        clinic.fixture.database.inConnection(
            c ->
                MediumRows.insertExternal(
                    c,
                    clinic.fixture.database.keys(),
                    clinic.organization,
                    clinic.fixture.officeKey,
                    agents.patientKey(),
                    null,
                    "{}",
                    clinic.now));
    clinic.fixture.update(agents.edit().medium(external).build());
    clinic.decisions.confirm(clinic.organization, entry.inboxKey(), chosen, CLERK);
    assertThat(item(chosen).mediumKey()).isNotNull().isNotEqualTo(external);
    clinic.follow();
    clinic.decisions.undo(clinic.organization, entry.inboxKey(), OTHER);
    assertThat(item(chosen).mediumKey()).isEqualTo(external);
  }

  @Test
  void aConfirmedOrderFollowsAsIfTheGatewayHadLinkedIt() {
    Waiting entry = clinic.ambiguous();
    Choice.Item chosen = (Choice.Item) entry.choices().get(1);
    Decision decision =
        clinic.decisions.confirm(clinic.organization, entry.inboxKey(), chosen, CLERK);
    WorklistItem item = item(chosen);
    assertThat(item.scanStatus()).isEqualTo(ScanStatus.ARRIVED);
    assertThat(item.mediumKey()).isNotNull();
    assertThat(links(chosen))
        .hasSize(1)
        .allSatisfy(
            link -> {
              assertThat(link.grade()).isEqualTo(MatchGrade.DECIDED);
              assertThat(link.decisionKey()).isEqualTo(decision.decisionKey());
              assertThat(link.stepKey()).isNotNull();
            });
    assertThat(entry(entry)).extracting(InboxEntry::state).isEqualTo(InboxEntry.RESOLVED);
    assertThat(decision.action()).isEqualTo(DecisionAction.CONFIRM);
    assertThat(decision.decidedByKey()).isEqualTo(9);
    assertThat(decision.decidedWhy()).isEqualTo("looked at the images");
    assertThat(types()).contains("ITEM_ARRIVED", "INBOX_CLOSED");
  }

  @Test
  void onlyWhatIsProposedCanBeConfirmed() {
    Waiting entry = clinic.ambiguous();
    long stranger = clinic.fixture.patient("X", "Other^One", DecisionFixture.BORN);
    Choice.Item other = new Choice.Item(clinic.order(stranger).worklistItemKey());
    assertThat(
            refused(
                    () ->
                        clinic.decisions.confirm(
                            clinic.organization, entry.inboxKey(), other, CLERK))
                .refusal())
        .isEqualTo(Refusal.IN_THE_WAY);
    clinic.decisions.choose(clinic.organization, entry.inboxKey(), other, CLERK);
    assertThat(links(other)).hasSize(1);
  }

  @Test
  void whatDoesNotFitIsNamedAndChangesNothing() {
    Waiting entry = clinic.ambiguous();
    Waiting conflict = clinic.conflicting();
    Waiting alike = clinic.alike();
    Map<String, List<String>> before = RowSnapshot.of(clinic.fixture.database);
    assertThat(unfit(entry, new Choice.Patient(1))).isEqualTo("worklist_item_id");
    assertThat(unfit(entry, new Choice.Item(999_999))).isEqualTo("worklist_item_id");
    assertThat(unfit(conflict, new Choice.Version(4))).isEqualTo("version");
    assertThat(unfit(conflict, new Choice.Item(1))).isEqualTo("version");
    assertThat(unfit(alike, new Choice.Patient(999_999))).isEqualTo("patient_id");
    assertThat(unfit(alike, new Choice.Version(1))).isEqualTo("patient_id");
    assertThat(RowSnapshot.of(clinic.fixture.database)).isEqualTo(before);
  }

  private String unfit(Waiting entry, Choice choice) {
    return unfit(entry, choice, CLERK);
  }

  private String unfit(Waiting entry, Choice choice, Author author) {
    RefusedDecisionException refused =
        refused(
            () -> clinic.decisions.choose(clinic.organization, entry.inboxKey(), choice, author));
    assertThat(refused.refusal()).isEqualTo(Refusal.UNFIT);
    return refused.field();
  }

  @Test
  void anotherOrganizationDecidesNothing() {
    Waiting entry = clinic.ambiguous();
    long other = clinic.fixture.organization("other");
    assertThat(refused(() -> clinic.decisions.reject(other, entry.inboxKey(), CLERK)).refusal())
        .isEqualTo(Refusal.NOT_FOUND);
    assertThat(refused(() -> clinic.decisions.undo(other, entry.inboxKey(), CLERK)).refusal())
        .isEqualTo(Refusal.NOT_FOUND);
  }

  @Test
  void ofTwoWhoDecideAtOnceOneIsToldWhoWasFirst() throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i < 10; i++) {
        Waiting entry = clinic.ambiguous();
        List<Callable<Object>> both =
            List.of(
                () ->
                    clinic.decisions.confirm(
                        clinic.organization, entry.inboxKey(), entry.choices().get(0), CLERK),
                () ->
                    clinic.decisions.confirm(
                        clinic.organization, entry.inboxKey(), entry.choices().get(1), OTHER));
        List<Decision> made = new ArrayList<>();
        List<RefusedDecisionException> refused = new ArrayList<>();
        for (Future<Object> done : two.invokeAll(both)) {
          try {
            made.add((Decision) done.get());
          } catch (ExecutionException e) {
            refused.add((RefusedDecisionException) e.getCause());
          }
        }
        assertThat(made).hasSize(1);
        assertThat(refused)
            .singleElement()
            .satisfies(
                one -> {
                  assertThat(one.refusal()).isEqualTo(Refusal.DECIDED);
                  assertThat(one.decidedByKey()).isEqualTo(made.get(0).decidedByKey());
                  assertThat(one.decidedAt()).isEqualTo(made.get(0).decidedAt());
                });
      }
    } finally {
      two.shutdown();
    }
  }

  @Test
  void imagesThatComeLaterFollowADecisionAndComeBackWithIt() {
    Waiting entry = clinic.ambiguous();
    Choice.Item chosen = (Choice.Item) entry.choices().get(0);
    clinic.decisions.choose(clinic.organization, entry.inboxKey(), chosen, CLERK);
    long study = entry(entry).studyKey();
    Arrived arrived = new Arrived(study, 0, item(chosen).mediumKey());
    addSeries(study);
    clinic.now = clinic.now.plusSeconds(5);
    clinic.tell(EventType.MEDIUM_UPDATED, arrived, 1);
    clinic.follow();
    assertThat(links(chosen)).hasSize(2);
    clinic.decisions.undo(clinic.organization, entry.inboxKey(), CLERK);
    assertThat(links(chosen)).isEmpty();
    assertThat(item(chosen).scanStatus()).isEqualTo(ScanStatus.SCHEDULED);
    assertThat(item(chosen).mediumKey()).isNull();
    assertThat(entry(entry).state()).isEqualTo(InboxEntry.OPEN);
  }

  private void addSeries(long study) {
    long key = clinic.fixture.database.nextKey(KeySequence.SERIES);
    clinic.fixture.database.inTransaction(
        handle ->
            handle.execute(
                """
                INSERT INTO series (series_key, organization_key, study_key, series_instance_uid,
                  modality, instance_count, size_bytes)
                VALUES (?, ?, ?, '9.9', 'PX', 1, 1)
                """,
                key,
                clinic.organization,
                study));
  }

  @Test
  void moreImagesOfASeriesThatWasLinkedBeforeKeepTheirFlag() {
    Waiting entry = clinic.ambiguous();
    Choice.Item chosen = orderOf(patient());
    Arrived first = imagesOf(chosen);
    clinic.fixture.update(item(chosen).edit().status(ItemStatus.COMPLETE, clinic.now).build());
    clinic.now = clinic.now.plusSeconds(5);
    clinic.decisions.choose(clinic.organization, entry.inboxKey(), chosen, CLERK);
    more(first);
    clinic.decisions.undo(clinic.organization, entry.inboxKey(), OTHER);
    assertThat(links(chosen)).extracting(WorklistLink::studyKey).containsExactly(first.studyKey());
    assertThat(item(chosen).hasImagesAfterReport()).isTrue();
    assertThat(item(chosen).progress().lastArrivedAt()).isEqualTo(clinic.now);
  }

  @Test
  void anItemWhoseOtherImagesStillComeDoesNotBecomeReadyByUndoing() {
    Waiting entry = clinic.ambiguous();
    Choice.Item chosen = orderOf(patient());
    Arrived first = imagesOf(chosen);
    quiet();
    assertThat(item(chosen).scanStatus()).isEqualTo(ScanStatus.READY);
    clinic.decisions.choose(clinic.organization, entry.inboxKey(), chosen, CLERK);
    more(first);
    clinic.decisions.undo(clinic.organization, entry.inboxKey(), OTHER);
    assertThat(item(chosen).scanStatus()).isEqualTo(ScanStatus.ARRIVED);
    assertThat(item(chosen).progress().lastArrivedAt()).isEqualTo(clinic.now);
  }

  @Test
  void undoRestoresWhatOtherImagesHadMadeOfAnItem() {
    Waiting entry = clinic.ambiguous();
    Choice.Item chosen = orderOf(patient());
    imagesOf(chosen);
    quiet();
    Map<String, List<String>> before = RowSnapshot.of(clinic.fixture.database);
    clinic.now = clinic.now.plusSeconds(5);
    clinic.decisions.choose(clinic.organization, entry.inboxKey(), chosen, CLERK);
    assertThat(item(chosen).scanStatus()).isEqualTo(ScanStatus.ARRIVED);
    clinic.decisions.undo(clinic.organization, entry.inboxKey(), OTHER);
    assertThat(RowSnapshot.of(clinic.fixture.database)).isEqualTo(before);
  }

  @Test
  void undoLeavesAnItemAsFarAsItsDeviceSaidMeanwhile() {
    Waiting entry = clinic.ambiguous();
    Choice.Item chosen = orderOf(patient());
    PerformedStepWrites device = new PerformedStepWrites(clinic.fixture.database);
    device.create(
        begun(),
        List.of(new RequestAttributes(item(chosen).procedure().studyInstanceUid(), "", "", "")),
        said("N-CREATE"));
    assertThat(item(chosen).scanStatus()).isEqualTo(ScanStatus.STARTED);
    clinic.decisions.choose(clinic.organization, entry.inboxKey(), chosen, CLERK);
    device.change(
        new PerformedStepWrites.Change(
            clinic.organization, "2.25.1", "PAN", PerformedStatus.COMPLETED, clinic.now),
        said("N-SET"));
    assertThat(item(chosen).scanStatus()).isEqualTo(ScanStatus.ARRIVED);
    clinic.decisions.undo(clinic.organization, entry.inboxKey(), OTHER);
    assertThat(item(chosen).scanStatus()).isEqualTo(ScanStatus.COMPLETED);
    assertThat(item(chosen).progress().lastArrivedAt()).isNull();
  }

  private PerformedStep begun() {
    return new PerformedStep(
        clinic.fixture.database.nextKey(KeySequence.PERFORMED_STEP),
        clinic.organization,
        "2.25.1",
        PerformedStatus.IN_PROGRESS,
        "PAN",
        null,
        clinic.fixture.officeKey,
        "PX",
        "M1",
        "Moe^Jane",
        DecisionFixture.BORN,
        clinic.now,
        null,
        clinic.now,
        clinic.now);
  }

  private PerformedMessage said(String operation) {
    return new PerformedMessage(operation, "1.2.840.10008.1.2", new byte[0], clinic.now);
  }

  private long patient() {
    return clinic.fixture.patient("M1", "Moe^Jane", DecisionFixture.BORN);
  }

  private Choice.Item orderOf(long patient) {
    return new Choice.Item(clinic.order(patient).worklistItemKey());
  }

  /** That the gateway links by itself. */
  private Arrived imagesOf(Choice.Item item) {
    WorklistItem order = item(item);
    Arrived arrived =
        Arrivals.study(
            clinic.fixture,
            order.patientKey(),
            order.patientKey(),
            order.procedure().studyInstanceUid(),
            clinic.now);
    clinic.tell(EventType.MEDIUM_ARRIVED, arrived, order.patientKey());
    clinic.instance(arrived, clinic.uid(), 1);
    clinic.follow();
    assertThat(links(item)).hasSize(1);
    return arrived;
  }

  private void quiet() {
    clinic.now = clinic.now.plus(DecisionFixture.QUIET).plusSeconds(1);
    clinic.follow();
  }

  private void more(Arrived arrived) {
    clinic.now = clinic.now.plusSeconds(5);
    clinic.instance(arrived, clinic.uid(), 1);
    clinic.fixture.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE study SET last_received_at = ? WHERE study_key = ?",
                clinic.now,
                arrived.studyKey()));
    clinic.tell(EventType.MEDIUM_UPDATED, arrived, 1);
    clinic.follow();
  }

  @Test
  void anItemThatWasReadSinceKeepsItsImages() {
    Waiting entry = clinic.ambiguous();
    Choice.Item chosen = (Choice.Item) entry.choices().get(0);
    clinic.decisions.choose(clinic.organization, entry.inboxKey(), chosen, CLERK);
    WorklistItem read =
        item(chosen).edit().status(ItemStatus.COMPLETE, clinic.now.plusSeconds(1)).build();
    clinic.fixture.update(read);
    assertInTheWay(entry, "completed");
    assertThat(links(chosen)).hasSize(1);
  }

  @Test
  void whatDependsOnADecisionIsNamedAndKeepsIt() {
    Waiting unidentified = clinic.unidentified();
    clinic.decisions.choose(
        clinic.organization, unidentified.inboxKey(), unidentified.choices().get(1), CLERK);
    long made = merged(unidentified);
    WorklistItem order = clinic.order(made);
    assertInTheWay(unidentified, "belongs since");
    assertThat(clinic.fixture.item(order.worklistItemKey()).patientKey()).isEqualTo(made);
    Waiting doubtful = clinic.doubtful();
    Choice.Patient right = (Choice.Patient) doubtful.choices().get(1);
    clinic.decisions.choose(clinic.organization, doubtful.inboxKey(), right, CLERK);
    clinic.fixture.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE study SET patient_key = ? WHERE patient_key = ?",
                made,
                right.patientKey()));
    assertInTheWay(doubtful, "third patient");
  }

  private long merged(Waiting entry) {
    return clinic.fixture.database.read(
        handle ->
            handle
                .createQuery("SELECT merged_into_key FROM patient WHERE patient_key = ?")
                .bind(0, entry(entry).patientKey())
                .mapTo(Long.class)
                .one());
  }

  @Test
  void nothingIsUndoneTwiceNorWithoutADecision() {
    Waiting entry = clinic.alike();
    assertInTheWay(entry, "nothing to undo");
    clinic.decisions.reject(clinic.organization, entry.inboxKey(), CLERK);
    clinic.decisions.undo(clinic.organization, entry.inboxKey(), OTHER);
    assertInTheWay(entry, "nothing to undo");
  }

  @Test
  void aCaseShowsBothSidesAndWhatDiffers() {
    InboxCase ambiguous = shown(clinic.ambiguous());
    assertThat(ambiguous.text()).startsWith("Several orders");
    assertThat(ambiguous.arrived().attributes())
        .containsEntry("PatientName", "Doe^Jane")
        .containsEntry("Modality", "PX")
        .containsEntry("StudyDate", "2026-10-26");
    assertThat(ambiguous.arrived().images()).isEqualTo(1);
    assertThat(ambiguous.proposed()).hasSize(2);
    Proposed first = ambiguous.proposed().get(0);
    assertThat(first.grade()).isEqualTo("PATIENT_ID");
    assertThat(first.different()).containsExactly("StudyInstanceUID");
    assertThat(first.compared())
        .contains(new Compared("PatientName", "Doe^Jane", "Doe^Jane", true));
    InboxCase unidentified = shown(clinic.unidentified());
    assertThat(unidentified.proposed())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.grade()).isEqualTo("NAME_AND_BIRTH_DATE");
              assertThat(one.compared())
                  .contains(new Compared("PatientName", "ROE^Richard", "Roe^Richard", true));
            });
    assertThat(shown(clinic.contradicting()).proposed())
        .singleElement()
        .satisfies(
            one -> assertThat(one.different()).containsExactly("PatientName", "PatientBirthDate"));
    assertThat(shown(clinic.doubtful()).proposed()).hasSize(1);
    assertThat(shown(clinic.sameStudy()).proposed()).hasSize(1);
    assertThat(shown(clinic.alike()).proposed()).hasSize(1);
    InboxCase conflict = shown(clinic.conflicting());
    assertThat(conflict.arrived().version()).isEqualTo(2);
    assertThat(conflict.proposed())
        .extracting(one -> one.party().current())
        .containsExactly(true, false, false);
  }

  @Test
  void itemsThatTheUserDoesNotSeeAreNotThereForTheirDecisions() {
    Waiting entry = clinic.ambiguous();
    Choice.Item own = (Choice.Item) entry.choices().get(0);
    Choice.Item others = (Choice.Item) entry.choices().get(1);
    long branch = branchOffice();
    clinic.fixture.update(item(own).edit().office(branch).build());
    Visibility visible = new Visibility(List.of(branch), null);
    Author bound = new Author(7L, visible, "looks like it");
    assertThat(shown(entry, visible).proposed())
        .extracting(one -> one.party().worklistItemKey())
        .containsExactly(own.worklistItemKey());
    assertThat(shown(entry, new Visibility(null, 7L)).proposed()).isEmpty();
    assertThat(unfit(entry, others, bound)).isEqualTo("worklist_item_id");
    RefusedDecisionException unproposed =
        refused(
            () -> clinic.decisions.confirm(clinic.organization, entry.inboxKey(), others, bound));
    assertThat(unproposed.refusal()).isEqualTo(Refusal.IN_THE_WAY);
    assertThat(links(others)).isEmpty();
    clinic.decisions.choose(clinic.organization, entry.inboxKey(), others, CLERK);
    RefusedDecisionException undone =
        refused(() -> clinic.decisions.undo(clinic.organization, entry.inboxKey(), bound));
    assertThat(undone.refusal()).isEqualTo(Refusal.IN_THE_WAY);
    assertThat(links(others)).isNotEmpty();
    clinic.decisions.undo(clinic.organization, entry.inboxKey(), CLERK);
    clinic.decisions.confirm(clinic.organization, entry.inboxKey(), own, bound);
    assertThat(links(own)).isNotEmpty();
  }

  private long branchOffice() {
    return clinic.fixture.database.inTransaction(
        handle -> {
          OrganizationDao organizations = handle.attach(OrganizationDao.class);
          organizations.insertOffice(clinic.organization, "Branch", clinic.now);
          return organizations.offices(clinic.organization).get(1).officeKey();
        });
  }

  private InboxCase shown(Waiting entry) {
    return shown(entry, Visibility.ALL);
  }

  private InboxCase shown(Waiting entry, Visibility visible) {
    return clinic
        .fixture
        .database
        .readInConnection(
            connection ->
                CaseReading.of(connection, clinic.organization, visible, List.of(entry(entry))))
        .get(0);
  }

  private void assertInTheWay(Waiting entry, String why) {
    RefusedDecisionException refused =
        refused(() -> clinic.decisions.undo(clinic.organization, entry.inboxKey(), OTHER));
    assertThat(refused.refusal()).isEqualTo(Refusal.IN_THE_WAY);
    assertThat(refused).hasMessageContaining(why);
  }

  private static RefusedDecisionException refused(ThrowingCallable call) {
    RefusedDecisionException refused = catchThrowableOfType(RefusedDecisionException.class, call);
    assertThat(refused).isNotNull();
    return refused;
  }

  private InboxEntry entry(Waiting waiting) {
    return clinic
        .fixture
        .database
        .readInConnection(
            connection -> InboxLists.find(connection, clinic.organization, waiting.inboxKey()))
        .orElseThrow();
  }

  private WorklistItem item(Choice.Item chosen) {
    return clinic.fixture.item(chosen.worklistItemKey());
  }

  private List<WorklistLink> links(Choice.Item chosen) {
    return clinic.fixture.database.readInConnection(
        connection -> WorklistLinks.ofItem(connection, chosen.worklistItemKey()));
  }

  private List<String> types() {
    return Daos.of(clinic.fixture.database, EventDao.class)
        .afterOf(clinic.organization, 0, 1_000)
        .stream()
        .map(Event::eventType)
        .toList();
  }
}
