package io.archway.index.patient;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.access.Visibility;
import io.archway.index.database.Daos;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.Event;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventRows;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.matching.Matching;
import io.archway.index.matching.MatchingRules;
import io.archway.index.matching.MatchingRules.WithoutOrder;
import io.archway.index.patient.PatientChoiceDao.PatientChoice;
import io.archway.index.patient.PatientKeeping.InTheWay;
import io.archway.index.patient.PatientKeeping.Made;
import io.archway.index.patient.PatientKeeping.Taken;
import io.archway.index.patient.PatientKeeping.There;
import io.archway.index.profile.PatientProfile;
import io.archway.index.profile.ProfileDao;
import io.archway.index.profile.ProfileRows;
import io.archway.index.profile.ReferenceKind;
import io.archway.index.worklist.Arrivals;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistRows;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Patients whom people make, find and delete. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class PatientKeepingTest {
  private static final LocalDate BORN = LocalDate.of(1980, 5, 17);

  @Parameter TestDatabase kind;
  private WorklistFixture fixture;

  @BeforeEach
  void open() {
    fixture = new WorklistFixture(kind);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private SaidPatient said(String id, String name) {
    return new SaidPatient(id, name, BORN, "F", fixture.officeKey);
  }

  private Made make(SaidPatient said) {
    return fixture.database.durablyInConnection(
        handle ->
            new PatientKeeping(handle.getConnection(), fixture.organizationKey, NOW)
                .make(fixture.database.keys(), said));
  }

  private long made(String id, String name) {
    Made made = make(said(id, name));
    assertThat(made).isInstanceOf(There.class);
    return made.patientKey();
  }

  private Optional<InTheWay> delete(long key) {
    return fixture.database.inConnection(
        connection ->
            new PatientKeeping(connection, fixture.organizationKey, NOW)
                .delete(PatientRows.lock(connection, fixture.organizationKey, key).orElseThrow()));
  }

  private Optional<Patient> find(long key) {
    return Daos.of(fixture.database, PatientDao.class).find(fixture.organizationKey, key);
  }

  private List<Long> typed(Visibility visible, String words) {
    return fixture
        .database
        .inConnection(
            connection ->
                TypedPatients.find(connection, fixture.organizationKey, visible, words, 10))
        .stream()
        .map(PatientChoice::patientKey)
        .toList();
  }

  private List<Long> newest(Visibility visible, boolean withoutReport) {
    return Daos.of(fixture.database, PatientChoiceDao.class)
        .newest(fixture.organizationKey, visible, withoutReport, 10)
        .stream()
        .map(PatientChoice::patientKey)
        .toList();
  }

  @Test
  void getsAnIdOfOursUnlessOneIsSaid() {
    Patient ours = find(made(null, "Doe^Anna")).orElseThrow();
    assertThat(ours.patientId()).isEqualTo("A%06d".formatted(ours.patientKey()));
    assertThat(ours.issuerOfPatientId()).isEqualTo(PatientIdentity.OWN_ISSUER);
    assertThat(ours.birthDate()).isEqualTo(BORN);
    Patient said = find(made("X 1", "Doe^Bert")).orElseThrow();
    assertThat(said.patientId()).isEqualTo("X 1");
    assertThat(said.issuerOfPatientId()).isEqualTo(PatientIdentity.OWN_ISSUER);
  }

  @Test
  void doesNotMakeUpWhatIsTaken() {
    long first = made(null, "Doe^Anna");
    made("A%06d".formatted(first + 2), "Doe^Bert");
    assertThat(made(null, "Doe^Carla")).isGreaterThan(first + 2);
  }

  @Test
  void isMadeOnceForAnId() {
    long anna = made("1", "Doe^Anna");
    assertThat(make(said("1", "Doe^Anna"))).isEqualTo(new Taken(anna));
    assertThat(make(said("1", "Other^Bert"))).isEqualTo(new Taken(anna));
    long sent = fixture.patient("2", "Doe^Carla", BORN); // as a device of the office numbers
    if (fixture.officeKey == 1) {
      assertThat(make(said("2", "Doe^Carla"))).isEqualTo(new Taken(sent));
    }
    long office = fixture.office("Branch");
    Made elsewhere = make(new SaidPatient("2", "Doe^Dora", BORN, null, office));
    assertThat(elsewhere).isInstanceOf(There.class);
  }

  @Test
  void isMadeOnceByTwoAtATime() {
    CyclicBarrier barrier = new CyclicBarrier(2);
    List<CompletableFuture<Made>> both =
        Stream.of("Doe^Anna", "Doe^Anne")
            .map(
                name ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            barrier.await();
                          } catch (Exception e) {
                            throw new IllegalStateException(e);
                          }
                          return make(said("1", name));
                        }))
            .toList();
    List<Made> made = both.stream().map(CompletableFuture::join).toList();
    assertThat(made.get(0).patientKey()).isEqualTo(made.get(1).patientKey());
    assertThat(made).hasOnlyElementsOfTypes(There.class, Taken.class).doesNotHaveDuplicates();
  }

  @Test
  void isFoundAsTypedByWhoSeesThem() {
    long anna = made(null, "Müller Lüdenscheidt^Anna");
    long bert = made(null, "Müller^Bert");
    Visibility office = Visibility.ofOffices(List.of(fixture.officeKey));
    Visibility branch = Visibility.ofOffices(List.of(fixture.office("Branch")));
    for (Visibility visible : List.of(Visibility.ALL, office)) {
      assertThat(typed(visible, "MUL")).containsExactly(anna, bert);
      assertThat(typed(visible, "an lud mu")).containsExactly(anna);
      assertThat(typed(visible, "uller")).isEmpty();
      assertThat(newest(visible, false)).containsExactly(bert, anna);
      assertThat(newest(visible, true)).containsExactly(bert, anna);
    }
    for (Visibility visible :
        List.of(branch, Visibility.ofRadiologist(7), Visibility.ofOffices(List.of()))) {
      assertThat(typed(visible, "mul")).isEmpty();
      assertThat(newest(visible, false)).isEmpty();
    }
  }

  @Test
  void isHiddenWhenDeletedAndThereAgainWhenSaidAnew() {
    long anna = made("1", "Doe^Anna");
    assertThat(delete(anna)).isEmpty();
    assertThat(find(anna)).isEmpty();
    assertThat(typed(Visibility.ALL, "anna")).isEmpty();
    assertThat(newest(Visibility.ALL, true)).isEmpty();
    assertThat(make(said("1", "Roe^Carla"))).isEqualTo(new There(anna));
    assertThat(find(anna).orElseThrow().name()).isEqualTo("Roe^Carla");
    assertThat(typed(Visibility.ALL, "anna")).isEmpty();
    assertThat(typed(Visibility.ALL, "carla")).containsExactly(anna);
  }

  @Test
  void isMadeAnewWithoutWhatWasKeptOfWhoWasDeleted() {
    long anna = made("1", "Doe^Anna");
    fixture.database.inConnection(
        connection -> {
          PatientProfile profile =
              PatientProfile.none(fixture.organizationKey, anna)
                  .withReference(ReferenceKind.EXTERNAL, "ext-1");
          ProfileRows.claim(
              connection, fixture.organizationKey, anna, ReferenceKind.EXTERNAL, "ext-1");
          ProfileRows.write(connection, profile, NOW);
          return null;
        });
    assertThat(profile(anna)).isPresent();
    assertThat(delete(anna)).isEmpty();
    long branch = fixture.office("Branch");
    assertThat(make(new SaidPatient("1", "Roe^Carla", null, null, branch)))
        .isEqualTo(new There(anna));
    assertThat(find(anna).orElseThrow().officeKey()).isEqualTo(branch);
    assertThat(profile(anna)).isEmpty();
    assertThat(
            Daos.of(fixture.database, ProfileDao.class)
                .keyOf(fixture.organizationKey, ReferenceKind.EXTERNAL, "ext-1"))
        .isEmpty();
  }

  private Optional<PatientProfile> profile(long key) {
    return Daos.of(fixture.database, ProfileDao.class).find(fixture.organizationKey, key);
  }

  @Test
  void isKeptForWhatBelongsToThem() {
    long scanned = made("1", "Doe^Anna");
    Arrivals.study(fixture, scanned, scanned, "1.2.3", NOW);
    assertThat(delete(scanned)).contains(InTheWay.IMAGES);
    long ordered = made("2", "Doe^Bert");
    WorklistItem item = fixture.insert(fixture.order(ordered, NewStep.of("PX", DAY, TIME)));
    assertThat(delete(ordered)).contains(InTheWay.ORDERS);
    fixture.database.inConnection(
        connection -> {
          WorklistRows.delete(connection, fixture.organizationKey, item.worklistItemKey(), NOW);
          return null;
        });
    assertThat(delete(ordered)).isEmpty();
    long from = made("3", "Doe^Carla");
    long into = made("4", "Doe^Carla");
    fixture.database.durablyInConnection(
        handle ->
            new PatientDecisions(handle, fixture.database.keys(), fixture.organizationKey, NOW)
                .merge(from, into, null, null, "same"));
    assertThat(delete(from)).contains(InTheWay.MERGED);
    assertThat(delete(into)).contains(InTheWay.OTHERS_MERGED);
  }

  @Test
  void isThereAgainForWhatArrives() {
    long anna = made("1", "Doe^Anna");
    assertThat(delete(anna)).isEmpty();
    Matching matching =
        new Matching(
            fixture.database,
            new MatchingRules(Duration.ofMinutes(10), WithoutOrder.NOTHING, ZoneOffset.UTC),
            () -> NOW);
    tell(anna);
    follow(matching);
    assertThat(find(anna)).as("for nothing").isEmpty();
    Arrivals.study(fixture, anna, anna, "1.2.3", NOW);
    tell(anna);
    follow(matching);
    assertThat(find(anna)).isPresent();
    List<Event> events =
        fixture.database.inConnection(connection -> EventRows.after(connection, 0, 100));
    assertThat(events)
        .filteredOn(event -> event.eventType().equals(EventType.PATIENT_RESTORED.name()))
        .hasSize(1);
  }

  private void follow(Matching matching) {
    while (matching.pass()) {
      assertThat(fixture.database.isAvailable()).isTrue();
    }
  }

  private void tell(long patientKey) {
    NewEvent event =
        new NewEvent(
            fixture.organizationKey,
            EventType.MEDIUM_ARRIVED,
            patientKey,
            null,
            null,
            null,
            null,
            null);
    fixture.database.inConnection(
        connection -> {
          EventLog.append(connection, List.of(event), NOW);
          return null;
        });
  }

  @Test
  void isThereAgainForAnOrderThatNamesThem() {
    long anna = made("1", "Doe^Anna");
    assertThat(delete(anna)).isEmpty();
    NamedPatient named = NamedPatient.of("1", null, fixture.officeKey, "Doe^Anna", BORN, null);
    PatientIdentity found =
        fixture.database.inConnection(
            connection -> {
              NamedPatients patients =
                  new NamedPatients(
                      connection, fixture.database.keys(), fixture.organizationKey, "orders", NOW);
              PatientIdentity resolved = patients.resolve(named, fixture.officeKey);
              assertThat(patients.events())
                  .extracting(NewEvent::type)
                  .containsExactly(EventType.PATIENT_RESTORED);
              return resolved;
            });
    assertThat(found.patientKey()).isEqualTo(anna);
    assertThat(find(anna)).isPresent();
  }
}
