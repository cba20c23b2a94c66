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
import io.archway.index.worklist.Arrivals;
import io.archway.index.worklist.Arrivals.Arrived;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.Origin;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.Source;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Orders and arrivals by hand, and the matching that follows them with a clock of its own. */
final class MatchingFixture implements AutoCloseable {
  static final Duration QUIET = Duration.ofMinutes(10);
  static final LocalDate BORN = DAY.minusYears(40);

  final WorklistFixture fixture;
  final long organization;
  final long patient;
  Instant now = NOW;
  Duration stepsExpireAfter = Duration.ZERO;

  MatchingFixture(TestDatabase kind) {
    this(new WorklistFixture(kind), "P1");
  }

  MatchingFixture(WorklistFixture fixture, String patientId) {
    this.fixture = fixture;
    organization = fixture.organizationKey;
    patient = fixture.patient(patientId, "Doe^Jane", BORN);
  }

  @Override
  public void close() {
    fixture.close();
  }

  Matching matching(WithoutOrder withoutOrder) {
    return new Matching(
        fixture.database,
        new MatchingRules(QUIET, withoutOrder, ZoneOffset.UTC, stepsExpireAfter),
        () -> now);
  }

  void follow() {
    follow(WithoutOrder.INBOX);
  }

  void follow(WithoutOrder withoutOrder) {
    Matching matching = matching(withoutOrder);
    for (int passes = 0; matching.pass(); passes++) {
      assertThat(passes).isLessThan(100);
    }
  }

  WorklistItem order(NewStep... steps) {
    return insert(fixture.order(patient, steps));
  }

  WorklistItem ofStudy(String uid, NewStep step) {
    return insert(
        fixture
            .order(patient, step)
            .withProcedure(new RequestedProcedure(uid, null, null, null, null, null, null)));
  }

  /** Made for images that lie elsewhere. */
  WorklistItem ofAgent(NewStep step) {
    return insert(
        fixture.order(patient, step).withSource(new Source(Origin.AGENT, "9.9", "", "", "{}")));
  }

  WorklistItem accession(String number, String issuer, long officeKey) {
    return insert(
        fixture
            .order(patient, NewStep.of("PX", DAY.plusDays(3), TIME))
            .withRequest(new ServiceRequest(number, issuer, null, null, null, null, null))
            .withOffice(officeKey));
  }

  WorklistItem insert(NewOrder order) {
    WorklistItem item = fixture.insert(order);
    fixture.database.inConnection(
        connection -> {
          tell(connection, EventType.ITEM_CREATED, item);
          return null;
        });
    return item;
  }

  void tell(Connection connection, EventType type, WorklistItem item) throws SQLException {
    EventLog.append(
        connection,
        List.of(NewEvent.ofItem(type, organization, item.worklistItemKey(), patient, null)),
        now);
  }

  Arrived arrive(String uid, String accessionNumber, String modality) {
    Arrived arrived = study(uid, accessionNumber, modality, patient);
    tell(EventType.MEDIUM_ARRIVED, arrived);
    return arrived;
  }

  Arrived study(String uid, String accessionNumber, String modality, long patientKey) {
    return Arrivals.study(
        fixture, patientKey, patientKey, uid, now, accessionNumber, modality, DAY);
  }

  void update(Arrived arrived) {
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE study SET last_received_at = ? WHERE study_key = ?",
                now,
                arrived.studyKey()));
    tell(EventType.MEDIUM_UPDATED, arrived);
  }

  void tell(EventType type, Arrived arrived) {
    NewEvent event =
        new NewEvent(
            organization, type, patient, arrived.studyKey(), arrived.mediumKey(), null, null, null);
    fixture.database.inConnection(
        connection -> {
          EventLog.append(connection, List.of(event), now);
          return null;
        });
  }

  long addSeries(Arrived study, String uid, String modality) {
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

  void request(Arrived arrived, String accession, String procedureId, String stepId) {
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

  void setIssuer(Arrived arrived, String issuer) {
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE study SET issuer_of_accession_number = ? WHERE study_key = ?",
                issuer,
                arrived.studyKey()));
  }

  ScanStatus scanStatus(WorklistItem item) {
    return fixture.item(item.worklistItemKey()).scanStatus();
  }

  List<ScheduledStep> steps(WorklistItem item) {
    return fixture.steps(item.worklistItemKey());
  }

  List<WorklistLink> links(Arrived arrived) {
    return fixture.database.readInConnection(
        connection -> WorklistLinks.ofStudy(connection, arrived.studyKey()));
  }

  WorklistLink link(Arrived arrived) {
    assertThat(links(arrived)).hasSize(1);
    return links(arrived).get(0);
  }

  List<InboxEntry> inbox() {
    return Daos.of(fixture.database, InboxDao.class)
        .list(organization, InboxEntry.OPEN, 0, 100)
        .stream()
        .filter(entry -> !entry.reason().equals(InboxReason.PATIENTS_ALIKE.name()))
        .toList();
  }

  /** Of the newest entry. */
  List<MatchCandidate> candidates() {
    return inbox().isEmpty()
        ? List.of()
        : Daos.of(fixture.database, CandidateDao.class).of(organization, inbox().get(0).inboxKey());
  }

  List<String> types() {
    return Daos.of(fixture.database, EventDao.class).after(0, 1000).stream()
        .map(Event::eventType)
        .toList();
  }

  List<String> itemEvents() {
    return types().stream()
        .filter(type -> type.startsWith("ITEM_") && !type.equals("ITEM_CREATED"))
        .toList();
  }
}
