package io.archway.index.matching;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Daos;
import io.archway.index.database.TestDatabase;
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
import io.archway.index.patient.PatientDecision;
import io.archway.index.patient.PatientDecisions;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.worklist.Arrivals;
import io.archway.index.worklist.WorklistFixture;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Patients that differ by spelling, case, padding or issuer are proposed to be merged. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AlikePatientsTest {
  private static final LocalDate BORN = LocalDate.of(1980, 4, 7);

  @Parameter TestDatabase kind;
  private WorklistFixture fixture;
  private long known;

  @BeforeEach
  void open() {
    fixture = new WorklistFixture(kind);
    known = fixture.patient("P-0042", "M\u00FCller^Anna", BORN);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void caseAndPaddingOfThePatientIdAreSeen() {
    assertProposed("p 42", "MUELLER^ANNA", BORN, Likeness.SAME_PATIENT_ID);
    assertThat(candidate().differences())
        .contains("\"attribute\":\"PatientID\",\"arrived\":\"p 42\",\"ordered\":\"P-0042\"");
  }

  @Test
  void theSameIdOfAnotherIssuerIsSeenWhereTheBirthDateAgrees() {
    assertProposed("P-0042", "Schmidt^Anna", BORN, Likeness.SAME_PATIENT_ID);
  }

  @Test
  void anotherIdWithTheSameNameAndBirthDateIsSeen() {
    assertProposed("777", "ANNA^muller", BORN, Likeness.NAME_AND_BIRTH_DATE);
  }

  @Test
  void aSlipInTheNameIsSeen() {
    assertProposed("777", "Miller^Anan", BORN, Likeness.SIMILAR_NAME);
  }

  @Test
  void exchangedDayAndMonthAreSeen() {
    assertProposed("777", "Muller^Anna", LocalDate.of(1980, 7, 4), Likeness.SIMILAR_BIRTH_DATE);
  }

  @Test
  void whoIsOnlyPartlyTheSameIsNotProposed() {
    arrive(person("777", "Schmidt^Klaus", BORN, "M"));
    arrive(person("778", "M\u00FCller^Anna", LocalDate.of(1955, 12, 24), "F"));
    arrive(person("P42", "Schmidt^Klaus", LocalDate.of(1955, 12, 24), "M"));
    arrive(person("", "M\u00FCller^Peter", BORN, "M"));
    assertThat(proposals()).isEmpty();
  }

  @Test
  void whoHasNoPatientIdIsProposedToBeWhoHasOne() {
    long nobody = arrive(person("", "Z\u00E9ller^Tina", DAY.minusYears(9), null));
    assertThat(proposals()).isEmpty();
    long later = arrive(person("P-0043", "Zeller^Tina", DAY.minusYears(9), "F"));
    assertThat(proposals()).extracting(InboxEntry::patientKey).containsExactly(nobody);
    assertThat(candidate().patientKey()).isEqualTo(later);
  }

  @Test
  void anotherSexTellsTwoApart() {
    long anna = arrive(person("1", "Doe^Robin", DAY, "F"));
    arrive(person("2", "Doe^Robin", DAY, "M"));
    assertThat(proposals()).isEmpty();
    arrive(person("3", "Doe^Robin", DAY, null));
    assertThat(proposals()).hasSize(2).noneMatch(entry -> entry.patientKey() == anna);
  }

  @Test
  void aNameAndBirthDateThatManyShareProposeNobody() {
    LocalDate dummy = LocalDate.of(1900, 1, 1);
    for (int i = 1; i < AlikePatients.MANY; i++) {
      person("N" + i, "Patient^Test", dummy, null);
    }
    arrive(person("A1", "Patient^Test", dummy, null));
    assertThat(proposals()).isEmpty();
    arrive(person("n1", "Patient^Test", dummy, null));
    assertThat(proposals()).hasSize(1);
    assertThat(candidate().grade()).isEqualTo(Likeness.SAME_PATIENT_ID.name());
  }

  @Test
  void eachTwoAreProposedOnceWhateverBecomesOfIt() {
    long other = arrive(person("777", "Muller^Anna", BORN, null));
    InboxEntry entry = proposals().get(0);
    assertThat(entry.patientKey()).isEqualTo(other);
    Daos.of(fixture.database, InboxDao.class)
        .close(fixture.organizationKey, entry.inboxKey(), InboxEntry.REJECTED, 9, "twins", NOW);
    arrive(known);
    arrive(other);
    assertThat(proposals()).isEmpty();
  }

  @Test
  void whoWasTakenApartIsNotProposedAgain() {
    long other = fixture.patient("777", "Muller^Anna", BORN);
    merge(other, known);
    unmerge(other);
    arrive(other);
    assertThat(proposals()).isEmpty();
  }

  @Test
  void whoStaysOfAMergeIsComparedForBoth() {
    long other = fixture.patient("777", "Muller^Anna", BORN);
    long nobody = fixture.patient("778", "Kraus^Eva", LocalDate.of(1999, 1, 2));
    merge(other, known);
    follow();
    assertThat(proposals()).isEmpty();
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE patient SET patient_id_folded = 'p42', birth_date = ? WHERE patient_key = ?",
                BORN,
                nobody));
    tell(EventType.PATIENT_CORRECTED, nobody, null);
    follow();
    assertThat(proposals()).hasSize(1);
    assertThat(candidate().patientKey()).as("not the merged one").isEqualTo(known);
  }

  @Test
  void imagesLeftWithAMergedPatientFollow() {
    long other = fixture.patient("777", "Muller^Anna", BORN);
    merge(other, known);
    follow();
    Arrivals.Arrived stray = Arrivals.study(fixture, other, other, "1.2.9", NOW);
    tell(EventType.MEDIUM_ARRIVED, other, stray);
    follow();
    long owner =
        fixture.database.read(
            handle ->
                handle
                    .createQuery("SELECT patient_key FROM medium WHERE medium_key = ?")
                    .bind(0, stray.mediumKey())
                    .mapTo(Long.class)
                    .one());
    assertThat(owner).isEqualTo(known);
  }

  private void assertProposed(String id, String name, LocalDate birthDate, Likeness likeness) {
    long other = arrive(person(id, name, birthDate, null));
    assertThat(proposals()).hasSize(1);
    assertThat(proposals().get(0).patientKey()).isEqualTo(other);
    assertThat(candidate().patientKey()).isEqualTo(known);
    assertThat(candidate().grade()).isEqualTo(likeness.name());
    assertThat(Daos.of(fixture.database, EventDao.class).after(0, 100))
        .anyMatch(
            event ->
                event.eventType().equals("INBOX_OPENED")
                    && proposals().get(0).inboxKey() == event.inboxKey());
  }

  private long person(String id, String name, LocalDate birthDate, String sex) {
    PatientIdentity.New person = fixture.person(fixture.organizationKey, id, name, birthDate, sex);
    PatientIdentity identity = person.identity();
    PatientIdentity elsewhere =
        new PatientIdentity(
            identity.patientKey(),
            identity.organizationKey(),
            "office:" + identity.patientKey(),
            id,
            0,
            name,
            birthDate,
            sex,
            null);
    return fixture
        .patients(
            List.of(
                new PatientIdentity.New(
                    elsewhere, null, null, person.name(), null, null, null, NOW)))
        .get(0);
  }

  /** Whose study came. */
  private long arrive(long patient) {
    Arrivals.Arrived arrived =
        Arrivals.study(fixture, patient, patient, "1.2." + patient + "." + System.nanoTime(), NOW);
    tell(EventType.MEDIUM_ARRIVED, patient, arrived);
    follow();
    return patient;
  }

  private void tell(EventType type, long patient, Arrivals.Arrived arrived) {
    NewEvent event =
        new NewEvent(
            fixture.organizationKey,
            type,
            patient,
            arrived == null ? null : arrived.studyKey(),
            arrived == null ? null : arrived.mediumKey(),
            null,
            null,
            null);
    append(List.of(event));
  }

  private void append(List<NewEvent> events) {
    fixture.database.inConnection(
        connection -> {
          EventLog.append(connection, events, NOW);
          return null;
        });
  }

  private void merge(long from, long into) {
    append(decide(from, into));
  }

  private void unmerge(long from) {
    append(decide(from, 0));
  }

  private List<NewEvent> decide(long from, long into) {
    return fixture.database.durablyInConnection(
        handle -> {
          PatientDecisions decisions =
              new PatientDecisions(handle, fixture.database.keys(), fixture.organizationKey, NOW);
          PatientDecision decision =
              into == 0
                  ? decisions.unmerge(from, 9L, null)
                  : decisions.merge(from, into, null, 9L, null);
          return ((PatientDecision.Done) decision).events();
        });
  }

  private void follow() {
    Matching matching =
        new Matching(
            fixture.database,
            new MatchingRules(Duration.ofMinutes(10), WithoutOrder.NOTHING, ZoneOffset.UTC),
            () -> NOW);
    while (matching.pass()) {
      assertThat(fixture.database.isAvailable()).isTrue();
    }
  }

  private List<InboxEntry> proposals() {
    return Daos.of(fixture.database, InboxDao.class)
        .list(fixture.organizationKey, InboxEntry.OPEN, 0, 100)
        .stream()
        .filter(entry -> entry.reason().equals(InboxReason.PATIENTS_ALIKE.name()))
        .toList();
  }

  private MatchCandidate candidate() {
    return Daos.of(fixture.database, CandidateDao.class)
        .of(fixture.organizationKey, proposals().get(0).inboxKey())
        .get(0);
  }
}
