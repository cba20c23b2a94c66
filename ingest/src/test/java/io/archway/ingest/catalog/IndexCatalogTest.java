package io.archway.ingest.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.account.FirstStart;
import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.PageRequest;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.Event;
import io.archway.index.event.EventDao;
import io.archway.index.inbox.InboxDao;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.Quarantine;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumFilter;
import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientDao;
import io.archway.index.patient.PatientDecision;
import io.archway.index.patient.PatientDecisions;
import io.archway.index.store.LogPosition;
import io.archway.index.study.Instance;
import io.archway.index.study.Outcome;
import io.archway.index.study.Series;
import io.archway.index.study.Study;
import io.archway.index.study.StudyDao;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class IndexCatalogTest {
  @Parameter TestDatabase kind;
  private Database database;
  private Catalog catalog;
  private long organizationKey;
  private long segmentOffset;

  @BeforeEach
  void open() {
    database = kind.open();
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main", List.of("ARCHWAY"), "admin");
    organizationKey =
        FirstStart.ensure(database, names, () -> "hash", Arrivals.RECEIVED).organizationKey();
    catalog = new IndexCatalog(database, CatalogSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void firstObjectMakesPatientStudySeriesInstanceAndMedium() {
    Outcome outcome = index(Arrivals.image().teeth("11", "12"));
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.STORED);
    Patient patient = patients().find(organizationKey, outcome.patientKey()).orElseThrow();
    assertThat(patient.familyName()).isEqualTo("Müller");
    assertThat(patient.birthDate()).isEqualTo(LocalDate.of(1980, 1, 2));
    Study study = studies().find(organizationKey, outcome.studyKey()).orElseThrow();
    assertThat(study.instanceCount()).isOne();
    assertThat(study.seriesCount()).isOne();
    assertThat(study.sizeBytes()).isEqualTo(500);
    List<Series> series = studies().series(organizationKey, outcome.studyKey(), 10);
    assertThat(series).extracting(Series::modality).containsExactly("PX");
    Instance instance = studies().instance(organizationKey, "1.2.3.1.1").orElseThrow();
    assertThat(instance.crc32()).isEqualTo(-5);
    assertThat(instance.sha256()).isEqualTo("a1");
    assertThat(instance.callingAeTitle()).isEqualTo("SCANNER");
    assertThat(instance.receivedAt()).isAfter(Arrivals.RECEIVED);
    assertThat(studies().anatomy(organizationKey, outcome.studyKey(), 100))
        .extracting(code -> code.kind() + " " + code.codeValue())
        .containsExactly("LATERALITY L", "REGION 39092007", "TOOTH 11", "TOOTH 12");
    Medium medium = media().find(organizationKey, outcome.mediumKey()).orElseThrow();
    assertThat(medium.modalitiesInStudy()).containsExactly("PX");
    assertThat(medium.patientName()).isEqualTo("Müller^Ann");
    assertThat(eventTypes()).containsExactly("MEDIUM_ARRIVED");
    assertThat(inboxReasons()).isEmpty();
  }

  @Test
  void imagesOfAMergedPatientBelongToWhoStaysAndGoBackWithThem() {
    Outcome first = index(Arrivals.image(1, 1, 1));
    Outcome other = index(Arrivals.image(2, 1, 1).patient("2", "Doe^Ann", "19800102").digest("b"));
    decide(d -> d.merge(first.patientKey(), other.patientKey(), null, 9L, "registered twice"));
    Outcome more = index(Arrivals.image(1, 1, 2).digest("c"));
    Outcome later = index(Arrivals.image(3, 1, 1).digest("d"));
    assertThat(more.studyKey()).isEqualTo(first.studyKey());
    assertThat(List.of(owner(first), owner(later))).containsOnly(other.patientKey());
    assertThat(studies().correction(organizationKey, later.studyKey()))
        .hasValueSatisfying(
            correction -> {
              assertThat(correction.moved()).isTrue();
              assertThat(correction.patientId()).isEqualTo("2");
              assertThat(correction.at()).isEqualTo(Arrivals.RECEIVED);
            });
    assertThat(studies().correction(organizationKey, other.studyKey())).isEmpty();
    decide(d -> d.unmerge(first.patientKey(), 9L, "sisters"));
    assertThat(List.of(owner(first), owner(later))).containsOnly(first.patientKey());
    assertThat(studies().correction(organizationKey, later.studyKey())).isEmpty();
    assertThat(owner(other)).isEqualTo(other.patientKey());
  }

  private interface Deciding {
    PatientDecision decide(PatientDecisions decisions) throws SQLException;
  }

  private void decide(Deciding deciding) {
    PatientDecision decided =
        database.durablyInConnection(
            handle ->
                deciding.decide(
                    new PatientDecisions(
                        handle, database.keys(), organizationKey, Arrivals.RECEIVED)));
    assertThat(decided).isInstanceOf(PatientDecision.Done.class);
  }

  private long owner(Outcome outcome) {
    return studies().find(organizationKey, outcome.studyKey()).orElseThrow().patientKey();
  }

  @Test
  void moreObjectsAreCountedInTheirSeriesAndStudy() {
    index(Arrivals.image(1, 1, 1));
    List<Outcome> outcomes =
        index(
            List.of(
                Arrivals.image(1, 1, 2).digest("b"),
                Arrivals.image(1, 2, 1).modality("IO"),
                Arrivals.image(1, 2, 2).modality("IO")));
    Study study = studies().find(organizationKey, outcomes.get(0).studyKey()).orElseThrow();
    assertThat(study.instanceCount()).isEqualTo(4);
    assertThat(study.seriesCount()).isEqualTo(2);
    assertThat(study.sizeBytes()).isEqualTo(2_000);
    assertThat(studies().series(organizationKey, study.studyKey(), 10))
        .extracting(Series::instanceCount)
        .containsExactly(2, 2);
    assertThat(eventTypes()).containsExactly("MEDIUM_ARRIVED", "MEDIUM_UPDATED");
    Medium medium = media().find(organizationKey, outcomes.get(0).mediumKey()).orElseThrow();
    assertThat(medium.modalitiesInStudy()).containsExactly("IO", "PX");
  }

  @Test
  void sameDataSetIsADuplicateAndChangesNothing() {
    Outcome first = index(Arrivals.image());
    long lastEvent = events().lastNumber();
    Outcome again = index(Arrivals.image());
    assertThat(again.kind()).isEqualTo(Outcome.Kind.DUPLICATE);
    assertThat(again.instanceKey()).isEqualTo(first.instanceKey());
    assertThat(events().lastNumber()).isEqualTo(lastEvent);
    assertThat(studies().find(organizationKey, first.studyKey()).orElseThrow().instanceCount())
        .isOne();
  }

  @Test
  void sameUidTwiceInOneGroupIsStoredOnce() {
    List<Outcome> outcomes =
        index(List.of(Arrivals.image(), Arrivals.image(), Arrivals.image().digest("b2")));
    assertThat(outcomes)
        .extracting(Outcome::kind)
        .containsExactly(Outcome.Kind.STORED, Outcome.Kind.DUPLICATE, Outcome.Kind.CONFLICT);
    assertThat(studies().versions(organizationKey, "1.2.3.1.1"))
        .extracting(Instance::version)
        .containsExactly(1, 2);
  }

  @Test
  void otherTransferSyntaxOfTheSameCanonicalDataSetIsADuplicate() {
    index(Arrivals.image().canonical("c"));
    Arrivals implicit = Arrivals.image().transferSyntax("1.2.840.10008.1.2").digest("z");
    assertThat(index(implicit.canonical("c")).kind()).isEqualTo(Outcome.Kind.DUPLICATE);
  }

  @Test
  void sameDigestInAnotherTransferSyntaxIsAConflict() {
    index(Arrivals.image());
    Outcome other = index(Arrivals.image().transferSyntax("1.2.840.10008.1.2"));
    assertThat(other.kind()).isEqualTo(Outcome.Kind.CONFLICT);
  }

  @Test
  void conflictIsKeptBesideTheFirstWhichStaysCurrent() {
    Outcome first = index(Arrivals.image());
    Outcome conflict = index(Arrivals.image().digest("b2").series("9.9").study("9"));
    assertThat(conflict.kind()).isEqualTo(Outcome.Kind.CONFLICT);
    assertThat(conflict.seriesKey()).isEqualTo(first.seriesKey());
    assertThat(studies().instance(organizationKey, "1.2.3.1.1").orElseThrow().sha256())
        .isEqualTo("a1");
    assertThat(studies().find(organizationKey, first.studyKey()).orElseThrow().instanceCount())
        .isOne();
    assertThat(inboxReasons()).containsExactly("INSTANCE_CONFLICT");
    assertThat(eventTypes()).containsExactly("MEDIUM_ARRIVED", "INSTANCE_CONFLICT", "INBOX_OPENED");
    assertThat(index(Arrivals.image().digest("b2")).kind()).isEqualTo(Outcome.Kind.DUPLICATE);
    assertThat(index(Arrivals.image().digest("b3")).kind()).isEqualTo(Outcome.Kind.CONFLICT);
  }

  @Test
  void replayOfAGroupChangesNothingAndGivesTheSameOutcomes() {
    List<Arrivals> group =
        List.of(
            Arrivals.image(),
            Arrivals.image().digest("b2"),
            Arrivals.image(),
            Arrivals.image(2, 1, 1).patient("", "Doe^J", null),
            Arrivals.image(3, 1, 1).patient("1", "Other^Person", "19500505"),
            Arrivals.image().sop("x"));
    List<Outcome> first = index(group);
    String before = contents();
    assertThat(index(group)).isEqualTo(first);
    assertThat(contents()).isEqualTo(before);
    for (Arrivals single : group) {
      index(single);
    }
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void replayFollowsARecordThatWasMoved() {
    Arrivals arrival = Arrivals.image().at(77);
    index(arrival);
    assertThat(index(arrival.at(4_000)).kind()).isEqualTo(Outcome.Kind.STORED);
    assertThat(studies().instance(organizationKey, "1.2.3.1.1").orElseThrow().byteOffset())
        .isEqualTo(4_000);
  }

  @Test
  void positionMovesWithTheGroupAndNeverBack() {
    assertThat(catalog.position()).isEqualTo(new LogPosition(0, 0));
    catalog.index(List.of(Arrivals.image().build()), new LogPosition(2, 5));
    catalog.index(List.of(), new LogPosition(1, 900));
    assertThat(catalog.position()).isEqualTo(new LogPosition(2, 5));
    catalog.index(List.of(), new LogPosition(2, 6));
    assertThat(catalog.position()).isEqualTo(new LogPosition(2, 6));
  }

  @Test
  void objectsWithoutValidUidsAreQuarantined() {
    List<Outcome> outcomes =
        List.of(
            index(Arrivals.image().study(null)),
            index(Arrivals.image().series("1.2.x").digest("a2")),
            index(Arrivals.image().sop("1".repeat(65))),
            index(Arrivals.image().digest("a3").broken("length: 9 (expected: <= 4)")));
    assertThat(outcomes).extracting(Outcome::kind).containsOnly(Outcome.Kind.QUARANTINED);
    assertThat(outcomes)
        .extracting(Outcome::reason)
        .containsExactly(
            Outcome.Reason.STUDY_INSTANCE_UID,
            Outcome.Reason.SERIES_INSTANCE_UID,
            Outcome.Reason.SOP_INSTANCE_UID,
            Outcome.Reason.NOT_PARSED);
    List<InboxEntry> entries = inbox().list(organizationKey, InboxEntry.OPEN, 0, 10);
    assertThat(entries).hasSize(4).allMatch(entry -> entry.container().equals("segment-1"));
    assertThat(index(Arrivals.image().sop("1".repeat(64))).kind()).isEqualTo(Outcome.Kind.STORED);
  }

  @Test
  void theSameObjectInQuarantineWaitsOnce() {
    index(Arrivals.image().study(null));
    index(Arrivals.image().study(null));
    assertThat(inbox().list(organizationKey, InboxEntry.OPEN, 0, 10)).hasSize(1);
    assertThat(catalog.isQuarantined(organizationKey, Quarantine.subject("1.2.3.1.1", "a1")))
        .isTrue();
    assertThat(catalog.isQuarantined(organizationKey, Quarantine.subject("1.2.3.1.1", "a2")))
        .isFalse();
  }

  @Test
  void sameIdWithAnotherNameOrAnotherBirthDateIsTheSamePatient() {
    Outcome first = index(Arrivals.image(1, 1, 1));
    Outcome married = index(Arrivals.image(2, 1, 1).patient("1", "Schmidt^Ann", "19800102"));
    Outcome typo = index(Arrivals.image(3, 1, 1).patient("1", "MUELLER^ANN", "19800201"));
    assertThat(married.patientKey()).isEqualTo(first.patientKey());
    assertThat(typo.patientKey()).isEqualTo(first.patientKey());
    assertThat(inboxReasons()).isEmpty();
  }

  @Test
  void sameIdWithAnotherNameAndBirthDateIsAnotherPatient() {
    Outcome first = index(Arrivals.image(1, 1, 1));
    Outcome other = index(Arrivals.image(2, 1, 1).patient("1", "Schmidt^Karl", "19550607"));
    Outcome again = index(Arrivals.image(3, 1, 1).patient("1", "SCHMIDT^KARL", "19550607"));
    assertThat(other.patientKey()).isNotEqualTo(first.patientKey());
    assertThat(again.patientKey()).isEqualTo(other.patientKey());
    assertThat(inboxReasons()).containsExactly("PATIENT_CONTRADICTS");
  }

  @Test
  void anotherNameWithoutABirthDateIsJoinedButSomebodyMustLook() {
    Outcome first = index(Arrivals.image(1, 1, 1));
    Outcome doubtful = index(Arrivals.image(2, 1, 1).patient("1", "Schmidt^Karl", null));
    assertThat(doubtful.patientKey()).isEqualTo(first.patientKey());
    assertThat(inboxReasons()).containsExactly("PATIENT_NAME_DIFFERS");
  }

  @Test
  void missingNameOrBirthDateIsLearnedFromALaterObject() {
    Outcome first = index(Arrivals.image(1, 1, 1).patient("1", null, null).sex(null));
    Outcome second = index(Arrivals.image(1, 1, 2));
    assertThat(second.patientKey()).isEqualTo(first.patientKey());
    Patient patient = patients().find(organizationKey, first.patientKey()).orElseThrow();
    assertThat(patient.name()).isEqualTo("Müller^Ann");
    assertThat(patient.birthDate()).isEqualTo(LocalDate.of(1980, 1, 2));
    assertThat(patient.sex()).isEqualTo("F");
    assertThat(patients().page(organizationKey, "muller", new PageRequest(1, 5)).rows()).hasSize(1);
  }

  @Test
  void issuerMakesAnotherIdentity() {
    Outcome office = index(Arrivals.image(1, 1, 1));
    Outcome hospital = index(Arrivals.image(2, 1, 1).issuer("HOSPITAL"));
    Outcome hospitalAgain =
        index(Arrivals.image(3, 1, 1).issuer("HOSPITAL").sender("OTHER", "192.0.2.9"));
    assertThat(hospital.patientKey()).isNotEqualTo(office.patientKey());
    assertThat(hospitalAgain.patientKey()).isEqualTo(hospital.patientKey());
  }

  @Test
  void ourPatientIdIsKnownAgainWithoutItsIssuer() {
    Outcome made =
        index(Arrivals.image(1, 1, 1).issuer("ARCHWAY").patient("A7", "Doe^Jo", "19900101"));
    Outcome back = index(Arrivals.image(2, 1, 1).patient("A7", "DOE^JO", null));
    Outcome stranger = index(Arrivals.image(3, 1, 1).patient("A7", "Other^One", "19510101"));
    assertThat(back.patientKey()).isEqualTo(made.patientKey());
    assertThat(stranger.patientKey()).isNotEqualTo(made.patientKey());
  }

  @Test
  void emptyPatientIdIsAPatientOfItsOwnForSenderAndStudy() {
    Outcome first = index(Arrivals.image(1, 1, 1).patient("", "Doe^J", null));
    Outcome sameStudy = index(Arrivals.image(1, 1, 2).patient(null, "Doe^J", null));
    Outcome otherStudy = index(Arrivals.image(2, 1, 1).patient("  ", "Doe^J", null));
    Outcome otherSender =
        index(Arrivals.image(1, 1, 3).patient("", "Doe^J", null).sender("B", "192.0.2.9"));
    assertThat(sameStudy.patientKey()).isEqualTo(first.patientKey());
    assertThat(otherStudy.patientKey()).isNotEqualTo(first.patientKey());
    assertThat(otherSender.patientKey()).isNotIn(first.patientKey(), otherStudy.patientKey());
    assertThat(inboxReasons())
        .containsExactlyInAnyOrder(
            "PATIENT_UNIDENTIFIED",
            "PATIENT_UNIDENTIFIED",
            "PATIENT_UNIDENTIFIED",
            "STUDY_OF_OTHER_PATIENT");
  }

  @Test
  void studyUidUnderAnotherPatientIsAnotherStudy() {
    Outcome first = index(Arrivals.image(1, 1, 1));
    Outcome other = index(Arrivals.image(1, 1, 2).patient("2", "Doe^Jo", "19900101"));
    assertThat(other.studyKey()).isNotEqualTo(first.studyKey());
    assertThat(studies().findByUid(organizationKey, "1.2.1")).hasSize(2);
    assertThat(inboxReasons()).containsExactly("STUDY_OF_OTHER_PATIENT");
    Outcome third = index(Arrivals.image(1, 1, 3).patient("2", "Doe^Jo", "19900101"));
    assertThat(third.studyKey()).isEqualTo(other.studyKey());
    assertThat(inboxReasons()).hasSize(1);
  }

  @Test
  void unknownCalledAeTitleIsTakenByTheOnlyOrganizationAndRefusedByOneOfSeveral() {
    assertThat(index(Arrivals.image(1, 1, 1).called("WHATEVER")).kind())
        .isEqualTo(Outcome.Kind.STORED);
    long second = secondOrganization();
    catalog = new IndexCatalog(database, CatalogSettings.DEFAULT);
    Outcome refused = index(Arrivals.image(2, 1, 1).called("WHATEVER"));
    assertThat(refused.kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(refused.reason()).isEqualTo(Outcome.Reason.UNKNOWN_CALLED_AE_TITLE);
    assertThat(catalog.organizationOf("WHATEVER")).isEmpty();
    assertThat(index(Arrivals.image(2, 1, 1).called("SECOND")).organizationKey()).isEqualTo(second);
  }

  @Test
  void organizationsShareNothing() {
    long second = secondOrganization();
    List<Outcome> outcomes =
        index(List.of(Arrivals.image(), Arrivals.image().organization(second)));
    assertThat(outcomes).extracting(Outcome::kind).containsOnly(Outcome.Kind.STORED);
    assertThat(outcomes.get(1).organizationKey()).isEqualTo(second);
    assertThat(outcomes.get(1).patientKey()).isNotEqualTo(outcomes.get(0).patientKey());
    assertThat(media().find(organizationKey, outcomes.get(1).mediumKey())).isEmpty();
    assertThat(catalog.known(second, List.of("1.2.3.1.1", "1.2.3.1.1", "9"))).hasSize(1);
  }

  @Test
  void failedGroupLeavesNothing() {
    index(Arrivals.image(1, 1, 1).record(1_000_001));
    String before = contents();
    Arrivals sameRecord = Arrivals.image(7, 1, 2).record(1_000_001);
    assertThatThrownBy(() -> index(List.of(Arrivals.image(7, 1, 1), sameRecord)))
        .isInstanceOf(RuntimeException.class);
    assertThat(contents()).isEqualTo(before);
    assertThat(index(Arrivals.image(7, 1, 1)).kind()).isEqualTo(Outcome.Kind.STORED);
  }

  @Test
  void hostileTextIsKeptAsFarAsColumnsGo() {
    String nasty = "A\u0000B" + "\uD800" + "x".repeat(5_000) + "😀";
    Outcome outcome = index(Arrivals.image(1, 1, 1).patient(nasty, nasty, "1980-13-40").sex(nasty));
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.STORED);
    Patient patient = patients().find(organizationKey, outcome.patientKey()).orElseThrow();
    assertThat(patient.patientId()).hasSize(255).startsWith("ABx");
    assertThat(patient.birthDate()).isNull();
    assertThat(patient.birthDateRaw()).isEqualTo("1980-13-40");
  }

  @Test
  void listsFindWhatArrived() {
    index(Arrivals.image(1, 1, 1).studyDate("20260101"));
    index(
        Arrivals.image(2, 1, 1)
            .patient("77", "Østergård^Søren", "19700707")
            .modality("CT")
            .studyDate("20260201"));
    PageRequest page = new PageRequest(1, 10);
    assertThat(patients().page(organizationKey, "so osterg", page).rows())
        .extracting(Patient::patientId)
        .containsExactly("77");
    assertThat(patients().page(organizationKey, "77", page).total()).isOne();
    assertThat(patients().page(organizationKey, null, page).rows()).hasSize(2);
    assertThat(patients().page(organizationKey, "--", page).rows()).isEmpty();
    assertThat(media().page(organizationKey, MediumFilter.ALL, page).rows())
        .extracting(Medium::studyInstanceUid)
        .containsExactly("1.2.2", "1.2.1");
    assertThat(filtered("CT", null, null)).containsExactly("1.2.2");
    assertThat(filtered(null, LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 31)))
        .containsExactly("1.2.1");
    assertThat(filtered("CT", LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 31))).isEmpty();
  }

  private List<String> filtered(String modality, LocalDate from, LocalDate to) {
    MediumFilter filter = new MediumFilter(null, modality, from, to, null, null, "new");
    return media().page(organizationKey, filter, new PageRequest(1, 10)).rows().stream()
        .map(Medium::studyInstanceUid)
        .toList();
  }

  private long secondOrganization() {
    return Daos.of(database, TestOrganizations.class).create("second", "SECOND");
  }

  private Outcome index(Arrivals arrival) {
    return index(arrival.build());
  }

  private Outcome index(io.archway.index.study.IndexedArrival arrival) {
    return catalog.index(List.of(arrival), new LogPosition(1, ++segmentOffset)).get(0);
  }

  private List<Outcome> index(List<Arrivals> group) {
    return catalog.index(
        group.stream().map(Arrivals::build).toList(), new LogPosition(1, ++segmentOffset));
  }

  private List<String> eventTypes() {
    return events().after(0, 100).stream().map(Event::eventType).toList();
  }

  private List<String> inboxReasons() {
    return inbox().list(organizationKey, InboxEntry.OPEN, 0, 100).stream()
        .map(InboxEntry::reason)
        .toList();
  }

  /** All rows that an arrival may touch, in order. */
  private String contents() {
    List<String> tables =
        List.of(
            "patient",
            "patient_word",
            "study",
            "series",
            "series_request",
            "instance",
            "instance_anatomy",
            "medium",
            "inbox",
            "event",
            "event_counter",
            "device");
    List<String> rows = new ArrayList<>();
    for (String table : tables) {
      List<String> lines =
          database.read(
              handle ->
                  handle.createQuery("SELECT * FROM " + table).mapToMap().stream()
                      .map(Object::toString)
                      .sorted()
                      .toList());
      rows.add(table + ":" + lines);
    }
    return String.join("\n", rows);
  }

  private PatientDao patients() {
    return Daos.of(database, PatientDao.class);
  }

  private StudyDao studies() {
    return Daos.of(database, StudyDao.class);
  }

  private MediumDao media() {
    return Daos.of(database, MediumDao.class);
  }

  private EventDao events() {
    return Daos.of(database, EventDao.class);
  }

  private InboxDao inbox() {
    return Daos.of(database, InboxDao.class);
  }
}
