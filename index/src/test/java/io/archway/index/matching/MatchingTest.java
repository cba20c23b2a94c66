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
import io.archway.index.inbox.CandidateDao;
import io.archway.index.inbox.InboxDao;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.MatchCandidate;
import io.archway.index.matching.MatchingRules.WithoutOrder;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumRows;
import io.archway.index.worklist.Arrivals;
import io.archway.index.worklist.Arrivals.Arrived;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.MatchGrade;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.Origin;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
  private static final Duration QUIET = Duration.ofMinutes(10);
  private static final LocalDate BORN = DAY.minusYears(40);

  @Parameter TestDatabase kind;
  private WorklistFixture fixture;
  private long organization;
  private long patient;
  private Instant now = NOW;

  @BeforeEach
  void open() {
    fixture = new WorklistFixture(kind);
    organization = fixture.organizationKey;
    patient = fixture.patient("P1", "Doe^Jane", BORN);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aStudyInstanceUidLinksByItselfAndTheItemBecomesReadyWhenQuiet() {
    WorklistItem item = order(NewStep.of("PX", DAY, TIME));
    Arrived arrived = arrive(item.procedure().studyInstanceUid(), null, "PX");
    follow();
    WorklistItem linked = fixture.item(item.worklistItemKey());
    assertThat(linked.scanStatus()).isEqualTo(ScanStatus.ARRIVED);
    assertThat(linked.mediumKey()).isEqualTo(arrived.mediumKey());
    assertThat(linked.progress().firstArrivedAt()).isEqualTo(NOW);
    assertThat(steps(item)).allMatch(ScheduledStep::open);
    WorklistLink link = link(arrived);
    assertThat(link.grade()).isEqualTo(MatchGrade.STUDY_UID);
    assertThat(link.stepKey()).isEqualTo(steps(item).get(0).stepKey());
    assertThat(inbox()).isEmpty();

    now = NOW.plus(QUIET);
    follow();
    assertThat(scanStatus(item)).isEqualTo(ScanStatus.ARRIVED);
    now = now.plusMillis(1);
    follow();
    assertThat(scanStatus(item)).isEqualTo(ScanStatus.READY);
    assertThat(steps(item)).noneMatch(ScheduledStep::open);
    assertThat(itemEvents()).containsExactly("ITEM_ARRIVED", "ITEM_READY");
  }

  @Test
  void imagesJoinTheMediumThatAnAgentMadeForTheirStudy() {
    WorklistItem item = order(NewStep.of("PX", DAY, TIME));
    WorklistItem other = fixture.insert(fixture.order(patient, NewStep.of("DX", DAY, TIME)));
    long medium = external();
    fixture.update(item.edit().medium(medium).scanStatus(ScanStatus.READY).build());
    Arrived arrived = arrive(item.procedure().studyInstanceUid(), null, "PX");
    fixture.update(other.edit().medium(arrived.mediumKey()).build());
    follow();
    assertThat(scanStatus(item)).isEqualTo(ScanStatus.ARRIVED);
    assertThat(fixture.item(item.worklistItemKey()).mediumKey()).isEqualTo(medium);
    assertThat(fixture.item(other.worklistItemKey()).mediumKey()).isEqualTo(medium);
    MediumDao media = Daos.of(fixture.database, MediumDao.class);
    assertThat(media.find(organization, arrived.mediumKey())).isEmpty();
    assertThat(media.keyOfStudy(organization, arrived.studyKey())).contains(medium);
    assertThat(media.find(organization, medium))
        .hasValueSatisfying(
            joined -> {
              assertThat(joined.kind()).isEqualTo(Medium.KIND_STUDY);
              assertThat(joined.meta()).isEqualTo("{}");
            });
    follow();
    update(new Arrived(arrived.studyKey(), arrived.seriesKey(), medium));
    follow();
    assertThat(fixture.item(item.worklistItemKey()).mediumKey()).isEqualTo(medium);
  }

  @Test
  void anotherStudyThanTheAgentsHasItsOwnMedium() {
    WorklistItem item = order(NewStep.of("PX", DAY, TIME));
    long medium = external();
    fixture.update(item.edit().medium(medium).build());
    Arrived arrived = arrive("1.2.3.4", item.request().accessionNumber(), "PX");
    follow();
    assertThat(link(arrived).grade()).isEqualTo(MatchGrade.ACCESSION_NUMBER);
    MediumDao media = Daos.of(fixture.database, MediumDao.class);
    assertThat(media.keyOfStudy(organization, arrived.studyKey())).contains(arrived.mediumKey());
    assertThat(media.find(organization, medium).orElseThrow().kind())
        .isEqualTo(Medium.KIND_EXTERNAL);
  }

  private long external() {
    return fixture.database.inConnection(
        c ->
            MediumRows.insertExternal(
                c,
                fixture.database.keys(),
                organization,
                fixture.officeKey,
                patient,
                DAY,
                "{}",
                NOW));
  }

  @Test
  void waitingImagesForWhichSomebodyMakesAnItemWaitNoLonger() {
    Arrived arrived = arrive("1.2.3.5", null, "PX");
    follow();
    assertThat(inbox()).hasSize(1);
    WorklistItem item = fixture.insert(fixture.order(patient, NewStep.of("CT", DAY, TIME)));
    WorklistLink link =
        new WorklistLink(
            arrived.seriesKey(),
            item.worklistItemKey(),
            organization,
            arrived.studyKey(),
            null,
            MatchGrade.MADE_FOR,
            null,
            NOW);
    fixture.database.inConnection(
        c -> {
          WorklistLinks.insert(c, List.of(link));
          EventLog.append(
              c,
              List.of(
                  NewEvent.ofItem(
                      EventType.ITEM_CREATED,
                      organization,
                      item.worklistItemKey(),
                      patient,
                      arrived.mediumKey())),
              NOW);
          return null;
        });
    follow();
    assertThat(inbox()).isEmpty();
  }

  @Test
  void eachEventCountsOnce() {
    WorklistItem item = order(NewStep.of("PX", DAY, TIME));
    arrive(item.procedure().studyInstanceUid(), null, "PX");
    follow();
    WorklistItem linked = fixture.item(item.worklistItemKey());
    now = NOW.plusSeconds(1);
    matching(WithoutOrder.INBOX).pass();
    assertThat(fixture.item(item.worklistItemKey())).isEqualTo(linked);
    fixture.database.inTransaction(
        handle -> handle.execute("UPDATE event_follower SET event_number = 0"));
    follow();
    assertThat(fixture.item(item.worklistItemKey())).isEqualTo(linked);
    assertThat(itemEvents()).containsExactly("ITEM_ARRIVED");
  }

  @Test
  void moreImagesPutOffReadyAndTakeItBack() {
    WorklistItem item = order(NewStep.of("PX", DAY, TIME));
    Arrived arrived = arrive(item.procedure().studyInstanceUid(), null, "PX");
    follow();
    now = NOW.plus(QUIET).minusSeconds(1);
    update(arrived);
    now = now.plusSeconds(2);
    follow();
    assertThat(scanStatus(item)).isEqualTo(ScanStatus.ARRIVED);
    now = now.plus(QUIET);
    follow();
    assertThat(scanStatus(item)).isEqualTo(ScanStatus.READY);
    now = now.plusSeconds(1);
    update(arrived);
    follow();
    assertThat(scanStatus(item)).isEqualTo(ScanStatus.ARRIVED);
  }

  @Test
  void imagesAfterTheReportFlagTheItemAndReopenNothing() {
    WorklistItem item = order(NewStep.of("PX", DAY, TIME));
    Arrived arrived = arrive(item.procedure().studyInstanceUid(), null, "PX");
    follow();
    now = NOW.plus(QUIET).plusSeconds(1);
    follow();
    fixture.update(
        fixture.item(item.worklistItemKey()).edit().status(ItemStatus.COMPLETE, now).build());
    for (int i = 0; i < 2; i++) {
      now = now.plusSeconds(1);
      update(arrived);
      follow();
    }
    WorklistItem flagged = fixture.item(item.worklistItemKey());
    assertThat(flagged.status()).isEqualTo(ItemStatus.COMPLETE);
    assertThat(flagged.scanStatus()).isEqualTo(ScanStatus.READY);
    assertThat(flagged.hasImagesAfterReport()).isTrue();
    assertThat(flagged.progress().lastArrivedAt()).isEqualTo(now);
    assertThat(itemEvents())
        .containsExactly("ITEM_ARRIVED", "ITEM_READY", "ITEM_IMAGES_AFTER_REPORT");
  }

  @Test
  void anAccessionNumberIsCertainWithinItsIssuerOrOffice() {
    WorklistItem ours = accession("A1", "", fixture.officeKey);
    Arrived sameOffice = arrive("1.2.1", "A1", "DX");
    WorklistItem elsewhere = accession("A2", "", fixture.office("Second"));
    Arrived otherOffice = arrive("1.2.2", "A2", "DX");
    WorklistItem issued = accession("A3", "PMS", fixture.office("Second"));
    Arrived sameIssuer = arrive("1.2.3", "A3", "DX");
    setIssuer(sameIssuer, "PMS");
    follow();
    assertThat(link(sameOffice).worklistItemKey()).isEqualTo(ours.worklistItemKey());
    assertThat(link(sameOffice).grade()).isEqualTo(MatchGrade.ACCESSION_NUMBER);
    assertThat(link(sameIssuer).worklistItemKey()).isEqualTo(issued.worklistItemKey());
    assertThat(links(otherOffice)).isEmpty();
    assertThat(scanStatus(elsewhere)).isEqualTo(ScanStatus.SCHEDULED);
  }

  @Test
  void aStepIdIsCertainTogetherWithAnotherIdentifier() {
    WorklistItem item = order(NewStep.of("PX", DAY, TIME), NewStep.of("DX", DAY, TIME));
    ScheduledStep second = steps(item).get(1);
    Arrived named = study("1.2.1", null, "PX", patient);
    request(named, "", item.procedure().id(), second.id());
    Arrived alone = study("1.2.2", null, "IO", patient);
    request(alone, "", "", second.id());
    tell(EventType.MEDIUM_ARRIVED, named);
    tell(EventType.MEDIUM_ARRIVED, alone);
    follow();
    assertThat(link(named).grade()).isEqualTo(MatchGrade.STEP_ID);
    assertThat(link(named).stepKey()).isEqualTo(second.stepKey());
    assertThat(links(alone)).isEmpty();
  }

  @Test
  void twoItemsOfOneStudyAreToldApartByStepThenModality() {
    WorklistItem pan = ofStudy("1.2.9", NewStep.of("PX", DAY, TIME));
    WorklistItem ceph = ofStudy("1.2.9", NewStep.of("DX", DAY, TIME));
    Arrived byModality = arrive("1.2.9", null, "DX");
    follow();
    assertThat(link(byModality).worklistItemKey()).isEqualTo(ceph.worklistItemKey());
    long series = addSeries(byModality, "1.2.9.2", "DX");
    request(
        new Arrived(byModality.studyKey(), series, byModality.mediumKey()),
        pan.request().accessionNumber(),
        "",
        steps(pan).get(0).id());
    update(byModality);
    follow();
    assertThat(links(byModality))
        .filteredOn(link -> link.seriesKey() == series)
        .extracting(WorklistLink::worklistItemKey)
        .containsExactly(pan.worklistItemKey());
    assertThat(scanStatus(pan)).isEqualTo(ScanStatus.ARRIVED);
  }

  @Test
  void twoItemsThatNothingTellsApartWaitForAPerson() {
    WorklistItem one = ofStudy("1.2.9", NewStep.of("PX", DAY, TIME));
    WorklistItem other = ofStudy("1.2.9", NewStep.of("PX", DAY, TIME));
    Arrived arrived = arrive("1.2.9", null, "PX");
    follow();
    assertThat(links(arrived)).isEmpty();
    assertThat(inbox()).extracting(InboxEntry::reason).containsExactly("ORDER_AMBIGUOUS");
    assertThat(candidates())
        .extracting(MatchCandidate::worklistItemKey)
        .containsExactly(one.worklistItemKey(), other.worklistItemKey());
  }

  @Test
  void anotherPatientContradictsWhateverTheIdentifiersSay() {
    WorklistItem item = order(NewStep.of("PX", DAY, TIME));
    long stranger = fixture.patient("P2", "Smith^John", BORN.plusYears(9));
    Arrived arrived = study(item.procedure().studyInstanceUid(), null, "PX", stranger);
    tell(EventType.MEDIUM_ARRIVED, arrived);
    follow();
    assertThat(links(arrived)).isEmpty();
    assertThat(inbox()).extracting(InboxEntry::reason).containsExactly("ORDER_CONTRADICTS");
    assertThat(candidates()).hasSize(1);
    assertThat(candidates().get(0).differences()).contains("PatientName", "Smith^John");
    assertThat(candidates().get(0).grade()).isEqualTo("STUDY_UID");
  }

  @Test
  void identifiersThatDisagreeWaitForAPerson() {
    WorklistItem item = order(NewStep.of("PX", DAY, TIME));
    accession("A1", "", fixture.officeKey);
    Arrived arrived = arrive(item.procedure().studyInstanceUid(), "A1", "PX");
    follow();
    assertThat(links(arrived)).isEmpty();
    assertThat(inbox()).extracting(InboxEntry::reason).containsExactly("ORDER_AMBIGUOUS");
    assertThat(inbox().get(0).details()).contains("identifiers_disagree");
    assertThat(candidates()).hasSize(2);
  }

  @Test
  void aCancelledOrderIsOnlyProposed() {
    WorklistItem item = order(NewStep.of("PX", DAY, TIME));
    fixture.update(item.edit().progress(item.progress().cancelled(NOW, "why")).build());
    Arrived arrived = arrive(item.procedure().studyInstanceUid(), null, "PX");
    follow();
    assertThat(links(arrived)).isEmpty();
    assertThat(inbox().get(0).details()).contains("order_cancelled");
  }

  @Test
  void patientAndDayAreProposedWithTheirGradeAndAnOrderThatComesLaterSettlesIt() {
    WorklistItem byId = order(NewStep.of("PX", DAY, TIME));
    long spelled = fixture.patient("X-9", "DOE^JANE", BORN);
    WorklistItem byName = fixture.insert(fixture.order(spelled, NewStep.of("PX", DAY, TIME)));
    Arrived arrived = arrive("1.2.3", "LATE", "PX");
    follow();
    assertThat(links(arrived)).isEmpty();
    assertThat(candidates())
        .extracting(MatchCandidate::worklistItemKey)
        .containsExactly(byId.worklistItemKey(), byName.worklistItemKey());
    assertThat(candidates())
        .extracting(MatchCandidate::grade)
        .containsExactly("PATIENT_ID", "NAME_AND_BIRTH_DATE");

    WorklistItem late = accession("LATE", "", fixture.officeKey);
    follow();
    assertThat(link(arrived).worklistItemKey()).isEqualTo(late.worklistItemKey());
    assertThat(scanStatus(late)).isEqualTo(ScanStatus.ARRIVED);
    assertThat(inbox()).isEmpty();
    assertThat(types()).contains("INBOX_OPENED", "INBOX_CLOSED");
  }

  @Test
  void aRejectedProposalComesBackOnlyWithAnotherOrder() {
    order(NewStep.of("PX", DAY, TIME));
    Arrived arrived = arrive("1.2.3", null, "PX");
    follow();
    InboxEntry entry = inbox().get(0);
    Daos.of(fixture.database, InboxDao.class)
        .close(organization, entry.inboxKey(), InboxEntry.REJECTED, 1, "no", now);
    update(arrived);
    follow();
    assertThat(inbox()).isEmpty();
    order(NewStep.of("PX", DAY, TIME));
    follow();
    assertThat(inbox()).extracting(InboxEntry::inboxKey).containsExactly(entry.inboxKey());
    assertThat(candidates()).hasSize(2);
  }

  @Test
  void imagesWithoutOrderWaitOrGetAnItemOrAreOnlyKept() {
    Arrived kept = arrive("1.2.1", null, "PX");
    follow(WithoutOrder.NOTHING);
    assertThat(inbox()).isEmpty();
    Arrived waiting = arrive("1.2.2", null, "PX");
    follow(WithoutOrder.INBOX);
    assertThat(inbox()).extracting(InboxEntry::studyKey).containsExactly(waiting.studyKey());
    assertThat(inbox().get(0).details()).contains("no_order");
    assertThat(candidates()).isEmpty();
    Arrived made = arrive("1.2.3", null, "IO");
    follow(WithoutOrder.ITEM);
    assertThat(links(kept)).isEmpty();
    assertThat(link(made).grade()).isEqualTo(MatchGrade.MADE_FOR);
    WorklistItem item = fixture.item(link(made).worklistItemKey());
    assertThat(item.source().origin()).isEqualTo(Origin.WALK_IN);
    assertThat(item.scanStatus()).isEqualTo(ScanStatus.ARRIVED);
    assertThat(item.mediumKey()).isEqualTo(made.mediumKey());
    assertThat(item.procedure().studyInstanceUid()).isEqualTo("1.2.3");
    long second = addSeries(made, "1.2.3.2", "DX");
    update(made);
    follow(WithoutOrder.ITEM);
    assertThat(links(made)).hasSize(2).allMatch(link -> link.grade() == MatchGrade.MADE_FOR);
    assertThat(links(made)).extracting(WorklistLink::seriesKey).contains(second);
  }

  @Test
  void theImagesOfADeletedItemAreWithoutOrderAgain() {
    WorklistItem item = order(NewStep.of("PX", DAY, TIME));
    Arrived arrived = arrive(item.procedure().studyInstanceUid(), null, "PX");
    follow();
    fixture.database.inConnection(
        connection -> {
          WorklistRows.delete(connection, organization, item.worklistItemKey(), now);
          tell(connection, EventType.ITEM_CANCELLED, item);
          return null;
        });
    follow();
    assertThat(links(arrived)).isEmpty();
    assertThat(inbox()).extracting(InboxEntry::studyKey).containsExactly(arrived.studyKey());
  }

  @Test
  void noOrderOfAnotherOrganizationIsEverFound() {
    WorklistItem item = order(NewStep.of("PX", DAY, TIME));
    Arrived arrived = arrive(item.procedure().studyInstanceUid(), null, "PX");
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE worklist_item SET organization_key = ?", fixture.organization("other")));
    follow();
    assertThat(links(arrived)).isEmpty();
    assertThat(candidates()).isEmpty();
  }

  private Matching matching(WithoutOrder withoutOrder) {
    return new Matching(
        fixture.database, new MatchingRules(QUIET, withoutOrder, ZoneOffset.UTC), () -> now);
  }

  private void follow() {
    follow(WithoutOrder.INBOX);
  }

  private void follow(WithoutOrder withoutOrder) {
    Matching matching = matching(withoutOrder);
    for (int passes = 0; matching.pass(); passes++) {
      assertThat(passes).isLessThan(100);
    }
  }

  private WorklistItem order(NewStep... steps) {
    return insert(fixture.order(patient, steps));
  }

  private WorklistItem ofStudy(String uid, NewStep step) {
    return insert(
        fixture
            .order(patient, step)
            .withProcedure(new RequestedProcedure(uid, null, null, null, null, null, null)));
  }

  private WorklistItem accession(String number, String issuer, long officeKey) {
    return insert(
        fixture
            .order(patient, NewStep.of("PX", DAY.plusDays(3), TIME))
            .withRequest(new ServiceRequest(number, issuer, null, null, null, null, null))
            .withOffice(officeKey));
  }

  private WorklistItem insert(NewOrder order) {
    WorklistItem item = fixture.insert(order);
    fixture.database.inConnection(
        connection -> {
          tell(connection, EventType.ITEM_CREATED, item);
          return null;
        });
    return item;
  }

  private void tell(Connection connection, EventType type, WorklistItem item) throws SQLException {
    EventLog.append(
        connection,
        List.of(NewEvent.ofItem(type, organization, item.worklistItemKey(), patient, null)),
        now);
  }

  private Arrived arrive(String uid, String accessionNumber, String modality) {
    Arrived arrived = study(uid, accessionNumber, modality, patient);
    tell(EventType.MEDIUM_ARRIVED, arrived);
    return arrived;
  }

  private Arrived study(String uid, String accessionNumber, String modality, long patientKey) {
    return Arrivals.study(
        fixture, patientKey, patientKey, uid, now, accessionNumber, modality, DAY);
  }

  private void update(Arrived arrived) {
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE study SET last_received_at = ? WHERE study_key = ?",
                now,
                arrived.studyKey()));
    tell(EventType.MEDIUM_UPDATED, arrived);
  }

  private void tell(EventType type, Arrived arrived) {
    NewEvent event =
        new NewEvent(
            organization, type, patient, arrived.studyKey(), arrived.mediumKey(), null, null, null);
    fixture.database.inConnection(
        connection -> {
          EventLog.append(connection, List.of(event), now);
          return null;
        });
  }

  private long addSeries(Arrived study, String uid, String modality) {
    long key = fixture.database.nextKey(KeySequence.SERIES);
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                """
                INSERT INTO series (series_key, organization_key, study_key, series_instance_uid,
                  modality, instance_count, size_bytes)
                VALUES (?, ?, ?, ?, ?, 1, 1)
                """,
                key,
                organization,
                study.studyKey(),
                uid,
                modality));
    return key;
  }

  private void request(Arrived arrived, String accession, String procedureId, String stepId) {
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                """
                INSERT INTO series_request (series_key, item_number, organization_key,
                  accession_number, requested_procedure_id, scheduled_procedure_step_id)
                VALUES (?, 0, ?, ?, ?, ?)
                """,
                arrived.seriesKey(),
                organization,
                accession,
                procedureId,
                stepId));
  }

  private void setIssuer(Arrived arrived, String issuer) {
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE study SET issuer_of_accession_number = ? WHERE study_key = ?",
                issuer,
                arrived.studyKey()));
  }

  private ScanStatus scanStatus(WorklistItem item) {
    return fixture.item(item.worklistItemKey()).scanStatus();
  }

  private List<ScheduledStep> steps(WorklistItem item) {
    return fixture.steps(item.worklistItemKey());
  }

  private List<WorklistLink> links(Arrived arrived) {
    return fixture.database.readInConnection(
        connection -> WorklistLinks.ofStudy(connection, arrived.studyKey()));
  }

  private WorklistLink link(Arrived arrived) {
    assertThat(links(arrived)).hasSize(1);
    return links(arrived).get(0);
  }

  private List<InboxEntry> inbox() {
    return Daos.of(fixture.database, InboxDao.class)
        .list(organization, InboxEntry.OPEN, 0, 100)
        .stream()
        .filter(entry -> !entry.reason().equals(InboxReason.PATIENTS_ALIKE.name()))
        .toList();
  }

  /** Of the newest entry. */
  private List<MatchCandidate> candidates() {
    return inbox().isEmpty()
        ? List.of()
        : Daos.of(fixture.database, CandidateDao.class).of(organization, inbox().get(0).inboxKey());
  }

  private List<String> types() {
    return Daos.of(fixture.database, EventDao.class).after(0, 1000).stream()
        .map(Event::eventType)
        .toList();
  }

  private List<String> itemEvents() {
    return types().stream()
        .filter(type -> type.startsWith("ITEM_") && !type.equals("ITEM_CREATED"))
        .toList();
  }
}
