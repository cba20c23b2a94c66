package io.archway.index.matching;

import static io.archway.index.matching.MatchingFixture.BORN;
import static io.archway.index.matching.MatchingFixture.QUIET;
import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.TestDatabase;
import io.archway.index.event.EventType;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.MatchCandidate;
import io.archway.index.matching.MatchingRules.WithoutOrder;
import io.archway.index.worklist.Arrivals.Arrived;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.MatchGrade;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.StepStatus;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import io.archway.index.worklist.WorklistRows;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What counts for and against an order, where several things are said or something is missing. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class MatchingEvidenceTest {
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
  void aStepIdAloneTellsItemsOfOneStudyApart() {
    gate.ofStudy("1.2.9", NewStep.of("PX", DAY, TIME));
    WorklistItem second = gate.ofStudy("1.2.9", NewStep.of("PX", DAY, TIME));
    Arrived arrived = gate.study("1.2.9", null, "PX", gate.patient);
    gate.request(arrived, "", "", gate.steps(second).get(0).id());
    gate.tell(EventType.MEDIUM_ARRIVED, arrived);
    gate.follow();
    assertThat(gate.link(arrived).worklistItemKey()).isEqualTo(second.worklistItemKey());
    assertThat(gate.link(arrived).grade()).isEqualTo(MatchGrade.STUDY_UID);
  }

  @Test
  void aStepIdOfAnotherOfficeCountsForTheSamePatientAlone() {
    WorklistItem elsewhere =
        gate.insert(
            gate.fixture
                .order(gate.patient, NewStep.of("PX", DAY, TIME))
                .withOffice(gate.fixture.office("Second")));
    String step = gate.steps(elsewhere).get(0).id();
    long namesake = gate.fixture.patient("P7", "Doe^Jane", null);
    Arrived perhaps = gate.study("1.2.1", null, "IO", namesake);
    gate.request(perhaps, "", elsewhere.procedure().id(), step);
    Arrived same = gate.study("1.2.2", null, "IO", gate.patient);
    gate.request(same, "", elsewhere.procedure().id(), step);
    gate.tell(EventType.MEDIUM_ARRIVED, perhaps);
    gate.tell(EventType.MEDIUM_ARRIVED, same);
    gate.follow();
    assertThat(gate.links(perhaps)).isEmpty();
    assertThat(gate.link(same).grade()).isEqualTo(MatchGrade.STEP_ID);
  }

  @Test
  void anAccessionNumberOrStepIdOfAnotherPatientWaitsForAPerson() {
    long stranger = gate.fixture.patient("P2", "Smith^John", BORN.plusYears(9));
    gate.accession("A1", "", gate.fixture.officeKey);
    Arrived byAccession = gate.study("1.2.1", "A1", "PX", stranger);
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    Arrived byStep = gate.study("1.2.2", null, "PX", stranger);
    gate.request(byStep, "", item.procedure().id(), gate.steps(item).get(0).id());
    gate.tell(EventType.MEDIUM_ARRIVED, byAccession);
    gate.tell(EventType.MEDIUM_ARRIVED, byStep);
    gate.follow();
    assertThat(gate.links(byAccession)).isEmpty();
    assertThat(gate.links(byStep)).isEmpty();
    assertThat(gate.inbox())
        .extracting(InboxEntry::reason)
        .containsExactly("ORDER_CONTRADICTS", "ORDER_CONTRADICTS");
  }

  @Test
  void patientAndDayCountForTheModalityAndDayAlone() {
    gate.order(NewStep.of("PX", DAY, TIME));
    Arrived otherModality = gate.arrive("1.2.1", null, "IO");
    gate.follow();
    assertThat(gate.inbox()).extracting(InboxEntry::studyKey).contains(otherModality.studyKey());
    assertThat(gate.candidates()).isEmpty();
    gate.order(NewStep.of("DX", DAY.plusDays(1), TIME));
    gate.arrive("1.2.2", null, "DX");
    gate.follow();
    assertThat(gate.candidates()).isEmpty();
    gate.order(NewStep.of("DX", DAY, TIME));
    gate.follow();
    assertThat(gate.inbox().get(0).details()).contains("no_identifier_of_the_order");
    assertThat(gate.candidates()).extracting(MatchCandidate::grade).containsExactly("PATIENT_ID");
  }

  @Test
  void anOrderThatComesAfterImagesIsFoundByWhatTheyRequest() {
    Arrived byProcedure = gate.study("1.2.1", null, "IO", gate.patient);
    gate.request(byProcedure, "", "RP-LATE", "STEP-1");
    Arrived byStep = gate.study("1.2.2", "LATE-2", "IO", gate.patient);
    gate.request(byStep, "", "", "STEP-2");
    gate.tell(EventType.MEDIUM_ARRIVED, byProcedure);
    gate.tell(EventType.MEDIUM_ARRIVED, byStep);
    gate.follow();
    assertThat(gate.inbox()).hasSize(2);
    NewStep later =
        new NewStep(
            "STEP-1",
            DAY.plusDays(9),
            TIME,
            "PX",
            List.of(),
            null,
            null,
            null,
            null,
            null,
            null,
            List.of());
    WorklistItem first =
        gate.insert(
            gate.fixture
                .order(gate.patient, later)
                .withProcedure(
                    new RequestedProcedure(null, "RP-LATE", null, null, null, null, null)));
    gate.follow();
    assertThat(gate.link(byProcedure).worklistItemKey()).isEqualTo(first.worklistItemKey());
    assertThat(gate.link(byProcedure).grade()).isEqualTo(MatchGrade.STEP_ID);
    WorklistItem second = gate.accession("LATE-2", "", gate.fixture.officeKey);
    gate.follow();
    assertThat(gate.link(byStep).worklistItemKey()).isEqualTo(second.worklistItemKey());
    assertThat(gate.inbox()).isEmpty();
  }

  @Test
  void imagesThatTellNoDayAreOfTheDayTheyCame() {
    gate.now = DAY.atTime(23, 59).toInstant(ZoneOffset.UTC);
    Arrived first = gate.study("1.2.1", null, "PX", gate.patient);
    gate.fixture.database.inTransaction(
        handle -> handle.execute("UPDATE study SET study_date = NULL"));
    gate.tell(EventType.MEDIUM_ARRIVED, first);
    gate.follow();
    assertThat(gate.candidates()).isEmpty();
    gate.order(NewStep.of("PX", DAY.plusDays(1), TIME));
    gate.follow();
    assertThat(gate.candidates()).isEmpty();
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    gate.follow();
    assertThat(gate.candidates())
        .extracting(MatchCandidate::worklistItemKey)
        .containsExactly(item.worklistItemKey());
  }

  @Test
  void anItemOfSeveralStepsIsReadyOnceEachHasImages() {
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME), NewStep.of("DX", DAY, TIME));
    WorklistItem other = gate.order(NewStep.of("IO", DAY, TIME));
    Arrived pan = gate.arrive(item.procedure().studyInstanceUid(), null, "PX");
    Arrived single = gate.arrive(other.procedure().studyInstanceUid(), null, "IO");
    becomeQuiet();
    assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.ARRIVED);
    assertThat(gate.scanStatus(other)).as("stands behind nobody").isEqualTo(ScanStatus.READY);
    assertThat(gate.steps(item)).allMatch(ScheduledStep::open);
    assertThat(gate.links(single)).hasSize(1);
    gate.addSeries(pan, "1.2.5", "DX");
    gate.update(pan);
    gate.follow();
    assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.ARRIVED);
    becomeQuiet();
    assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.READY);
    assertThat(gate.steps(item)).noneMatch(ScheduledStep::open);
  }

  @Test
  void aStepThatWillNotBeMadeIsNotWaitedFor() {
    for (StepStatus status :
        List.of(StepStatus.COMPLETED, StepStatus.DISCONTINUED, StepStatus.CANCELED)) {
      WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME), NewStep.of("DX", DAY, TIME));
      gate.arrive(item.procedure().studyInstanceUid(), null, "PX");
      becomeQuiet();
      assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.ARRIVED);
      long step = gate.steps(item).get(1).stepKey();
      gate.fixture.database.inConnection(
          connection ->
              WorklistRows.setStepStatus(
                  connection, item.worklistItemKey(), step, status, null, null, null));
      gate.follow();
      assertThat(gate.scanStatus(item)).as(status.name()).isEqualTo(ScanStatus.READY);
    }
  }

  @Test
  void aStepIsWaitedForUntilItIsOfferedNoMore() {
    gate.stepsExpireAfter = Duration.ofDays(3);
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME), NewStep.of("DX", DAY, TIME));
    gate.arrive(item.procedure().studyInstanceUid(), null, "PX");
    gate.now = NOW.plus(Duration.ofDays(4)); // DAY is the day after NOW
    gate.follow();
    assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.ARRIVED);
    gate.now = NOW.plus(Duration.ofDays(5));
    gate.follow();
    assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.READY);
  }

  @Test
  void imagesThatNameNoStepCountForAllOfTheirModality() {
    WorklistItem unnamed = gate.order(NewStep.of("IO", DAY, TIME), NewStep.of("IO", DAY, TIME));
    gate.arrive(unnamed.procedure().studyInstanceUid(), null, "IO");
    WorklistItem named = gate.order(NewStep.of("IO", DAY, TIME), NewStep.of("IO", DAY, TIME));
    Arrived second = gate.study(named.procedure().studyInstanceUid(), null, "IO", gate.patient);
    gate.request(second, "", "", gate.steps(named).get(1).id());
    gate.tell(EventType.MEDIUM_ARRIVED, second);
    becomeQuiet();
    assertThat(gate.link(second).stepKey()).isEqualTo(gate.steps(named).get(1).stepKey());
    assertThat(gate.scanStatus(unnamed)).isEqualTo(ScanStatus.READY);
    assertThat(gate.scanStatus(named)).isEqualTo(ScanStatus.ARRIVED);
  }

  @Test
  void imagesOfAnotherSeriesOfTheStudyFlagNoReport() {
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    Arrived arrived = gate.study("1.2.1", null, "PX", gate.patient);
    gate.request(arrived, "", item.procedure().id(), gate.steps(item).get(0).id());
    instance(arrived.seriesKey(), arrived);
    gate.tell(EventType.MEDIUM_ARRIVED, arrived);
    becomeQuiet();
    gate.fixture.update(
        gate.fixture
            .item(item.worklistItemKey())
            .edit()
            .status(ItemStatus.COMPLETE, gate.now)
            .build());
    gate.now = gate.now.plusSeconds(1);
    instance(gate.addSeries(arrived, "1.2.1.2", "US"), arrived);
    gate.update(arrived);
    gate.follow();
    assertThat(gate.links(arrived)).hasSize(1);
    assertThat(gate.inbox()).hasSize(1);
    assertThat(gate.fixture.item(item.worklistItemKey()).hasImagesAfterReport()).isFalse();
  }

  /** As much of a row as counts here. */
  private void instance(long seriesKey, Arrived study) {
    gate.fixture.database.inTransaction(
        handle ->
            handle.execute(
                """
                INSERT INTO instance (instance_key, organization_key, study_key, series_key,
                  sop_instance_uid, version, is_current, sop_class_uid, transfer_syntax_uid,
                  record_number, container, byte_offset, byte_length, data_set_offset, sha256,
                  crc32, via, device_key, called_ae_title, address, received_at)
                VALUES (?, ?, ?, ?, ?, 1, TRUE, '1.2', '1.2.840.10008.1.2.1', ?, 'x', 0, 1, 0, 'x',
                  0, 'DIMSE', 1, '', '', ?)
                """,
                seriesKey,
                gate.organization,
                study.studyKey(),
                seriesKey,
                "1.2.3." + seriesKey,
                seriesKey,
                gate.now));
  }

  @Test
  void theRestOfAStudyFollowsAPersonUnlessItNamesAnotherOrder() {
    WorklistItem chosen = gate.order(NewStep.of("PX", DAY, TIME));
    WorklistItem other = gate.order(NewStep.of("PX", DAY.plusDays(2), TIME));
    Arrived arrived = gate.study("1.2.1", null, "PX", gate.patient);
    gate.fixture.database.inConnection(
        connection ->
            WorklistLinks.insert(
                connection,
                List.of(
                    new WorklistLink(
                        arrived.seriesKey(),
                        chosen.worklistItemKey(),
                        gate.organization,
                        arrived.studyKey(),
                        null,
                        MatchGrade.DECIDED,
                        1L,
                        NOW))));
    long follows = gate.addSeries(arrived, "1.2.1.2", "PX");
    long names = gate.addSeries(arrived, "1.2.1.3", "PX");
    gate.request(
        new Arrived(arrived.studyKey(), names, arrived.mediumKey()),
        "",
        other.procedure().id(),
        gate.steps(other).get(0).id());
    gate.update(arrived);
    gate.follow();
    assertThat(gate.links(arrived))
        .extracting(WorklistLink::seriesKey)
        .containsExactly(arrived.seriesKey(), follows);
    assertThat(gate.links(arrived)).allMatch(link -> link.grade() == MatchGrade.DECIDED);
    assertThat(gate.inbox()).hasSize(1);
    assertThat(gate.inbox().get(0).details()).contains("decided_otherwise");
    assertThat(gate.candidates())
        .extracting(MatchCandidate::worklistItemKey)
        .contains(other.worklistItemKey());
  }

  @Test
  void imagesWithoutOrderWaitOnlyWhereOrdersAreMade() {
    Arrived before = gate.arrive("1.2.1", null, "PX");
    gate.follow(WithoutOrder.AUTO);
    gate.order(NewStep.of("US", DAY.plusDays(31), TIME));
    gate.order(NewStep.of("US", DAY.minusDays(31), TIME));
    gate.ofAgent(NewStep.of("US", DAY, TIME));
    gate.arrive("1.2.2", null, "PX");
    gate.follow(WithoutOrder.AUTO);
    assertThat(gate.inbox()).isEmpty();
    gate.order(NewStep.of("US", DAY.plusDays(30), TIME));
    Arrived after = gate.arrive("1.2.3", null, "PX");
    gate.follow(WithoutOrder.AUTO);
    assertThat(gate.inbox()).extracting(InboxEntry::studyKey).containsExactly(after.studyKey());
    WorklistItem late = gate.ofStudy("1.2.1", NewStep.of("PX", DAY, TIME));
    gate.follow(WithoutOrder.AUTO);
    assertThat(gate.link(before).worklistItemKey()).isEqualTo(late.worklistItemKey());
  }

  @Test
  void whatWaitedForAnOrderThatIsGoneWaitsNoMoreWhereImagesNeedNone() {
    WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
    gate.arrive("1.2.1", null, "PX");
    gate.follow(WithoutOrder.NOTHING);
    assertThat(gate.inbox()).hasSize(1);
    gate.fixture.database.inConnection(
        connection -> {
          WorklistRows.delete(connection, gate.organization, item.worklistItemKey(), gate.now);
          gate.tell(connection, EventType.ITEM_CANCELLED, item);
          return null;
        });
    gate.follow(WithoutOrder.NOTHING);
    assertThat(gate.inbox()).isEmpty();
    assertThat(gate.types()).contains("INBOX_CLOSED");
  }

  private void becomeQuiet() {
    gate.follow();
    gate.now = gate.now.plus(QUIET).plusMillis(1);
    gate.follow();
  }
}
