package io.archway.index.decision;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;

import io.archway.index.access.Visibility;
import io.archway.index.database.KeySequence;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.InboxRows;
import io.archway.index.inbox.NewInboxEntry;
import io.archway.index.matching.Matching;
import io.archway.index.matching.MatchingRules;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientName;
import io.archway.index.worklist.Arrivals;
import io.archway.index.worklist.Arrivals.Arrived;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** A clinic with one entry of each kind that waits for a person. */
final class DecisionFixture implements AutoCloseable {
  static final LocalDate BORN = LocalDate.of(1980, 5, 17);
  static final Duration QUIET = Duration.ofMinutes(10);
  static final Author CLERK = new Author(9L, Visibility.ALL, "looked at the images");
  static final Author OTHER = new Author(8L, Visibility.ALL, "asked the dentist");

  final WorklistFixture fixture;
  final long organization;
  final InboxDecisions decisions;
  Instant now = NOW;
  private int uids;

  private boolean logOnly;

  /** The same objects as another had, under other keys, and nothing that no object holds. */
  static DecisionFixture fromLog(TestDatabase kind) {
    DecisionFixture made = new DecisionFixture(kind);
    made.logOnly = true;
    made.fixture.patient("other", "Other^One", BORN);
    Arrivals.study(
        made.fixture,
        made.fixture.patient("another", "Other^Two", BORN),
        made.fixture.patient("third", "Other^Three", BORN),
        "9.9.9",
        NOW);
    return made;
  }

  DecisionFixture(TestDatabase kind) {
    fixture = new WorklistFixture(kind);
    organization = fixture.organizationKey;
    decisions = new InboxDecisions(fixture.database, () -> now);
  }

  /** An entry and what may be chosen for it. */
  record Waiting(long inboxKey, List<Choice> choices) {}

  WorklistItem order(long patient) {
    WorklistItem item = fixture.insert(fixture.order(patient, NewStep.of("PX", DAY, TIME)));
    tell(
        NewEvent.ofItem(
            EventType.ITEM_CREATED, organization, item.worklistItemKey(), patient, null));
    return item;
  }

  Arrived arrive(long patient) {
    Arrived arrived = Arrivals.study(fixture, patient, patient, uid(), now, null, "PX", DAY);
    tell(EventType.MEDIUM_ARRIVED, arrived, patient);
    return arrived;
  }

  String uid() {
    return "1.2.3." + ++uids;
  }

  void tell(EventType type, Arrived arrived, long patient) {
    tell(
        new NewEvent(
            organization,
            type,
            patient,
            arrived.studyKey(),
            arrived.mediumKey(),
            null,
            null,
            null));
  }

  private void tell(NewEvent event) {
    fixture.database.inConnection(
        connection -> {
          EventLog.append(connection, List.of(event), now);
          return null;
        });
  }

  void follow() {
    follow(MatchingRules.WithoutOrder.INBOX);
  }

  void follow(MatchingRules.WithoutOrder withoutOrder) {
    MatchingRules rules = new MatchingRules(QUIET, withoutOrder, ZoneOffset.UTC);
    Matching matching = new Matching(fixture.database, rules, () -> now);
    while (matching.pass()) {
      continue;
    }
  }

  /** Images of a patient for whom two orders of the day are there. */
  Waiting ambiguous() {
    long patient = fixture.patient("P" + uid(), "Doe^Jane", BORN);
    if (logOnly) {
      arrive(patient);
      return null;
    }
    WorklistItem one = order(patient);
    WorklistItem other = order(patient);
    Arrived arrived = arrive(patient);
    follow();
    return new Waiting(
        entryOf(arrived),
        List.of(new Choice.Item(one.worklistItemKey()), new Choice.Item(other.worklistItemKey())));
  }

  long entryOf(Arrived arrived) {
    return fixture.database.read(
        handle ->
            handle
                .createQuery("SELECT inbox_key FROM inbox WHERE study_key = ?")
                .bind(0, arrived.studyKey())
                .mapTo(Long.class)
                .one());
  }

  /** Images that the gateway linked with an order by itself, and that order. */
  record Linked(Arrived arrived, long itemKey) {}

  Linked linked() {
    long patient = fixture.patient("L" + uid(), "Loe^Lisa", BORN);
    if (logOnly) {
      return new Linked(arrive(patient), 0);
    }
    WorklistItem item = order(patient);
    Arrived arrived = arriveFor(item);
    follow();
    return new Linked(arrived, item.worklistItemKey());
  }

  /** Under the item's patient and Study Instance UID. */
  Arrived arriveFor(WorklistItem item) {
    long patient = item.patientKey();
    String uid = item.procedure().studyInstanceUid();
    Arrived arrived = Arrivals.study(fixture, patient, patient, uid, now);
    instance(arrived, uid(), 1);
    tell(EventType.MEDIUM_ARRIVED, arrived, patient);
    return arrived;
  }

  /** Another series of a study. */
  void addSeries(Arrived arrived, long patient) {
    long key = fixture.database.nextKey(KeySequence.SERIES);
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                """
                INSERT INTO series (series_key, organization_key, study_key, series_instance_uid,
                  modality, instance_count, size_bytes)
                VALUES (?, ?, ?, ?, 'PX', 1, 1)
                """,
                key,
                organization,
                arrived.studyKey(),
                uid()));
    tell(EventType.MEDIUM_UPDATED, arrived, patient);
  }

  /** Images without a Patient ID, and somebody of the same name and birth date. */
  Waiting unidentified() {
    long known = fixture.patient("K" + uid(), "Roe^Richard", BORN);
    String uid = uid();
    PatientIdentity identity =
        new PatientIdentity(
            fixture.database.nextKey(KeySequence.PATIENT),
            organization,
            "study:1:" + uid,
            "",
            0,
            "ROE^Richard",
            BORN,
            null,
            null);
    long nobody =
        fixture
            .patients(
                List.of(
                    new PatientIdentity.New(
                        identity,
                        null,
                        fixture.officeKey,
                        PatientName.parse(identity.name()),
                        null,
                        null,
                        null,
                        NOW)))
            .get(0);
    Arrivals.study(fixture, nobody, nobody, uid, now);
    long entry = open(InboxReason.PATIENT_UNIDENTIFIED, identity.issuer(), nobody, null, uid);
    return new Waiting(
        entry,
        List.of(
            new Choice.Patient(known),
            new Choice.NewPatient(null, "Roe^Rick", BORN, "M"),
            new Choice.NewPatient("N" + uid, "Roe^Rick", null, null)));
  }

  /** The same Patient ID with another name and another birth date. */
  Waiting contradicting() {
    String id = "C" + uid();
    long first = fixture.patient(id, "Doe^John", BORN);
    PatientIdentity second =
        new PatientIdentity(
            fixture.database.nextKey(KeySequence.PATIENT),
            organization,
            "office:1",
            id,
            1,
            "Smith^Ann",
            BORN.plusYears(1),
            "F",
            null);
    fixture.patients(
        List.of(
            new PatientIdentity.New(
                second,
                null,
                fixture.officeKey,
                PatientName.parse(second.name()),
                null,
                null,
                null,
                NOW)));
    String uid = uid();
    Arrivals.study(fixture, second.patientKey(), second.patientKey(), uid, now);
    long entry =
        open(
            InboxReason.PATIENT_CONTRADICTS,
            "patient:" + second.patientKey(),
            second.patientKey(),
            null,
            uid);
    return new Waiting(entry, List.of(new Choice.Patient(first)));
  }

  /** A study whose name is doubtful. */
  Waiting doubtful() {
    long patient = fixture.patient("D" + uid(), "Doe^Jim", null);
    long right = fixture.patient("E" + uid(), "Poe^Tim", BORN);
    String uid = uid();
    Arrivals.study(fixture, patient, patient, uid, now);
    long entry =
        open(InboxReason.PATIENT_NAME_DIFFERS, "patient:" + patient + ":poe", patient, null, uid);
    return new Waiting(
        entry,
        List.of(
            new Choice.Patient(patient),
            new Choice.Patient(right),
            new Choice.NewPatient(null, "Poe^Tim", null, null)));
  }

  /** One Study Instance UID under two patients. */
  Waiting sameStudy() {
    long one = fixture.patient("S" + uid(), "Doe^Jo", BORN);
    long other = fixture.patient("T" + uid(), "Doe^Joe", BORN);
    String uid = uid();
    Arrivals.study(fixture, one, one, uid, now);
    Arrived second = Arrivals.study(fixture, other, other, uid, now);
    long entry =
        open(InboxReason.STUDY_OF_OTHER_PATIENT, uid + ":" + other, other, second.studyKey(), uid);
    return new Waiting(entry, List.of(new Choice.Patient(one)));
  }

  /** Two patients whom somebody proposes to merge, the first with an order. */
  Waiting alike() {
    long from = fixture.patient("A" + uid(), "Lee^Ann", BORN);
    long into = fixture.patient("B" + uid(), "LEE^ANN", BORN);
    Arrivals.study(fixture, from, from, uid(), now);
    if (logOnly) {
      return null;
    }
    order(from);
    long entry = open(InboxReason.PATIENTS_ALIKE, "patients:" + from + ":" + into, from, null, "");
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                """
                INSERT INTO match_candidate (inbox_key, candidate_number, organization_key,
                  patient_key, grade, differences)
                VALUES (?, 1, ?, ?, 'NAME_AND_BIRTH_DATE', '[]')
                """,
                entry,
                organization,
                into));
    return new Waiting(entry, List.of(new Choice.Patient(into)));
  }

  /** Three data sets under one SOP Instance UID, so two entries. */
  Waiting conflicting() {
    long patient = fixture.patient("V" + uid(), "Doe^Vi", BORN);
    Arrived arrived = Arrivals.study(fixture, patient, patient, uid(), now);
    String uid = uid();
    long entry = 0;
    for (int version = 1; version <= 3; version++) {
      long instance = instance(arrived, uid, version);
      if (version > 1) {
        long opened =
            open(
                InboxReason.INSTANCE_CONFLICT,
                uid + ":" + version,
                null,
                arrived.studyKey(),
                instance,
                "{\"sop_instance_uid\":\"%s\",\"version\":%d}".formatted(uid, version));
        entry = entry == 0 ? opened : entry;
      }
    }
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE series SET size_bytes = 101 WHERE series_key = ?", arrived.seriesKey()));
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE study SET size_bytes = 101 WHERE study_key = ?", arrived.studyKey()));
    return new Waiting(
        entry, List.of(new Choice.Version(1), new Choice.Version(2), new Choice.Version(3)));
  }

  long instance(Arrived arrived, String uid, int version) {
    long key = fixture.database.nextKey(KeySequence.INSTANCE);
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                """
                INSERT INTO instance (instance_key, organization_key, study_key, series_key,
                  sop_instance_uid, version, is_current, sop_class_uid, transfer_syntax_uid,
                  record_number, container, byte_offset, byte_length, data_set_offset, sha256, crc32,
                  via, device_key, called_ae_title, address, received_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, '1.2', '1.2.840.10008.1.2', ?, 'c', 0, ?, 0, 'x', 0,
                  'dimse', 1, 'ARCHWAY', '', ?)
                """,
                key,
                organization,
                arrived.studyKey(),
                arrived.seriesKey(),
                uid,
                version,
                version == 1,
                10 * uids + version,
                100 + version,
                now));
    return key;
  }

  private long open(InboxReason reason, String subject, Long patient, Long study, String uid) {
    return open(
        reason, subject, patient, study, null, "{\"study_instance_uid\":\"%s\"}".formatted(uid));
  }

  private long open(
      InboxReason reason, String subject, Long patient, Long study, Long instance, String details) {
    NewInboxEntry entry =
        new NewInboxEntry(
            fixture.database.nextKey(KeySequence.INBOX),
            organization,
            reason,
            subject,
            patient,
            study,
            instance,
            null,
            null,
            fixture.officeKey,
            details);
    fixture.database.inConnection(connection -> InboxRows.open(connection, List.of(entry), now));
    return entry.inboxKey();
  }

  @Override
  public void close() {
    fixture.close();
  }
}
