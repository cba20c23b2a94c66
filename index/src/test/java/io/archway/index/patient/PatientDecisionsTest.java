package io.archway.index.patient;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Daos;
import io.archway.index.database.KeySequence;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.inbox.CandidateDao;
import io.archway.index.inbox.Decision;
import io.archway.index.inbox.DecisionAction;
import io.archway.index.inbox.DecisionDao;
import io.archway.index.inbox.InboxDao;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.InboxRows;
import io.archway.index.inbox.MatchCandidate;
import io.archway.index.inbox.NewInboxEntry;
import io.archway.index.patient.PatientDecision.Done;
import io.archway.index.patient.PatientDecision.Reason;
import io.archway.index.patient.PatientDecision.Refused;
import io.archway.index.worklist.Arrivals;
import io.archway.index.worklist.WorklistFixture;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class PatientDecisionsTest {
  private static final long USER = 9;
  private static final String NO_DATE = "1980-13-40";
  private static final Instant LATER = NOW.plusSeconds(60);

  private interface Deciding {
    PatientDecision decide(PatientDecisions decisions) throws SQLException;
  }

  @Parameter TestDatabase kind;
  private WorklistFixture fixture;
  private long anna;
  private long anne;

  @BeforeEach
  void open() {
    fixture = new WorklistFixture(kind);
    anna = patient("1", "Doe^Anna", "F");
    anne = fixture.patient("2", "Doe^Anne", null);
  }

  private long patient(String id, String name, String sex) {
    return fixture
        .patients(List.of(fixture.person(fixture.organizationKey, id, name, DAY, sex)))
        .get(0);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void mergeIsKeptWithWhoAndWhyAndToldAsAnEvent() {
    Done done = done(decide(NOW, d -> d.merge(anna, anne, null, USER, "the same person")));
    assertThat(done.events()).extracting(NewEvent::type).containsExactly(EventType.PATIENT_MERGED);
    assertThat(done.events().get(0).details())
        .isEqualTo("{\"from_patient_id\":%d,\"into_patient_id\":%d}".formatted(anna, anne));
    Decision decision = decision(done);
    assertThat(decision.action()).isEqualTo(DecisionAction.MERGE_PATIENTS);
    assertThat(decision.decidedByKey()).isEqualTo(USER);
    assertThat(decision.decidedWhy()).isEqualTo("the same person");
    assertThat(decision.patientKey()).isEqualTo(anna);

    Done undone = done(decide(LATER, d -> d.unmerge(anna, 8L, "twins")));
    assertThat(undone.events())
        .extracting(NewEvent::type)
        .containsExactly(EventType.PATIENT_UNMERGED);
    assertThat(decision(done).undoneByKey()).isEqualTo(8);
    assertThat(decision(done).undoneWhy()).isEqualTo("twins");
    assertThat(decision(done).undoneAt()).isEqualTo(LATER);
  }

  @Test
  void whoStaysLearnsWhatIsMissingAndForgetsItAgain() {
    Patient before = find(anne);
    decide(NOW, d -> d.merge(anna, anne, null, USER, null));
    assertThat(find(anne).birthDate()).isEqualTo(DAY);
    assertThat(find(anne).sex()).isEqualTo("F");
    assertThat(find(anne).name()).isEqualTo("Doe^Anne");
    assertThat(find(anne).correctedAt()).isEqualTo(NOW);
    assertThat(find(anna).mergedIntoKey()).isEqualTo(anne);
    decide(LATER, d -> d.unmerge(anna, USER, null));
    assertThat(find(anne).birthDate()).isNull();
    assertThat(find(anne).sex()).isNull();
    assertThat(find(anne).correctedAt()).isEqualTo(before.correctedAt());
    assertThat(find(anna).mergedIntoKey()).isNull();
  }

  @Test
  void whatAPersonSaidSinceTheMergeStays() {
    decide(NOW, d -> d.merge(anna, anne, null, USER, null));
    decide(LATER, d -> d.correct(anne, "Doe^Anneke", DAY, "F", USER, null));
    decide(LATER.plusSeconds(1), d -> d.unmerge(anna, USER, null));
    assertThat(find(anne).name()).isEqualTo("Doe^Anneke");
    assertThat(find(anne).birthDate()).isEqualTo(DAY);
  }

  @Test
  void correctionIsKeptAndSearchFindsTheNewName() {
    Done done = done(decide(NOW, d -> d.correct(anna, "Roe^Anna", null, "O", USER, "misheard")));
    assertThat(done.events())
        .extracting(NewEvent::type)
        .containsExactly(EventType.PATIENT_CORRECTED);
    assertThat(decision(done).action()).isEqualTo(DecisionAction.CORRECT_PATIENT);
    assertThat(decision(done).undoDetails()).contains("Doe^Anna").contains(DAY.toString());
    Patient corrected = find(anna);
    assertThat(corrected.familyName()).isEqualTo("Roe");
    assertThat(corrected.birthDate()).isNull();
    assertThat(corrected.correctedAt()).isEqualTo(NOW);
    Done again = done(decide(LATER, d -> d.correct(anna, "Roe^Anna", null, "O", USER, null)));
    assertThat(again.events()).isEmpty();
    assertThat(find(anna)).isEqualTo(corrected);
  }

  @Test
  void birthDateThatIsNoneStaysAsReceivedUntilOneIsSaid() {
    long jane = undated();
    decide(NOW, d -> d.correct(jane, "Doe^Jane", null, null, USER, null));
    assertThat(find(jane).name()).isEqualTo("Doe^Jane");
    assertThat(find(jane).birthDateRaw()).isEqualTo(NO_DATE);
    Done said = done(decide(LATER, d -> d.correct(jane, "Doe^Jane", DAY, null, USER, null)));
    assertThat(find(jane).birthDate()).isEqualTo(DAY);
    assertThat(find(jane).birthDateRaw()).isNull();
    assertThat(decision(said).undoDetails()).contains(NO_DATE);
    decide(LATER.plusSeconds(1), d -> d.correct(jane, "Doe^Jane", null, null, USER, null));
    assertThat(find(jane).birthDate()).isNull();
    assertThat(find(jane).birthDateRaw()).isNull();
  }

  @Test
  void birthDateThatIsNoneStaysWhereAMergeTellsOnlyTheSex() {
    long jane = undated();
    long other = fixture.patients(List.of(person("5", null, "F"))).get(0);
    decide(NOW, d -> d.merge(other, jane, null, USER, null));
    assertThat(find(jane).sex()).isEqualTo("F");
    assertThat(find(jane).birthDateRaw()).isEqualTo(NO_DATE);
    decide(LATER, d -> d.unmerge(other, USER, null));
    assertThat(find(jane).sex()).isNull();
    assertThat(find(jane).birthDateRaw()).isEqualTo(NO_DATE);
  }

  @Test
  void birthDateThatIsNoneComesBackWhenTheLearnedOneIsForgotten() {
    long jane = undated();
    decide(NOW, d -> d.merge(anna, jane, null, USER, null));
    assertThat(find(jane).birthDate()).isEqualTo(DAY);
    assertThat(find(jane).birthDateRaw()).isNull();
    decide(LATER, d -> d.unmerge(anna, USER, null));
    assertThat(find(jane).birthDate()).isNull();
    assertThat(find(jane).birthDateRaw()).isEqualTo(NO_DATE);
  }

  /** A patient whose Patient's Birth Date was received as what is no date. */
  private long undated() {
    PatientIdentity.New person = person("4", null, null);
    return fixture
        .patients(
            List.of(
                new PatientIdentity.New(
                    person.identity(),
                    null,
                    person.officeKey(),
                    person.name(),
                    NO_DATE,
                    null,
                    null,
                    NOW)))
        .get(0);
  }

  private PatientIdentity.New person(String id, LocalDate birthDate, String sex) {
    return fixture.person(fixture.organizationKey, id, "Doe^J", birthDate, sex);
  }

  @Test
  void whatCannotBeDecidedIsRefused() {
    long nobody = patient("", "Doe^A", null);
    assertThat(decide(NOW, d -> d.merge(anna, anna, null, USER, null)))
        .isEqualTo(new Refused(Reason.SAME, anna, null));
    assertThat(decide(NOW, d -> d.merge(anna, 999_999, null, USER, null)))
        .isEqualTo(new Refused(Reason.NOT_FOUND, 999_999, null));
    assertThat(decide(NOW, d -> d.merge(anna, nobody, null, USER, null)))
        .isEqualTo(new Refused(Reason.UNIDENTIFIED, nobody, null));
    assertThat(decide(NOW, d -> d.unmerge(anna, USER, null)))
        .isEqualTo(new Refused(Reason.NOT_MERGED, anna, null));
    decide(NOW, d -> d.merge(anna, anne, null, USER, null));
    assertThat(decide(NOW, d -> d.merge(anna, anne, null, USER, null)))
        .isEqualTo(new Refused(Reason.MERGED, anna, anne));
    assertThat(decide(NOW, d -> d.correct(anna, "X", null, null, USER, null)))
        .isEqualTo(new Refused(Reason.MERGED, anna, anne));
  }

  @Test
  void oneOfTwoWhoMergeTheSameTwoEachIntoTheOtherIsRefused() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    CompletableFuture<PatientDecision> one = merging(start, anna, anne);
    CompletableFuture<PatientDecision> other = merging(start, anne, anna);
    List<PatientDecision> results = List.of(one.get(), other.get());
    assertThat(results).filteredOn(Done.class::isInstance).hasSize(1);
    assertThat(results).filteredOn(Refused.class::isInstance).hasSize(1);
    assertThat(Stream.of(find(anna), find(anne)).filter(p -> p.mergedIntoKey() == null)).hasSize(1);
  }

  private CompletableFuture<PatientDecision> merging(CyclicBarrier start, long from, long into) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            start.await();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return decide(NOW, d -> d.merge(from, into, null, USER, null));
        });
  }

  @Test
  void whatATransactionBesideTheMergeHasLeftIsGathered() {
    decide(NOW, d -> d.merge(anna, anne, null, USER, null));
    Arrivals.Arrived stray = Arrivals.study(fixture, anna, anna, "1.2.5", NOW.minusSeconds(1));
    long holder =
        fixture.database.inConnection(c -> PatientMerges.gather(c, fixture.organizationKey, anna));
    assertThat(holder).isEqualTo(anne);
    assertThat(owner(stray)).isEqualTo(anne);
    decide(LATER, d -> d.unmerge(anna, USER, null));
    assertThat(owner(stray)).isEqualTo(anna);
    assertThat(
            fixture.database.<Long>inConnection(
                c -> PatientMerges.gather(c, fixture.organizationKey, anna)))
        .isEqualTo(anna);
  }

  @Test
  void whatTheInboxAsksOfWhoIsMergedIsClosedAndComesBack() {
    long third = patient("3", "Doe^Ann", "F");
    long asking = entry(anna, "patients:a", anne);
    long asked = entry(third, "patients:b", anna);
    long other = entry(third, "patients:c", anne);
    Done done = done(decide(NOW, d -> d.merge(anna, anne, asking, USER, null)));
    assertThat(done.events())
        .extracting(NewEvent::type)
        .containsExactly(EventType.INBOX_CLOSED, EventType.PATIENT_MERGED);
    assertThat(state(asking)).as("is closed by who decides it").isEqualTo(InboxEntry.OPEN);
    assertThat(state(asked)).isEqualTo(InboxEntry.RESOLVED);
    assertThat(state(other)).isEqualTo(InboxEntry.OPEN);
    Done undone = done(decide(LATER, d -> d.unmerge(anna, USER, null)));
    assertThat(undone.events())
        .extracting(NewEvent::type)
        .containsExactly(EventType.INBOX_OPENED, EventType.PATIENT_UNMERGED);
    assertThat(state(asked)).isEqualTo(InboxEntry.OPEN);
  }

  private long entry(long patient, String subject, long candidate) {
    long key = fixture.database.nextKey(KeySequence.INBOX);
    NewInboxEntry entry =
        new NewInboxEntry(
            key,
            fixture.organizationKey,
            InboxReason.PATIENTS_ALIKE,
            subject,
            patient,
            null,
            null,
            null,
            null,
            null,
            "{}");
    fixture.database.inConnection(connection -> InboxRows.open(connection, List.of(entry), NOW));
    Daos.of(fixture.database, CandidateDao.class)
        .insert(
            List.of(
                new MatchCandidate(
                    key, 1, fixture.organizationKey, null, null, candidate, "SIMILAR_NAME", "[]")));
    return key;
  }

  private String state(long inboxKey) {
    return Daos.of(fixture.database, InboxDao.class)
        .find(fixture.organizationKey, inboxKey)
        .orElseThrow()
        .state();
  }

  private PatientDecision decide(Instant at, Deciding deciding) {
    return fixture.database.durablyInConnection(
        handle ->
            deciding.decide(
                new PatientDecisions(
                    handle, fixture.database.keys(), fixture.organizationKey, at)));
  }

  private static Done done(PatientDecision decision) {
    assertThat(decision).isInstanceOf(Done.class);
    return (Done) decision;
  }

  private Decision decision(Done done) {
    return Daos.of(fixture.database, DecisionDao.class)
        .find(fixture.organizationKey, done.decisionKey())
        .orElseThrow();
  }

  private Patient find(long key) {
    return Daos.of(fixture.database, PatientDao.class)
        .find(fixture.organizationKey, key)
        .orElseThrow();
  }

  private long owner(Arrivals.Arrived study) {
    return fixture.database.read(
        handle ->
            handle
                .createQuery("SELECT patient_key FROM study WHERE study_key = ?")
                .bind(0, study.studyKey())
                .mapTo(Long.class)
                .one());
  }
}
