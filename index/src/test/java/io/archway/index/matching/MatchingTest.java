package io.archway.index.matching;

import static io.archway.index.matching.MatchingFixture.BORN;
import static io.archway.index.matching.MatchingFixture.QUIET;
import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Daos;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.inbox.CandidateDao;
import io.archway.index.inbox.InboxDao;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.MatchCandidate;
import io.archway.index.matching.MatchingRules.WithoutOrder;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumRows;
import io.archway.index.patient.PatientMerges;
import io.archway.index.worklist.Arrivals.Arrived;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.MatchGrade;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.Origin;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import io.archway.index.worklist.WorklistRows;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class MatchingTest {
  @Parameter TestDatabase kind;
  private MatchingFixture gate;

  @BeforeEach
  void open() {
    gate = new MatchingFixture(kind);
  }

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void aStudyInstanceUidLinksByItselfAndTheItemBecomesReadyWhenQuiet() {
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    Arrived arrived = gate.arrive(item.procedure().studyInstanceUid(), null, "PX");
    gate.follow();
    WorklistItem linked = gate.fixture.item(item.worklistItemKey());
    assertThat(linked.scanStatus()).isEqualTo(ScanStatus.ARRIVED);
    assertThat(linked.mediumKey()).isEqualTo(arrived.mediumKey());
    assertThat(linked.progress().firstArrivedAt()).isEqualTo(NOW);
    assertThat(gate.steps(item)).allMatch(ScheduledStep::open);
    WorklistLink link = gate.link(arrived);
    assertThat(link.grade()).isEqualTo(MatchGrade.STUDY_UID);
    assertThat(link.stepKey()).isEqualTo(gate.steps(item).get(0).stepKey());
    assertThat(gate.inbox()).isEmpty();

    gate.now = NOW.plus(QUIET);
    gate.follow();
    assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.ARRIVED);
    gate.now = gate.now.plusMillis(1);
    gate.follow();
    assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.READY);
    assertThat(gate.steps(item)).noneMatch(ScheduledStep::open);
    assertThat(gate.itemEvents()).containsExactly("ITEM_ARRIVED", "ITEM_READY");
  }

  @Test
  void imagesJoinTheMediumThatAnAgentMadeForTheirStudy() {
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    WorklistItem other =
        gate.fixture.insert(gate.fixture.order(gate.patient, NewStep.of("DX", DAY, TIME)));
    long medium = external();
    gate.fixture.update(item.edit().medium(medium).scanStatus(ScanStatus.READY).build());
    Arrived arrived = gate.arrive(item.procedure().studyInstanceUid(), null, "PX");
    gate.fixture.update(other.edit().medium(arrived.mediumKey()).build());
    gate.follow();
    assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.ARRIVED);
    assertThat(gate.fixture.item(item.worklistItemKey()).mediumKey()).isEqualTo(medium);
    assertThat(gate.fixture.item(other.worklistItemKey()).mediumKey()).isEqualTo(medium);
    MediumDao media = Daos.of(gate.fixture.database, MediumDao.class);
    assertThat(media.find(gate.organization, arrived.mediumKey())).isEmpty();
    assertThat(media.keyOfStudy(gate.organization, arrived.studyKey())).contains(medium);
    assertThat(media.find(gate.organization, medium))
        .hasValueSatisfying(
            joined -> {
              assertThat(joined.kind()).isEqualTo(Medium.KIND_STUDY);
              assertThat(joined.meta()).isEqualTo("{}");
            });
    gate.follow();
    gate.update(new Arrived(arrived.studyKey(), arrived.seriesKey(), medium));
    gate.follow();
    assertThat(gate.fixture.item(item.worklistItemKey()).mediumKey()).isEqualTo(medium);
  }

  @Test
  void anotherStudyThanTheAgentsHasItsOwnMedium() {
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    long medium = external();
    gate.fixture.update(item.edit().medium(medium).build());
    Arrived arrived = gate.arrive("1.2.3.4", item.request().accessionNumber(), "PX");
    gate.follow();
    assertThat(gate.link(arrived).grade()).isEqualTo(MatchGrade.ACCESSION_NUMBER);
    MediumDao media = Daos.of(gate.fixture.database, MediumDao.class);
    assertThat(media.keyOfStudy(gate.organization, arrived.studyKey()))
        .contains(arrived.mediumKey());
    assertThat(media.find(gate.organization, medium).orElseThrow().kind())
        .isEqualTo(Medium.KIND_EXTERNAL);
  }

  private long external() {
    return gate.fixture.database.inConnection(
        c ->
            MediumRows.insertExternal(
                c,
                gate.fixture.database.keys(),
                gate.organization,
                gate.fixture.officeKey,
                gate.patient,
                DAY,
                "{}",
                NOW));
  }

  @Test
  void waitingImagesForWhichSomebodyMakesAnItemWaitNoLonger() {
    Arrived arrived = gate.arrive("1.2.3.5", null, "PX");
    gate.follow();
    assertThat(gate.inbox()).hasSize(1);
    WorklistItem item =
        gate.fixture.insert(gate.fixture.order(gate.patient, NewStep.of("CT", DAY, TIME)));
    WorklistLink link =
        new WorklistLink(
            arrived.seriesKey(),
            item.worklistItemKey(),
            gate.organization,
            arrived.studyKey(),
            null,
            MatchGrade.MADE_FOR,
            null,
            NOW);
    gate.fixture.database.inConnection(
        c -> {
          WorklistLinks.insert(c, List.of(link));
          EventLog.append(
              c,
              List.of(
                  NewEvent.ofItem(
                      EventType.ITEM_CREATED,
                      gate.organization,
                      item.worklistItemKey(),
                      gate.patient,
                      arrived.mediumKey())),
              NOW);
          return null;
        });
    gate.follow();
    assertThat(gate.inbox()).isEmpty();
  }

  @Test
  void eachEventCountsOnce() {
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    gate.arrive(item.procedure().studyInstanceUid(), null, "PX");
    gate.follow();
    WorklistItem linked = gate.fixture.item(item.worklistItemKey());
    gate.now = NOW.plusSeconds(1);
    gate.matching(WithoutOrder.INBOX).pass();
    assertThat(gate.fixture.item(item.worklistItemKey())).isEqualTo(linked);
    gate.fixture.database.inTransaction(
        handle -> handle.execute("UPDATE event_follower SET event_number = 0"));
    gate.follow();
    assertThat(gate.fixture.item(item.worklistItemKey())).isEqualTo(linked);
    assertThat(gate.itemEvents()).containsExactly("ITEM_ARRIVED");
  }

  @Test
  void moreImagesPutOffReadyAndTakeItBack() {
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    Arrived arrived = gate.arrive(item.procedure().studyInstanceUid(), null, "PX");
    gate.follow();
    gate.now = NOW.plus(QUIET).minusSeconds(1);
    gate.update(arrived);
    gate.now = gate.now.plusSeconds(2);
    gate.follow();
    assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.ARRIVED);
    gate.now = gate.now.plus(QUIET);
    gate.follow();
    assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.READY);
    gate.now = gate.now.plusSeconds(1);
    gate.update(arrived);
    gate.follow();
    assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.ARRIVED);
  }

  @Test
  void imagesAfterTheReportFlagTheItemAndReopenNothing() {
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    Arrived arrived = gate.arrive(item.procedure().studyInstanceUid(), null, "PX");
    gate.follow();
    gate.now = NOW.plus(QUIET).plusSeconds(1);
    gate.follow();
    gate.fixture.update(
        gate.fixture
            .item(item.worklistItemKey())
            .edit()
            .status(ItemStatus.COMPLETE, gate.now)
            .build());
    for (int i = 0; i < 2; i++) {
      gate.now = gate.now.plusSeconds(1);
      gate.update(arrived);
      gate.follow();
    }
    WorklistItem flagged = gate.fixture.item(item.worklistItemKey());
    assertThat(flagged.status()).isEqualTo(ItemStatus.COMPLETE);
    assertThat(flagged.scanStatus()).isEqualTo(ScanStatus.READY);
    assertThat(flagged.hasImagesAfterReport()).isTrue();
    assertThat(flagged.progress().lastArrivedAt()).isEqualTo(gate.now);
    assertThat(gate.itemEvents())
        .containsExactly("ITEM_ARRIVED", "ITEM_READY", "ITEM_IMAGES_AFTER_REPORT");
  }

  @Test
  void anAccessionNumberIsCertainWithinItsIssuerOrOffice() {
    WorklistItem ours = gate.accession("A1", "", gate.fixture.officeKey);
    Arrived sameOffice = gate.arrive("1.2.1", "A1", "DX");
    WorklistItem elsewhere = gate.accession("A2", "", gate.fixture.office("Second"));
    Arrived otherOffice = gate.arrive("1.2.2", "A2", "DX");
    WorklistItem issued = gate.accession("A3", "PMS", gate.fixture.office("Second"));
    Arrived sameIssuer = gate.arrive("1.2.3", "A3", "DX");
    gate.setIssuer(sameIssuer, "PMS");
    gate.follow();
    assertThat(gate.link(sameOffice).worklistItemKey()).isEqualTo(ours.worklistItemKey());
    assertThat(gate.link(sameOffice).grade()).isEqualTo(MatchGrade.ACCESSION_NUMBER);
    assertThat(gate.link(sameIssuer).worklistItemKey()).isEqualTo(issued.worklistItemKey());
    assertThat(gate.links(otherOffice)).isEmpty();
    assertThat(gate.scanStatus(elsewhere)).isEqualTo(ScanStatus.SCHEDULED);
  }

  @Test
  void aStepIdIsCertainTogetherWithAnotherIdentifier() {
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME), NewStep.of("DX", DAY, TIME));
    ScheduledStep second = gate.steps(item).get(1);
    Arrived named = gate.study("1.2.1", null, "PX", gate.patient);
    gate.request(named, "", item.procedure().id(), second.id());
    Arrived alone = gate.study("1.2.2", null, "IO", gate.patient);
    gate.request(alone, "", "", second.id());
    gate.tell(EventType.MEDIUM_ARRIVED, named);
    gate.tell(EventType.MEDIUM_ARRIVED, alone);
    gate.follow();
    assertThat(gate.link(named).grade()).isEqualTo(MatchGrade.STEP_ID);
    assertThat(gate.link(named).stepKey()).isEqualTo(second.stepKey());
    assertThat(gate.links(alone)).isEmpty();
  }

  @Test
  void twoItemsOfOneStudyAreToldApartByStepThenModality() {
    WorklistItem pan = gate.ofStudy("1.2.9", NewStep.of("PX", DAY, TIME));
    WorklistItem ceph = gate.ofStudy("1.2.9", NewStep.of("DX", DAY, TIME));
    Arrived byModality = gate.arrive("1.2.9", null, "DX");
    gate.follow();
    assertThat(gate.link(byModality).worklistItemKey()).isEqualTo(ceph.worklistItemKey());
    long series = gate.addSeries(byModality, "1.2.9.2", "DX");
    gate.request(
        new Arrived(byModality.studyKey(), series, byModality.mediumKey()),
        pan.request().accessionNumber(),
        "",
        gate.steps(pan).get(0).id());
    gate.update(byModality);
    gate.follow();
    assertThat(gate.links(byModality))
        .filteredOn(link -> link.seriesKey() == series)
        .extracting(WorklistLink::worklistItemKey)
        .containsExactly(pan.worklistItemKey());
    assertThat(gate.scanStatus(pan)).isEqualTo(ScanStatus.ARRIVED);
  }

  @Test
  void twoItemsThatNothingTellsApartWaitForAPerson() {
    WorklistItem one = gate.ofStudy("1.2.9", NewStep.of("PX", DAY, TIME));
    WorklistItem other = gate.ofStudy("1.2.9", NewStep.of("PX", DAY, TIME));
    Arrived arrived = gate.arrive("1.2.9", null, "PX");
    gate.follow();
    assertThat(gate.links(arrived)).isEmpty();
    assertThat(gate.inbox()).extracting(InboxEntry::reason).containsExactly("ORDER_AMBIGUOUS");
    assertThat(gate.candidates())
        .extracting(MatchCandidate::worklistItemKey)
        .containsExactly(one.worklistItemKey(), other.worklistItemKey());
  }

  @Test
  void anotherPatientContradictsWhateverTheIdentifiersSay() {
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    long stranger = gate.fixture.patient("P2", "Smith^John", BORN.plusYears(9));
    Arrived arrived = gate.study(item.procedure().studyInstanceUid(), null, "PX", stranger);
    gate.tell(EventType.MEDIUM_ARRIVED, arrived);
    gate.follow();
    assertThat(gate.links(arrived)).isEmpty();
    assertThat(gate.inbox()).extracting(InboxEntry::reason).containsExactly("ORDER_CONTRADICTS");
    assertThat(gate.candidates()).hasSize(1);
    assertThat(gate.candidates().get(0).differences()).contains("PatientName", "Smith^John");
    assertThat(gate.candidates().get(0).grade()).isEqualTo("STUDY_UID");
  }

  @Test
  void identifiersThatDisagreeWaitForAPerson() {
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    gate.accession("A1", "", gate.fixture.officeKey);
    Arrived arrived = gate.arrive(item.procedure().studyInstanceUid(), "A1", "PX");
    gate.follow();
    assertThat(gate.links(arrived)).isEmpty();
    assertThat(gate.inbox()).extracting(InboxEntry::reason).containsExactly("ORDER_AMBIGUOUS");
    assertThat(gate.inbox().get(0).details()).contains("identifiers_disagree");
    assertThat(gate.candidates()).hasSize(2);
  }

  @Test
  void aCancelledOrderIsOnlyProposed() {
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    gate.fixture.update(item.edit().progress(item.progress().cancelled(NOW, "why")).build());
    Arrived arrived = gate.arrive(item.procedure().studyInstanceUid(), null, "PX");
    gate.follow();
    assertThat(gate.links(arrived)).isEmpty();
    assertThat(gate.inbox().get(0).details()).contains("order_cancelled");
  }

  @Test
  void patientAndDayAreProposedWithTheirGradeAndAnOrderThatComesLaterSettlesIt() {
    WorklistItem byId = gate.order(NewStep.of("PX", DAY, TIME));
    long spelled = gate.fixture.patient("X-9", "DOE^JANE", BORN);
    WorklistItem byName =
        gate.fixture.insert(gate.fixture.order(spelled, NewStep.of("PX", DAY, TIME)));
    Arrived arrived = gate.arrive("1.2.3", "LATE", "PX");
    gate.follow();
    assertThat(gate.links(arrived)).isEmpty();
    assertThat(gate.candidates())
        .extracting(MatchCandidate::worklistItemKey)
        .containsExactly(byId.worklistItemKey(), byName.worklistItemKey());
    assertThat(gate.candidates())
        .extracting(MatchCandidate::grade)
        .containsExactly("PATIENT_ID", "NAME_AND_BIRTH_DATE");

    WorklistItem late = gate.accession("LATE", "", gate.fixture.officeKey);
    gate.follow();
    assertThat(gate.link(arrived).worklistItemKey()).isEqualTo(late.worklistItemKey());
    assertThat(gate.scanStatus(late)).isEqualTo(ScanStatus.ARRIVED);
    assertThat(gate.inbox()).isEmpty();
    assertThat(gate.types()).contains("INBOX_OPENED", "INBOX_CLOSED");
  }

  @Test
  void anAccessionNumberOfAnotherOfficeIsProposedAndNotMore() {
    WorklistItem elsewhere = gate.accession("A2", "", gate.fixture.office("Second"));
    gate.accession("A3", "PMS", gate.fixture.office("Third"));
    Arrived arrived = gate.arrive("1.2.2", "A2", "DX");
    Arrived issued = gate.arrive("1.2.4", "A3", "DX");
    gate.setIssuer(issued, "RIS");
    gate.follow();
    assertThat(gate.links(arrived)).isEmpty();
    assertThat(gate.scanStatus(elsewhere)).isEqualTo(ScanStatus.SCHEDULED);
    InboxEntry entry =
        gate.inbox().stream()
            .filter(one -> one.studyKey() == arrived.studyKey())
            .findFirst()
            .orElseThrow();
    assertThat(
            Daos.of(gate.fixture.database, CandidateDao.class)
                .of(gate.organization, entry.inboxKey()))
        .extracting(MatchCandidate::grade)
        .containsExactly("ACCESSION_NUMBER_ELSEWHERE");
    assertThat(gate.inbox())
        .filteredOn(one -> one.studyKey() == issued.studyKey())
        .allSatisfy(one -> assertThat(one.details()).contains("no_order"));
  }

  @Test
  void patientsWhoAreMergedMatchTheirImagesAnew() {
    long spelled = gate.fixture.patient("X-9", "Da^Jane", BORN);
    Arrived arrived = gate.study("1.2.3", null, "PX", spelled);
    gate.tell(EventType.MEDIUM_ARRIVED, arrived);
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    gate.follow();
    assertThat(gate.candidates()).isEmpty();
    gate.fixture.database.inConnection(
        connection -> {
          PatientMerges.merge(
              connection,
              gate.fixture.database.keys(),
              gate.organization,
              spelled,
              gate.patient,
              1,
              gate.now);
          EventLog.append(
              connection,
              List.of(
                  new NewEvent(
                      gate.organization,
                      EventType.PATIENT_MERGED,
                      gate.patient,
                      null,
                      null,
                      null,
                      null,
                      null)),
              gate.now);
          return null;
        });
    gate.follow();
    assertThat(gate.candidates())
        .extracting(MatchCandidate::worklistItemKey)
        .containsExactly(item.worklistItemKey());
  }

  @Test
  void anItemThatSomebodyMadeForImagesSettlesWhatWaited() {
    Arrived arrived = gate.arrive("1.2.3", null, "PX");
    gate.follow();
    assertThat(gate.inbox()).hasSize(1);
    WorklistItem item =
        gate.fixture.insert(gate.fixture.order(gate.patient, NewStep.of("PX", DAY, TIME)));
    gate.fixture.database.inConnection(
        connection -> {
          WorklistLinks.insert(
              connection,
              List.of(
                  new WorklistLink(
                      arrived.seriesKey(),
                      item.worklistItemKey(),
                      gate.organization,
                      arrived.studyKey(),
                      null,
                      MatchGrade.MADE_FOR,
                      null,
                      gate.now)));
          gate.tell(connection, EventType.ITEM_CREATED, item);
          return null;
        });
    gate.follow();
    assertThat(gate.inbox()).isEmpty();
  }

  /** Matching read the images before somebody made an order for them, and links them after. */
  @Test
  void anItemThatWasCalledReadySinceItsImagesCameStaysSo() {
    Arrived arrived = gate.arrive("1.2.3", null, "PX");
    gate.now = gate.now.plusSeconds(1);
    WorklistItem item = gate.ofStudy("1.2.3", NewStep.of("PX", DAY, TIME));
    callReady(item);
    gate.follow();
    assertThat(gate.link(arrived).grade()).isEqualTo(MatchGrade.STUDY_UID);
    assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.READY);
    assertThat(gate.fixture.item(item.worklistItemKey()).mediumKey())
        .isEqualTo(arrived.mediumKey());
    assertThat(gate.itemEvents()).isEmpty();

    gate.now = gate.now.plusSeconds(1);
    gate.update(arrived); // another image
    gate.follow();
    assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.ARRIVED);
    assertThat(gate.itemEvents()).containsExactly(EventType.ITEM_ARRIVED.name());
  }

  @Test
  void anItemThatWasCalledReadyBeforeItsImagesCameArrives() {
    WorklistItem item = gate.ofStudy("1.2.3", NewStep.of("PX", DAY, TIME));
    callReady(item);
    gate.now = gate.now.plusSeconds(1);
    gate.arrive("1.2.3", null, "PX");
    gate.follow();
    assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.ARRIVED);
  }

  private void callReady(WorklistItem item) {
    gate.fixture.database.inConnection(
        connection -> {
          WorklistItem ready =
              item.edit()
                  .scanStatus(ScanStatus.READY)
                  .progress(item.progress().arrived(gate.now, false).ready(gate.now))
                  .build();
          WorklistRows.update(connection, ready, gate.now);
          return null;
        });
  }

  @Test
  void aRejectedProposalComesBackOnlyWithAnotherOrder() {
    gate.order(NewStep.of("PX", DAY, TIME));
    Arrived arrived = gate.arrive("1.2.3", null, "PX");
    gate.follow();
    InboxEntry entry = gate.inbox().get(0);
    Daos.of(gate.fixture.database, InboxDao.class)
        .close(gate.organization, entry.inboxKey(), InboxEntry.REJECTED, 1, "no", gate.now);
    gate.update(arrived);
    gate.follow();
    assertThat(gate.inbox()).isEmpty();
    gate.order(NewStep.of("PX", DAY, TIME));
    gate.follow();
    assertThat(gate.inbox()).extracting(InboxEntry::inboxKey).containsExactly(entry.inboxKey());
    assertThat(gate.candidates()).hasSize(2);
  }

  @Test
  void imagesWithoutOrderWaitOrGetAnItemOrAreOnlyKept() {
    Arrived kept = gate.arrive("1.2.1", null, "PX");
    gate.follow(WithoutOrder.NOTHING);
    assertThat(gate.inbox()).isEmpty();
    Arrived waiting = gate.arrive("1.2.2", null, "PX");
    gate.follow(WithoutOrder.INBOX);
    assertThat(gate.inbox()).extracting(InboxEntry::studyKey).containsExactly(waiting.studyKey());
    assertThat(gate.inbox().get(0).details()).contains("no_order");
    assertThat(gate.candidates()).isEmpty();
    Arrived made = gate.arrive("1.2.3", null, "IO");
    gate.follow(WithoutOrder.ITEM);
    assertThat(gate.links(kept)).isEmpty();
    assertThat(gate.link(made).grade()).isEqualTo(MatchGrade.MADE_FOR);
    WorklistItem item = gate.fixture.item(gate.link(made).worklistItemKey());
    assertThat(item.source().origin()).isEqualTo(Origin.WALK_IN);
    assertThat(item.scanStatus()).isEqualTo(ScanStatus.ARRIVED);
    assertThat(item.mediumKey()).isEqualTo(made.mediumKey());
    assertThat(item.procedure().studyInstanceUid()).isEqualTo("1.2.3");
    long second = gate.addSeries(made, "1.2.3.2", "DX");
    gate.update(made);
    gate.follow(WithoutOrder.ITEM);
    assertThat(gate.links(made)).hasSize(2).allMatch(link -> link.grade() == MatchGrade.MADE_FOR);
    assertThat(gate.links(made)).extracting(WorklistLink::seriesKey).contains(second);
  }

  @Test
  void theImagesOfADeletedItemAreWithoutOrderAgain() {
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    Arrived arrived = gate.arrive(item.procedure().studyInstanceUid(), null, "PX");
    gate.follow();
    delete(item);
    gate.follow();
    assertThat(gate.links(arrived)).isEmpty();
    assertThat(gate.inbox()).extracting(InboxEntry::studyKey).containsExactly(arrived.studyKey());
  }

  private void delete(WorklistItem item) {
    gate.fixture.database.inConnection(
        connection -> {
          WorklistRows.delete(connection, gate.organization, item.worklistItemKey(), gate.now);
          gate.tell(connection, EventType.ITEM_CANCELLED, item);
          return null;
        });
  }

  @Test
  void whatWasSettledWaitsAgainOnceItsOrderIsDeleted() {
    gate.order(NewStep.of("PX", DAY, TIME));
    Arrived arrived = gate.arrive("1.2.3", "LATE", "PX");
    gate.follow();
    InboxEntry entry = gate.inbox().get(0);
    WorklistItem late = gate.accession("LATE", "", gate.fixture.officeKey);
    gate.follow();
    gate.update(arrived);
    gate.follow();
    assertThat(gate.inbox()).isEmpty();
    delete(late);
    gate.follow();
    assertThat(gate.inbox()).extracting(InboxEntry::inboxKey).containsExactly(entry.inboxKey());
    assertThat(gate.candidates()).hasSize(1);
    gate.update(arrived);
    gate.follow();
    assertThat(gate.types().stream().filter(type -> type.startsWith("INBOX_")))
        .containsExactly("INBOX_OPENED", "INBOX_CLOSED", "INBOX_OPENED");
  }

  @Test
  void noOrderOfAnotherOrganizationIsEverFound() {
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    Arrived arrived = gate.arrive(item.procedure().studyInstanceUid(), null, "PX");
    gate.fixture.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE worklist_item SET organization_key = ?",
                gate.fixture.organization("other")));
    gate.follow();
    assertThat(gate.links(arrived)).isEmpty();
    assertThat(gate.candidates()).isEmpty();
  }
}
