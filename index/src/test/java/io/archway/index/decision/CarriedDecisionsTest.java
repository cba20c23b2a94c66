package io.archway.index.decision;

import static io.archway.index.decision.DecisionFixture.CLERK;
import static io.archway.index.decision.DecisionFixture.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.access.Visibility;
import io.archway.index.database.PageRequest;
import io.archway.index.database.TestDatabase;
import io.archway.index.decision.DecisionFixture.Linked;
import io.archway.index.decision.DecisionFixture.Waiting;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxFilter;
import io.archway.index.inbox.InboxLists;
import io.archway.index.inbox.InboxOrder;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.InboxState;
import io.archway.index.worklist.CarriedOrders;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.WorklistItem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people decided holds in an index that was made anew, and is taken back there as ever. */
class CarriedDecisionsTest {
  private DecisionFixture old;
  private DecisionFixture made;

  @BeforeEach
  void open() {
    old = new DecisionFixture(TestDatabase.H2);
    made = DecisionFixture.fromLog(TestDatabase.H2);
  }

  @AfterEach
  void close() {
    old.close();
    made.close();
  }

  @Test
  void decisionsHoldAndAreUndoneUnderTheNewKeys() {
    List<Waiting> waiting = all(old);
    all(made);
    for (Waiting entry : waiting) {
      old.now = old.now.plusSeconds(1);
      Choice choice = entry.choices().get(entry.choices().size() > 1 ? 1 : 0);
      old.decisions.choose(old.organization, entry.inboxKey(), choice, CLERK);
    }
    assertThat(entries(old, InboxState.OPEN)).hasSize(0);
    new CarriedOrders(old.fixture.database, made.fixture.database).carry();

    Map<InboxReason, List<InboxEntry>> carried = entries(made, InboxState.RESOLVED);
    assertThat(carried).hasSize(7);
    assertThat(carried.get(InboxReason.INSTANCE_CONFLICT)).hasSize(2);
    assertThat(sizeOfConflict()).isEqualTo(102);
    InboxEntry ordered = carried.get(InboxReason.ORDER_AMBIGUOUS).get(0);
    assertThat(count("worklist_link WHERE study_key = " + ordered.studyKey())).isEqualTo(1);
    InboxCase shown = shown(ordered);
    assertThat(shown.proposed()).hasSize(2);
    assertThat(shown.decisions()).singleElement().matches(one -> one.decidedByKey() == 9);
    InboxEntry nobody = carried.get(InboxReason.PATIENT_UNIDENTIFIED).get(0);
    assertThat(count("study WHERE patient_key = " + nobody.patientKey())).isZero();

    made.now = old.now.plusSeconds(60);
    for (InboxReason reason : InboxReason.values()) {
      for (InboxEntry entry : carried.getOrDefault(reason, List.of())) {
        if (!shown(entry).decisions().isEmpty()) {
          made.decisions.undo(made.organization, entry.inboxKey(), OTHER);
        }
      }
    }
    assertThat(entries(made, InboxState.RESOLVED)).isEmpty();
    assertThat(sizeOfConflict()).isEqualTo(101);
    assertThat(count("worklist_link")).isZero();
    assertThat(count("worklist_item WHERE scan_status <> 'scheduled'")).isZero();
    assertThat(count("patient WHERE merged_into_key IS NOT NULL")).isZero();
    assertThat(count("study WHERE patient_key = " + nobody.patientKey())).isEqualTo(1);
    assertThat(count("patient WHERE issuer = 'issuer:ARCHWAY'")).isZero();
  }

  @Test
  void imagesThatWereTakenFromTheirOrderAreNotLinkedWithItThere() {
    Linked linked = old.linked();
    long study = made.linked().arrived().studyKey();
    WorklistItem item = old.fixture.item(linked.itemKey());
    String uid = item.procedure().studyInstanceUid();
    made.fixture.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE study SET study_instance_uid = ? WHERE study_key = ?", uid, study));
    made.fixture.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE series SET series_instance_uid = ? WHERE study_key = ?",
                uid + ".1",
                study));
    old.decisions.unlink(old.organization, linked.arrived().studyKey(), linked.itemKey(), CLERK);
    new CarriedOrders(old.fixture.database, made.fixture.database).carry();
    made.follow();
    assertThat(count("worklist_link")).isZero();
    InboxEntry entry = entries(made, InboxState.OPEN).get(InboxReason.ORDER_UNMATCHED).get(0);
    assertThat(shown(entry).text()).contains("linked with order " + linked.itemKey());
    made.now = old.now.plusSeconds(60);
    made.decisions.undo(made.organization, entry.inboxKey(), OTHER);
    made.follow();
    assertThat(count("worklist_link WHERE grade = 'STUDY_UID'")).isEqualTo(1);
    assertThat(count("refused_link")).isZero();
    assertThat(made.fixture.item(linked.itemKey()).scanStatus()).isEqualTo(ScanStatus.ARRIVED);
  }

  @Test
  void whatNobodyHasDecidedWaitsThereToo() {
    List<Waiting> waiting = all(old);
    all(made);
    old.decisions.reject(old.organization, waiting.get(0).inboxKey(), CLERK);
    new CarriedOrders(old.fixture.database, made.fixture.database).carry();
    assertThat(entries(made, InboxState.OPEN)).hasSize(6);
    InboxEntry rejected =
        entries(made, InboxState.REJECTED).get(InboxReason.ORDER_AMBIGUOUS).get(0);
    assertThat(rejected.closedWhy()).isEqualTo("looked at the images");
    made.follow();
    assertThat(entries(made, InboxState.REJECTED)).hasSize(1);
  }

  private static List<Waiting> all(DecisionFixture clinic) {
    List<Waiting> waiting = new ArrayList<>();
    waiting.add(clinic.ambiguous());
    waiting.add(clinic.unidentified());
    waiting.add(clinic.contradicting());
    waiting.add(clinic.doubtful());
    waiting.add(clinic.sameStudy());
    waiting.add(clinic.alike());
    waiting.add(clinic.conflicting());
    return waiting;
  }

  private static Map<InboxReason, List<InboxEntry>> entries(
      DecisionFixture clinic, InboxState state) {
    Map<InboxReason, List<InboxEntry>> found = new EnumMap<>(InboxReason.class);
    clinic
        .fixture
        .database
        .readInConnection(
            connection ->
                InboxLists.page(
                    connection,
                    clinic.organization,
                    InboxFilter.of(state),
                    InboxOrder.OLDEST,
                    new PageRequest(1, 100)))
        .rows()
        .forEach(
            entry ->
                found
                    .computeIfAbsent(
                        InboxReason.valueOf(entry.reason()), reason -> new ArrayList<>())
                    .add(entry));
    return found;
  }

  private InboxCase shown(InboxEntry entry) {
    return made.fixture
        .database
        .readInConnection(
            connection ->
                CaseReading.of(connection, made.organization, Visibility.ALL, List.of(entry)))
        .get(0);
  }

  private long sizeOfConflict() {
    return made.fixture.database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT max(e.size_bytes) FROM series e
                    JOIN instance i ON i.series_key = e.series_key
                    """)
                .mapTo(Long.class)
                .one());
  }

  private long count(String what) {
    return made.fixture.database.read(
        handle -> handle.createQuery("SELECT count(*) FROM " + what).mapTo(Long.class).one());
  }
}
