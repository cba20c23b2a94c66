package io.archway.index.matching;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Daos;
import io.archway.index.database.KeySequence;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.Event;
import io.archway.index.event.EventDao;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.matching.MatchingRules.WithoutOrder;
import io.archway.index.study.RequestAttributes;
import io.archway.index.worklist.Arrivals;
import io.archway.index.worklist.Arrivals.Arrived;
import io.archway.index.worklist.MatchGrade;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.PerformedReference;
import io.archway.index.worklist.PerformedStatus;
import io.archway.index.worklist.PerformedStep;
import io.archway.index.worklist.PerformedStepRows;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.StepStatus;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What devices say by MPPS and the orders that they name; steps as their status, in order. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class PerformedStepsTest {
  private static final RequestAttributes NOTHING = new RequestAttributes("1.2.3", "", "", "");

  @Parameter TestDatabase kind;
  private WorklistFixture fixture;
  private long patient;
  private int performed;

  @BeforeEach
  void open() {
    fixture = new WorklistFixture(kind);
    patient = fixture.patient("P1", "Doe^Jane", DAY);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aStepIsNamedByItsIdAndItsOrder() {
    WorklistItem item = order(pan("S1"), pan("S2"));
    PerformedStep step = create(named(item, "S2"));
    assertThat(steps(item)).isEqualTo("SCHEDULED STARTED");
    assertThat(scan(item)).isEqualTo(ScanStatus.STARTED);
    ScheduledStep started = fixture.steps(item.worklistItemKey()).get(1);
    assertThat(started.performedStepUid()).isEqualTo(step.sopInstanceUid());
    assertThat(started.startedAt()).isEqualTo(NOW);
    assertThat(started.endedAt()).isNull();

    end(step, PerformedStatus.COMPLETED);
    assertThat(steps(item)).isEqualTo("SCHEDULED COMPLETED");
    assertThat(scan(item)).as("a step is left").isEqualTo(ScanStatus.STARTED);
    assertThat(fixture.steps(item.worklistItemKey()).get(1).endedAt()).isEqualTo(END);
    assertThat(fixture.steps(item.worklistItemKey()))
        .extracting(ScheduledStep::open)
        .containsExactly(true, false);

    end(create(named(item, "S1")), PerformedStatus.DISCONTINUED);
    assertThat(steps(item)).isEqualTo("DISCONTINUED COMPLETED");
    assertThat(scan(item)).isEqualTo(ScanStatus.COMPLETED);
    assertThat(events())
        .containsExactly("ITEM_UPDATED", "ITEM_UPDATED", "ITEM_UPDATED", "ITEM_UPDATED");
  }

  @Test
  void oneMayBeSeveralSteps() {
    WorklistItem one = order(pan("S1"), pan("S2"));
    WorklistItem other = order(pan("S3"));
    PerformedStep step = create(named(one, "S1"), named(one, "S2"), named(other, "S3"));
    assertThat(steps(one) + ", " + steps(other)).isEqualTo("STARTED STARTED, STARTED");
    end(step, PerformedStatus.COMPLETED);
    assertThat(steps(one) + ", " + steps(other)).isEqualTo("COMPLETED COMPLETED, COMPLETED");
    assertThat(scan(one)).isEqualTo(ScanStatus.COMPLETED);
    assertThat(events()).hasSize(4);
  }

  @Test
  void aStepThatIsRepeatedIsAsFarAsAllOfThemSay() {
    WorklistItem item = order(pan("S1"));
    PerformedStep first = create(named(item, "S1"));
    end(first, PerformedStatus.DISCONTINUED);
    assertThat(steps(item) + " " + scan(item)).isEqualTo("DISCONTINUED DISCONTINUED");
    PerformedStep second = create(named(item, "S1"));
    PerformedStep third = create(named(item, "S1"));
    assertThat(steps(item) + " " + scan(item)).isEqualTo("STARTED STARTED");
    end(third, PerformedStatus.COMPLETED);
    assertThat(steps(item)).as("the second goes on").isEqualTo("STARTED");
    end(second, PerformedStatus.DISCONTINUED);
    assertThat(steps(item)).isEqualTo("COMPLETED");
    assertThat(fixture.steps(item.worklistItemKey()).get(0).performedStepUid())
        .isEqualTo(third.sopInstanceUid());
  }

  @Test
  void withoutAStepIdTheOnlyStepOfTheOrderIsMeant() {
    WorklistItem byStudy = order(pan("S1"));
    create(new RequestAttributes(byStudy.procedure().studyInstanceUid(), "", "", ""));
    assertThat(steps(byStudy)).isEqualTo("STARTED");
    WorklistItem byAccession =
        insert(
            fixture
                .order(patient, pan("S1"))
                .withRequest(new ServiceRequest("A7", null, null, null, null, null, null)));
    create(new RequestAttributes("1.2.3", "A7", "", ""));
    assertThat(steps(byAccession)).isEqualTo("STARTED");
    WorklistItem byModality = order(pan("S1"), NewStep.of("CT", DAY, TIME));
    create(new RequestAttributes(byModality.procedure().studyInstanceUid(), "", "", ""));
    assertThat(steps(byModality)).isEqualTo("STARTED SCHEDULED");
  }

  @Test
  void whichStepIsNotGuessed() {
    WorklistItem item = order(pan("S1"), pan("S2"));
    PerformedStep step =
        create(new RequestAttributes(item.procedure().studyInstanceUid(), "", "", ""));
    assertThat(steps(item)).isEqualTo("SCHEDULED SCHEDULED");
    assertThat(scan(item)).as("but that it has begun is known").isEqualTo(ScanStatus.STARTED);
    end(step, PerformedStatus.COMPLETED);
    assertThat(scan(item)).isEqualTo(ScanStatus.STARTED);
  }

  @Test
  void aStepIdAloneOrOfAnotherOrderNamesNothing() {
    WorklistItem item = order(pan("S1"));
    create(new RequestAttributes("1.2.3", "", "", "S1"));
    create(new RequestAttributes("1.2.3", "other", item.procedure().id(), "S1"));
    create(new RequestAttributes(item.procedure().studyInstanceUid(), "", "", "of another order"));
    create(NOTHING);
    create(new RequestAttributes("", "", "", ""));
    assertThat(steps(item) + " " + scan(item)).isEqualTo("SCHEDULED SCHEDULED");
    assertThat(events()).isEmpty();
  }

  @Test
  void anotherPatientsStepIsNotMeant() {
    long other = fixture.patient("P2", "Roe^Richard", DAY.minusYears(30));
    WorklistItem item = insert(fixture.order(other, pan("S1")));
    create(named(item, "S1"));
    assertThat(steps(item)).isEqualTo("SCHEDULED");
  }

  @Test
  void whatOfficesNumberCountsWithinOne() {
    WorklistItem item =
        insert(
            fixture
                .order(patient, pan("S1"))
                .withRequest(new ServiceRequest("A7", null, null, null, null, null, null))
                .withOffice(fixture.office("Far")));
    create(new RequestAttributes("1.2.3", "A7", "", ""));
    create(new RequestAttributes("1.2.3", "A7", item.procedure().id(), "S1"));
    assertThat(steps(item)).isEqualTo("SCHEDULED");
    create(named(item, "S1"));
    assertThat(steps(item))
        .as("the Study Instance UID is everywhere the same")
        .isEqualTo("STARTED");
  }

  @Test
  void anotherOrganizationsStepIsNotMeant() {
    WorklistItem item = order(pan("S1"));
    PerformedStep foreign = step(fixture.organization("other"));
    write(foreign, List.of(named(item, "S1")));
    assertThat(steps(item)).isEqualTo("SCHEDULED");
  }

  @Test
  void anOrderMayComeAfterItWasPerformed() {
    PerformedStep step = create(new RequestAttributes("1.2.3", "A7", "", ""), NOTHING);
    end(step, PerformedStatus.COMPLETED);
    WorklistItem item =
        insert(
            fixture
                .order(patient, pan("S1"))
                .withRequest(new ServiceRequest("A7", null, null, null, null, null, null)));
    assertThat(steps(item)).isEqualTo("SCHEDULED");
    tell(
        NewEvent.ofItem(
            EventType.ITEM_CREATED,
            fixture.organizationKey,
            item.worklistItemKey(),
            patient,
            null));
    follow();
    assertThat(steps(item) + " " + scan(item)).isEqualTo("COMPLETED COMPLETED");
    assertThat(events()).containsExactly("ITEM_CREATED", "ITEM_UPDATED");
    List<PerformedReference> references =
        fixture.database.inConnection(
            c -> PerformedStepRows.references(c, step.performedStepKey()));
    assertThat(references)
        .extracting(PerformedReference::itemKey)
        .containsExactly(item.worklistItemKey(), null);
  }

  @Test
  void imagesThatNameItAreOfItsStepWhicheverComesFirst() {
    WorklistItem before = order(pan("S1"), pan("S2"));
    PerformedStep first = create(named(before, "S2"));
    Arrived after = arrive("9.1", first.sopInstanceUid());
    follow();
    assertThat(link(after).worklistItemKey()).isEqualTo(before.worklistItemKey());
    assertThat(link(after).grade()).isEqualTo(MatchGrade.STEP_ID);
    assertThat(link(after).stepKey())
        .isEqualTo(fixture.steps(before.worklistItemKey()).get(1).stepKey());

    WorklistItem later = order(pan("S3"));
    Arrived earlier = arrive("9.2", "2.25." + (performed + 1));
    follow();
    assertThat(links(earlier)).isEmpty();
    create(named(later, "S3"));
    follow();
    assertThat(link(earlier).worklistItemKey()).isEqualTo(later.worklistItemKey());
  }

  @Test
  void imagesThatCameSayMoreThanSteps() {
    WorklistItem item = order(pan("S1"));
    PerformedStep step = create(named(item, "S1"));
    arrive("9.1", step.sopInstanceUid());
    follow();
    end(step, PerformedStatus.COMPLETED);
    assertThat(scan(item)).isEqualTo(ScanStatus.ARRIVED);
    assertThat(steps(item)).isEqualTo("COMPLETED");
  }

  private static final Instant END = NOW.plusSeconds(60);

  private static NewStep pan(String id) {
    return new NewStep(
        id, DAY, TIME, "PX", List.of(), null, null, null, null, null, null, List.of());
  }

  private WorklistItem order(NewStep... steps) {
    return insert(fixture.order(patient, steps));
  }

  private WorklistItem insert(NewOrder order) {
    return fixture.insert(order);
  }

  private static RequestAttributes named(WorklistItem item, String stepId) {
    return new RequestAttributes(item.procedure().studyInstanceUid(), "", "", stepId);
  }

  private PerformedStep create(RequestAttributes... named) {
    PerformedStep step = step(fixture.organizationKey);
    write(step, List.of(named));
    return step;
  }

  private PerformedStep step(long organization) {
    return new PerformedStep(
        fixture.database.nextKey(KeySequence.PERFORMED_STEP),
        organization,
        "2.25." + ++performed,
        PerformedStatus.IN_PROGRESS,
        "PAN",
        null,
        fixture.officeKey,
        "PX",
        "P1",
        "Doe^Jane",
        DAY,
        NOW,
        null,
        NOW,
        NOW);
  }

  private void write(PerformedStep step, List<RequestAttributes> named) {
    apply(step, connection -> PerformedStepRows.insert(connection, step, named));
  }

  private void end(PerformedStep step, PerformedStatus status) {
    PerformedStep ended = step.with(status, END, END);
    apply(ended, connection -> PerformedStepRows.update(connection, ended));
  }

  private interface Write {
    void to(Connection connection) throws SQLException;
  }

  private void apply(PerformedStep step, Write write) {
    fixture.database.inConnection(
        connection -> {
          write.to(connection);
          EventLog.append(connection, PerformedSteps.apply(connection, step, NOW), NOW);
          return null;
        });
  }

  private void tell(NewEvent event) {
    fixture.database.inConnection(
        connection -> {
          EventLog.append(connection, List.of(event), NOW);
          return null;
        });
  }

  private Arrived arrive(String uid, String performedStepUid) {
    Arrived arrived = Arrivals.study(fixture, patient, patient, uid, NOW);
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE series SET performed_step_uid = ? WHERE series_key = ?",
                performedStepUid,
                arrived.seriesKey()));
    tell(
        new NewEvent(
            fixture.organizationKey,
            EventType.MEDIUM_ARRIVED,
            patient,
            arrived.studyKey(),
            arrived.mediumKey(),
            null,
            null,
            null));
    return arrived;
  }

  private void follow() {
    Matching matching =
        new Matching(
            fixture.database,
            new MatchingRules(Duration.ofDays(1), WithoutOrder.NOTHING, ZoneOffset.UTC),
            () -> NOW);
    for (int passes = 0; matching.pass(); passes++) {
      assertThat(passes).isLessThan(100);
    }
  }

  private String steps(WorklistItem item) {
    return fixture.steps(item.worklistItemKey()).stream()
        .map(ScheduledStep::status)
        .map(StepStatus::word)
        .collect(Collectors.joining(" "));
  }

  private ScanStatus scan(WorklistItem item) {
    return fixture.item(item.worklistItemKey()).scanStatus();
  }

  private List<WorklistLink> links(Arrived arrived) {
    return fixture.database.readInConnection(
        connection -> WorklistLinks.ofStudy(connection, arrived.studyKey()));
  }

  private WorklistLink link(Arrived arrived) {
    assertThat(links(arrived)).hasSize(1);
    return links(arrived).get(0);
  }

  private List<String> events() {
    return Daos.of(fixture.database, EventDao.class).after(0, 1000).stream()
        .map(Event::eventType)
        .toList();
  }
}
