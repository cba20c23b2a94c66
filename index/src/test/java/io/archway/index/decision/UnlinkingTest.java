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
import io.archway.index.inbox.DecisionAction;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxLists;
import io.archway.index.inbox.InboxReason;
import io.archway.index.matching.MatchingRules.WithoutOrder;
import io.archway.index.matching.PerformedStepWrites;
import io.archway.index.study.RequestAttributes;
import io.archway.index.worklist.Arrivals;
import io.archway.index.worklist.Arrivals.Arrived;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.PerformedMessage;
import io.archway.index.worklist.PerformedStatus;
import io.archway.index.worklist.PerformedStep;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The wrong line of the worklist was picked: a person takes the images from that order. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class UnlinkingTest {
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

  @Test
  void anOrderIsWhatItWouldBeWithoutTheImages() {
    Linked linked = clinic.linked();
    quiet();
    assertThat(item(linked).scanStatus()).isEqualTo(ScanStatus.READY);
    long before = lastEvent();
    long inbox = unlink(linked);
    WorklistItem item = item(linked);
    assertThat(item.scanStatus()).isEqualTo(ScanStatus.SCHEDULED);
    assertThat(item.mediumKey()).isNull();
    assertThat(item.progress().firstArrivedAt()).isNull();
    assertThat(item.progress().lastArrivedAt()).isNull();
    assertThat(item.progress().readyAt()).isNull();
    assertThat(item.isCancelled()).isFalse();
    assertThat(links(linked.itemKey())).isEmpty();
    assertThat(after(before)).containsExactlyInAnyOrder("ITEM_UPDATED", "INBOX_OPENED");
    assertThat(entry(inbox).state()).isEqualTo(InboxEntry.OPEN);
    assertThat(entry(inbox).reason()).isEqualTo(InboxReason.ORDER_UNMATCHED.name());
    clinic.follow();
    assertThat(links(linked.itemKey())).isEmpty();
    assertThat(entry(inbox).state()).isEqualTo(InboxEntry.OPEN);
  }

  @Test
  void theEntrySaysWhereFromAndProposesWithGrades() {
    Linked linked = clinic.linked();
    WorklistItem meant = clinic.order(item(linked).patientKey());
    InboxCase shown = shown(unlink(linked));
    assertThat(shown.text())
        .isEqualTo(
            "Images of this study were linked with order %d; somebody took them back."
                .formatted(linked.itemKey()));
    assertThat(shown.proposed())
        .extracting(one -> one.grade() + " " + one.party().worklistItemKey())
        .containsExactly("STUDY_UID " + linked.itemKey(), "PATIENT_ID " + meant.worklistItemKey());
    assertThat(shown.decisions())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.action()).isEqualTo(DecisionAction.UNLINK);
              assertThat(one.worklistItemKey()).isEqualTo(linked.itemKey());
              assertThat(one.decidedByKey()).isEqualTo(9);
              assertThat(one.decidedWhy()).isEqualTo("looked at the images");
            });
    clinic.follow();
    assertThat(shown(shown.entry().inboxKey()).proposed()).hasSize(2);
  }

  /** The images of one person were made under the order of another. */
  @Test
  void theImagesAreChosenForTheOrderOfWhomTheyShow() {
    Linked linked = clinic.linked();
    long shown = clinic.fixture.patient("M7", "Moe^Mary", DecisionFixture.BORN);
    WorklistItem right = clinic.order(shown);
    long inbox = unlink(linked);
    clinic.decisions.choose(
        clinic.organization, inbox, new Choice.Item(right.worklistItemKey()), CLERK);
    clinic.follow();
    assertThat(links(right.worklistItemKey())).hasSize(1);
    assertThat(item(right).scanStatus()).isEqualTo(ScanStatus.ARRIVED);
    assertThat(item(right).mediumKey()).isEqualTo(linked.arrived().mediumKey());
    assertThat(item(linked).scanStatus()).isEqualTo(ScanStatus.SCHEDULED);
    quiet();
    assertThat(item(right).scanStatus()).isEqualTo(ScanStatus.READY);
    assertThat(item(linked).scanStatus()).isEqualTo(ScanStatus.SCHEDULED);
  }

  /** Whose order it is will be scanned, too, under the same Study Instance UID. */
  @Test
  void nothingOfThatStudyIsLinkedUnaskedAgain() {
    Linked linked = clinic.linked();
    WorklistItem ordered = item(linked);
    WorklistItem right =
        clinic.order(clinic.fixture.patient("M7", "Moe^Mary", DecisionFixture.BORN));
    long inbox = unlink(linked);
    clinic.addSeries(linked.arrived(), ordered.patientKey());
    clinic.follow();
    assertThat(links(linked.itemKey())).isEmpty();
    clinic.decisions.choose(
        clinic.organization, inbox, new Choice.Item(right.worklistItemKey()), CLERK);
    assertThat(links(right.worklistItemKey())).hasSize(2);
    clinic.addSeries(linked.arrived(), ordered.patientKey());
    clinic.follow();
    assertThat(links(linked.itemKey())).isEmpty();
    assertThat(links(right.worklistItemKey())).hasSize(2);
    assertThat(entry(inbox).state()).isEqualTo(InboxEntry.OPEN);
    clinic.decisions.confirm(clinic.organization, inbox, new Choice.Item(linked.itemKey()), CLERK);
    assertThat(links(linked.itemKey())).hasSize(1);
    assertThat(links(right.worklistItemKey())).hasSize(2);
  }

  /** Under another patient, or after the study was deleted, it has another row. */
  @Test
  void norIsWhatComesUnderItsUidAsAnotherStudy() {
    Linked linked = clinic.linked();
    WorklistItem item = item(linked);
    unlink(linked);
    long twin = clinic.fixture.patient("", "Loe^Lisa", DecisionFixture.BORN);
    Arrived arrived =
        Arrivals.study(clinic.fixture, twin, twin, item.procedure().studyInstanceUid(), clinic.now);
    clinic.tell(EventType.MEDIUM_ARRIVED, arrived, twin);
    clinic.follow(WithoutOrder.ITEM);
    assertThat(links(linked.itemKey())).isEmpty();
    assertThat(shown(clinic.entryOf(arrived)).text()).contains("order " + linked.itemKey());
  }

  @Test
  void whatOtherImagesMadeOfAnOrderStays() {
    Linked linked = clinic.linked();
    Waiting waiting = clinic.ambiguous();
    clinic.now = clinic.now.plusSeconds(5);
    clinic.decisions.choose(
        clinic.organization, waiting.inboxKey(), new Choice.Item(linked.itemKey()), CLERK);
    Arrived other = more(entry(waiting.inboxKey()).studyKey());
    quiet();
    WorklistItem both = item(linked);
    assertThat(both.mediumKey()).isEqualTo(linked.arrived().mediumKey());
    unlink(linked);
    WorklistItem left = item(linked);
    assertThat(left.scanStatus()).isEqualTo(ScanStatus.READY);
    assertThat(left.mediumKey()).isEqualTo(other.mediumKey());
    assertThat(left.progress().firstArrivedAt()).isEqualTo(clinic.now.minus(later()));
    assertThat(left.progress().readyAt()).isEqualTo(both.progress().readyAt());
    assertThat(links(linked.itemKey()))
        .extracting(WorklistLink::studyKey)
        .containsExactly(other.studyKey());
  }

  private Arrived more(long study) {
    long medium = mediumOf(study);
    Arrived arrived = new Arrived(study, seriesOf(study), medium);
    clinic.instance(arrived, clinic.uid(), 1);
    return arrived;
  }

  private long mediumOf(long study) {
    return key("SELECT medium_key FROM medium WHERE study_key = ?", study);
  }

  private long seriesOf(long study) {
    return key("SELECT series_key FROM series WHERE study_key = ?", study);
  }

  private long key(String sql, long of) {
    return clinic.fixture.database.read(
        handle -> handle.createQuery(sql).bind(0, of).mapTo(Long.class).one());
  }

  @Test
  void anOrderOfSeveralStepsWaitsForTheOneWithoutImagesAgain() {
    long patient = clinic.fixture.patient("S1", "Soe^Sue", DecisionFixture.BORN);
    WorklistItem item =
        clinic.fixture.insert(
            clinic.fixture.order(
                patient,
                NewStep.of("PX", WorklistFixture.DAY, WorklistFixture.TIME),
                NewStep.of("DX", WorklistFixture.DAY, WorklistFixture.TIME)));
    Arrived panoramic = clinic.arriveFor(item);
    clinic.follow();
    Waiting waiting = clinic.ambiguous();
    long study = entry(waiting.inboxKey()).studyKey();
    clinic.fixture.database.inTransaction(
        handle -> handle.execute("UPDATE series SET modality = 'DX' WHERE study_key = ?", study));
    clinic.decisions.choose(
        clinic.organization, waiting.inboxKey(), new Choice.Item(item.worklistItemKey()), CLERK);
    quiet();
    assertThat(item(item).scanStatus()).isEqualTo(ScanStatus.READY);
    clinic.decisions.unlink(clinic.organization, study, item.worklistItemKey(), OTHER);
    quiet();
    assertThat(item(item).scanStatus()).isEqualTo(ScanStatus.ARRIVED);
    assertThat(item(item).progress().readyAt()).isNull();
    assertThat(item(item).mediumKey()).isEqualTo(panoramic.mediumKey());
  }

  @Test
  void whatADeviceSaidStays() {
    Linked linked = clinic.linked();
    PerformedStepWrites device = new PerformedStepWrites(clinic.fixture.database);
    String uid = item(linked).procedure().studyInstanceUid();
    PerformedMessage said =
        new PerformedMessage("N-CREATE", "1.2.840.10008.1.2", new byte[0], clinic.now);
    device.create(begun(), List.of(new RequestAttributes(uid, "", "", "")), said);
    assertThat(item(linked).scanStatus()).isEqualTo(ScanStatus.ARRIVED);
    unlink(linked);
    assertThat(item(linked).scanStatus()).isEqualTo(ScanStatus.STARTED);
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
        "L1",
        "Loe^Lisa",
        DecisionFixture.BORN,
        clinic.now,
        null,
        clinic.now,
        clinic.now);
  }

  @Test
  void undoRestoresAllButTheEntryWhichStaysClosed() {
    Linked linked = clinic.linked();
    quiet();
    Map<String, List<String>> before = RowSnapshot.of(clinic.fixture.database);
    long inbox = unlink(linked);
    clinic.follow();
    clinic.now = clinic.now.plus(Duration.ofDays(3));
    clinic.decisions.undo(clinic.organization, inbox, OTHER);
    clinic.follow();
    Map<String, List<String>> after = RowSnapshot.of(clinic.fixture.database);
    assertThat(entry(inbox).state()).isEqualTo(InboxEntry.RESOLVED);
    for (Map<String, List<String>> rows : List.of(before, after)) {
      rows.remove("inbox");
      rows.remove("match_candidate");
    }
    assertThat(after).isEqualTo(before);
    assertInTheWay(inbox, "nothing to undo");
  }

  @Test
  void undoKeepsWhatOtherImagesMadeOfTheOrderMeanwhile() {
    Linked linked = clinic.linked();
    long inbox = unlink(linked);
    Waiting waiting = clinic.ambiguous();
    clinic.now = clinic.now.plusSeconds(5);
    clinic.decisions.choose(
        clinic.organization, waiting.inboxKey(), new Choice.Item(linked.itemKey()), CLERK);
    Long shown = item(linked).mediumKey();
    clinic.decisions.undo(clinic.organization, inbox, OTHER);
    assertThat(links(linked.itemKey())).hasSize(2);
    assertThat(item(linked).mediumKey()).isEqualTo(shown);
    assertThat(item(linked).scanStatus()).isEqualTo(ScanStatus.ARRIVED);
  }

  @Test
  void whatSomebodyChoseIsTakenBackAfterDaysToo() {
    Waiting waiting = clinic.ambiguous();
    Choice.Item chosen = (Choice.Item) waiting.choices().get(0);
    clinic.decisions.choose(clinic.organization, waiting.inboxKey(), chosen, CLERK);
    long study = entry(waiting.inboxKey()).studyKey();
    clinic.now = clinic.now.plus(Duration.ofDays(9));
    clinic.follow();
    Map<String, List<String>> before = RowSnapshot.of(clinic.fixture.database);
    long inbox =
        clinic.decisions.unlink(clinic.organization, study, chosen.worklistItemKey(), OTHER);
    assertThat(inbox).isEqualTo(waiting.inboxKey());
    assertThat(entry(inbox).state()).isEqualTo(InboxEntry.OPEN);
    assertThat(item(chosen.worklistItemKey()).scanStatus()).isEqualTo(ScanStatus.SCHEDULED);
    clinic.decisions.undo(clinic.organization, inbox, OTHER);
    assertThat(RowSnapshot.of(clinic.fixture.database)).isEqualTo(before);
    clinic.decisions.undo(clinic.organization, inbox, OTHER);
    assertThat(links(chosen.worklistItemKey())).isEmpty();
    assertThat(item(chosen.worklistItemKey()).scanStatus()).isEqualTo(ScanStatus.SCHEDULED);
  }

  /** Nobody ordered them, until somebody did. */
  @Test
  void imagesWithAnItemOfTheirOwnMoveToALaterOrderAndTheirItemIsCancelled() {
    long patient = clinic.fixture.patient("W1", "Woe^Will", DecisionFixture.BORN);
    Arrived arrived = clinic.arrive(patient);
    clinic.follow(WithoutOrder.ITEM);
    long own =
        key(
            "SELECT worklist_item_key FROM worklist_item WHERE medium_key = ?",
            arrived.mediumKey());
    WorklistItem order = clinic.order(patient);
    clinic.follow(WithoutOrder.ITEM);
    assertThat(links(order.worklistItemKey())).isEmpty();
    Map<String, List<String>> before = RowSnapshot.of(clinic.fixture.database);
    long inbox = clinic.decisions.unlink(clinic.organization, arrived.studyKey(), own, CLERK);
    clinic.follow(WithoutOrder.ITEM);
    assertThat(item(own).isCancelled()).isTrue();
    assertThat(item(own).progress().cancelledWhy()).isEqualTo("looked at the images");
    clinic.decisions.confirm(
        clinic.organization, inbox, new Choice.Item(order.worklistItemKey()), CLERK);
    clinic.follow(WithoutOrder.ITEM);
    assertThat(item(order).mediumKey()).isEqualTo(arrived.mediumKey());
    assertThat(key("SELECT count(*) FROM worklist_item WHERE patient_key = ?", patient))
        .isEqualTo(2);
    clinic.decisions.undo(clinic.organization, inbox, OTHER);
    clinic.decisions.undo(clinic.organization, inbox, OTHER);
    assertThat(item(own).isCancelled()).isFalse();
    assertThat(RowSnapshot.of(clinic.fixture.database).get("worklist_item"))
        .isEqualTo(before.get("worklist_item"));
  }

  @Test
  void linkedImagesMoveToALaterOrderOfTheSameStudy() {
    Linked linked = clinic.linked();
    WorklistItem first = item(linked);
    WorklistItem second = clinic.order(first.patientKey());
    clinic.fixture.update(second.edit().procedure(first.procedure()).build());
    clinic.follow();
    assertThat(links(second.worklistItemKey())).isEmpty();
    long inbox = unlink(linked);
    clinic.follow();
    assertThat(shown(inbox).proposed()).hasSize(2).allMatch(one -> "STUDY_UID".equals(one.grade()));
    clinic.decisions.confirm(
        clinic.organization, inbox, new Choice.Item(second.worklistItemKey()), CLERK);
    clinic.follow();
    assertThat(links(second.worklistItemKey())).hasSize(1);
    assertThat(item(second).scanStatus()).isEqualTo(ScanStatus.ARRIVED);
    assertThat(item(first).isCancelled()).isFalse();
    assertThat(item(first).scanStatus()).isEqualTo(ScanStatus.SCHEDULED);
  }

  @Test
  void anOrderThatWasReadKeepsItsImagesButNotThoseOfAfterwards() {
    Linked linked = clinic.linked();
    clinic.fixture.update(
        item(linked).edit().status(ItemStatus.COMPLETE, clinic.now.plusSeconds(1)).build());
    RefusedDecisionException refused = refused(() -> unlink(linked));
    assertThat(refused.refusal()).isEqualTo(Refusal.IN_THE_WAY);
    assertThat(refused).hasMessageContaining("set it to pending first");
    Waiting waiting = clinic.ambiguous();
    clinic.now = clinic.now.plusSeconds(5);
    clinic.decisions.choose(
        clinic.organization, waiting.inboxKey(), new Choice.Item(linked.itemKey()), CLERK);
    assertThat(item(linked).hasImagesAfterReport()).isTrue();
    clinic.decisions.unlink(
        clinic.organization, entry(waiting.inboxKey()).studyKey(), linked.itemKey(), OTHER);
    assertThat(item(linked).hasImagesAfterReport()).isFalse();
    assertThat(item(linked).status()).isEqualTo(ItemStatus.COMPLETE);
    assertThat(links(linked.itemKey())).hasSize(1);
  }

  @Test
  void whatAnotherOrderHasTooIsNotTaken() {
    Linked linked = clinic.linked();
    WorklistItem second = clinic.order(item(linked).patientKey());
    clinic.fixture.database.inTransaction(
        handle ->
            handle.execute(
                """
                INSERT INTO worklist_link (series_key, worklist_item_key, organization_key,
                  study_key, step_key, grade, decision_key, linked_at)
                SELECT series_key, ?, organization_key, study_key, NULL, grade, NULL, linked_at
                FROM worklist_link WHERE worklist_item_key = ?
                """,
                second.worklistItemKey(),
                linked.itemKey()));
    long study = linked.arrived().studyKey();
    for (long itemKey : List.of(linked.itemKey(), second.worklistItemKey())) {
      RefusedDecisionException refused = refused(() -> unlink(study, itemKey, CLERK));
      assertThat(refused.refusal()).isEqualTo(Refusal.IN_THE_WAY);
      assertThat(refused).hasMessageContaining("another worklist item too");
      assertThat(links(itemKey)).hasSize(1);
    }
  }

  @Test
  void anEntryThatWasRejectedOpensAgain() {
    Linked linked = clinic.linked();
    long inbox = unlink(linked);
    clinic.decisions.reject(clinic.organization, inbox, CLERK);
    clinic.follow();
    assertThat(entry(inbox).state()).isEqualTo(InboxEntry.REJECTED);
    clinic.decisions.undo(clinic.organization, inbox, CLERK);
    clinic.decisions.undo(clinic.organization, inbox, CLERK);
    clinic.follow();
    assertThat(links(linked.itemKey())).hasSize(1);
    assertThat(unlink(linked)).isEqualTo(inbox);
    assertThat(entry(inbox).state()).isEqualTo(InboxEntry.OPEN);
  }

  @Test
  void whatIsNotLinkedOrNotSeenIsRefusedAlike() {
    Linked linked = clinic.linked();
    WorklistItem other = clinic.order(item(linked).patientKey());
    Author bound = new Author(7L, Visibility.ofOffices(List.of(999_999L)), "looks like it");
    long study = linked.arrived().studyKey();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> unlink(study, other.worklistItemKey(), CLERK),
            () -> unlink(study, 999_999, CLERK),
            () -> unlink(study, linked.itemKey(), bound))) {
      RefusedDecisionException refused = refused(call);
      assertThat(refused.refusal()).isEqualTo(Refusal.UNFIT);
      assertThat(refused.field()).isEqualTo("worklist_item_id");
      assertThat(refused).hasMessageContaining("that the images are linked with");
    }
    assertThat(refused(() -> unlink(999_999, linked.itemKey(), CLERK)).refusal())
        .isEqualTo(Refusal.NOT_FOUND);
    long elsewhere = clinic.fixture.organization("other");
    assertThat(
            refused(() -> clinic.decisions.unlink(elsewhere, study, linked.itemKey(), CLERK))
                .refusal())
        .isEqualTo(Refusal.NOT_FOUND);
    assertThat(links(linked.itemKey())).hasSize(1);
  }

  @Test
  void imagesThatWereGivenToAnotherOrderAreNotTakenFromThat() {
    Linked linked = clinic.linked();
    long inbox = unlink(linked);
    WorklistItem other = clinic.order(item(linked).patientKey());
    clinic.fixture.database.inTransaction(
        handle ->
            handle.execute(
                """
                INSERT INTO worklist_link (series_key, worklist_item_key, organization_key,
                  study_key, grade, linked_at)
                VALUES (?, ?, ?, ?, 'DECIDED', ?)
                """,
                linked.arrived().seriesKey(),
                other.worklistItemKey(),
                clinic.organization,
                linked.arrived().studyKey(),
                clinic.now));
    assertInTheWay(inbox, "another order");
    assertThat(links(linked.itemKey())).isEmpty();
  }

  private static Duration later() {
    return DecisionFixture.QUIET.plusSeconds(1);
  }

  private void quiet() {
    clinic.now = clinic.now.plus(later());
    clinic.follow();
  }

  private long unlink(Linked linked) {
    return unlink(linked.arrived().studyKey(), linked.itemKey(), CLERK);
  }

  private long unlink(long studyKey, long itemKey, Author author) {
    return clinic.decisions.unlink(clinic.organization, studyKey, itemKey, author);
  }

  private void assertInTheWay(long inbox, String why) {
    RefusedDecisionException refused =
        refused(() -> clinic.decisions.undo(clinic.organization, inbox, OTHER));
    assertThat(refused.refusal()).isEqualTo(Refusal.IN_THE_WAY);
    assertThat(refused).hasMessageContaining(why);
  }

  private static RefusedDecisionException refused(ThrowingCallable call) {
    RefusedDecisionException refused = catchThrowableOfType(RefusedDecisionException.class, call);
    assertThat(refused).isNotNull();
    return refused;
  }

  private InboxEntry entry(long inboxKey) {
    return clinic
        .fixture
        .database
        .readInConnection(c -> InboxLists.find(c, clinic.organization, inboxKey))
        .orElseThrow();
  }

  private InboxCase shown(long inboxKey) {
    return clinic
        .fixture
        .database
        .readInConnection(
            connection ->
                CaseReading.of(
                    connection, clinic.organization, Visibility.ALL, List.of(entry(inboxKey))))
        .get(0);
  }

  private WorklistItem item(Linked linked) {
    return item(linked.itemKey());
  }

  private WorklistItem item(WorklistItem item) {
    return item(item.worklistItemKey());
  }

  private WorklistItem item(long itemKey) {
    return clinic.fixture.item(itemKey);
  }

  private List<WorklistLink> links(long itemKey) {
    return clinic.fixture.database.readInConnection(
        connection -> WorklistLinks.ofItem(connection, itemKey));
  }

  private long lastEvent() {
    List<Event> events = events(0);
    return events.get(events.size() - 1).eventNumber();
  }

  private List<String> after(long number) {
    return events(number).stream().map(Event::eventType).toList();
  }

  private List<Event> events(long after) {
    return Daos.of(clinic.fixture.database, EventDao.class)
        .afterOf(clinic.organization, after, 1_000);
  }
}
