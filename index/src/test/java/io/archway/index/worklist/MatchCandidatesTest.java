package io.archway.index.worklist;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.SqlWork;
import io.archway.index.database.TestDatabase;
import io.archway.index.study.CodedValue;
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
class MatchCandidatesTest {
  @Parameter TestDatabase kind;
  private WorklistFixture fixture;
  private long organization;
  private long patient;
  private WorklistItem item;
  private List<ScheduledStep> steps;

  @BeforeEach
  void open() {
    fixture = new WorklistFixture(kind);
    organization = fixture.organizationKey;
    patient = fixture.patient("P1", "Müller^Jürgen=山田^太郎", DAY.minusYears(40));
    NewStep coded =
        new NewStep(
            null,
            DAY,
            TIME,
            "PX",
            List.of(),
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(new CodedValue("PAN", "99L", "Panoramic")));
    item =
        fixture.insert(
            fixture
                .order(patient, coded, NewStep.of("DX", DAY.plusDays(1), TIME))
                .withRequest(new ServiceRequest("ACC", "PMS", null, null, null, null, null)));
    steps = fixture.steps(item.worklistItemKey());
    long other = fixture.patient("P2", "Other^One", DAY.minusYears(40));
    fixture.insert(fixture.order(other, NewStep.of("PX", DAY, TIME)));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private <R> List<R> with(SqlWork<List<R>> work) {
    return fixture.database.readInConnection(work);
  }

  private void assertThatBoth(List<WorklistAnswer> found) {
    assertThat(found).extracting(WorklistAnswer::step).isEqualTo(steps);
    assertThat(found).extracting(WorklistAnswer::item).containsOnly(item);
    assertThat(found).extracting(answer -> answer.patient().patientKey()).containsOnly(patient);
  }

  @Test
  void identifiersOfTheOrderFindAllItsSteps() {
    String uid = item.procedure().studyInstanceUid();
    String procedure = item.procedure().id();
    assertThatBoth(with(c -> MatchCandidates.byStudy(c, organization, uid)));
    assertThatBoth(with(c -> MatchCandidates.byAccessionNumber(c, organization, "ACC")));
    assertThatBoth(with(c -> MatchCandidates.byRequestedProcedure(c, organization, procedure)));
    assertThat(with(c -> MatchCandidates.byStep(c, organization, steps.get(1).id())))
        .extracting(WorklistAnswer::step)
        .containsExactly(steps.get(1));
    assertThat(with(c -> MatchCandidates.byStudy(c, organization + 1, uid))).isEmpty();
    assertThat(with(c -> MatchCandidates.byAccessionNumber(c, organization + 1, "ACC"))).isEmpty();
    assertThat(with(c -> MatchCandidates.byStep(c, organization + 1, steps.get(1).id()))).isEmpty();
  }

  @Test
  void patientIdFindsTheStepOfAModalityAndDay() {
    assertThat(with(c -> MatchCandidates.byPatientId(c, organization, "P1", scan("PX", DAY))))
        .extracting(WorklistAnswer::step)
        .containsExactly(steps.get(0));
    assertThat(with(c -> MatchCandidates.byPatientId(c, organization, "P1", scan("DX", DAY))))
        .isEmpty();
    assertThat(
            with(
                c ->
                    MatchCandidates.byPatientId(
                        c, organization, "P1", scan("DX", DAY.plusDays(1)))))
        .hasSize(1);
  }

  @Test
  void nameFindsByAnyGroupHoweverItIsWritten() {
    for (String name : List.of("MULLER^JURGEN", "müller^jürgen^^", "X^Y=山田^太郎", "山田^太郎")) {
      assertThat(byName(name, 40)).as(name).containsExactly(steps.get(0));
    }
    assertThat(byName("Müller^Jürgen=山田^太郎", 40)).as("once").hasSize(1);
    assertThat(byName("Müller", 40)).isEmpty();
    assertThat(byName("Müller^Jürgen", 41)).isEmpty();
    assertThat(byName(null, 40)).isEmpty();
  }

  private static ScanDay scan(String modality, LocalDate day) {
    return new ScanDay(modality, day, ZoneOffset.UTC);
  }

  private List<ScheduledStep> byName(String name, int years) {
    return with(
            c ->
                MatchCandidates.byName(
                    c, organization, name, DAY.minusYears(years), scan("PX", DAY)))
        .stream()
        .map(WorklistAnswer::step)
        .toList();
  }

  @Test
  void closedAndCancelledOrdersAreProposedDeletedOnesAreNot() {
    String uid = item.procedure().studyInstanceUid();
    fixture.update(
        item.edit()
            .scanStatus(ScanStatus.READY)
            .progress(item.progress().cancelled(NOW, "why"))
            .build());
    assertThat(with(c -> MatchCandidates.byStudy(c, organization, uid))).hasSize(2);
    fixture.database.inConnection(
        c -> WorklistRows.delete(c, organization, item.worklistItemKey(), NOW));
    assertThat(with(c -> MatchCandidates.byStudy(c, organization, uid))).isEmpty();
    assertThat(with(c -> MatchCandidates.byStep(c, organization, steps.get(0).id()))).isEmpty();
    assertThat(with(c -> MatchCandidates.byPatientId(c, organization, "P1", scan("PX", DAY))))
        .isEmpty();
  }

  @Test
  void imagesWithoutOrderAreFoundUntilTheyHaveOne() {
    Arrivals.Arrived arrived =
        Arrivals.study(fixture, patient, patient, "1.2.3", NOW, "ACC9", "PX", DAY);
    Arrivals.study(fixture, patient, patient, "1.2.4", NOW, null, "DX", DAY.minusDays(9));
    assertThat(unlinked()).containsExactly(5);
    WorklistLink link =
        new WorklistLink(
            arrived.seriesKey(),
            item.worklistItemKey(),
            organization,
            arrived.studyKey(),
            steps.get(0).stepKey(),
            MatchGrade.ACCESSION_NUMBER,
            null,
            NOW);
    assertThat(insert(link)).isEqualTo(1);
    assertThat(insert(link)).isZero();
    assertThat(unlinked()).containsExactly(0);
    assertThat(with(c -> WorklistLinks.ofItem(c, item.worklistItemKey()))).containsExactly(link);
    assertThat(with(c -> WorklistLinks.ofStudy(c, arrived.studyKey()))).containsExactly(link);
    assertThat(with(c -> WorklistLinks.ofSeries(c, List.of(arrived.seriesKey(), 99L))))
        .containsExactly(link);
    fixture.database.inConnection(c -> WorklistLinks.delete(c, List.of(link)));
    assertThat(unlinked()).containsExactly(5);
  }

  private int insert(WorklistLink link) {
    return fixture.database.inConnection(c -> WorklistLinks.insert(c, List.of(link)));
  }

  /** By each of the questions, the one series that is asked for. */
  private List<Integer> unlinked() {
    addRequest();
    List<List<UnlinkedSeries>> found =
        List.of(
            with(c -> UnlinkedSeries.byStudy(c, organization, "1.2.3")),
            with(c -> UnlinkedSeries.byAccessionNumber(c, organization, "ACC9")),
            with(c -> UnlinkedSeries.byAccessionNumber(c, organization, "REQ9")),
            with(c -> UnlinkedSeries.byPatientId(c, organization, "P1", scan("PX", DAY))),
            with(
                c ->
                    UnlinkedSeries.byName(
                        c,
                        organization,
                        "MULLER^JURGEN=山田^太郎",
                        DAY.minusYears(40),
                        scan("PX", DAY))));
    assertThat(found)
        .allSatisfy(
            series ->
                assertThat(series)
                    .allSatisfy(one -> assertThat(one.studyInstanceUid()).isEqualTo("1.2.3")));
    return List.of(found.stream().mapToInt(List::size).sum());
  }

  /** The series names an order of its own. */
  private void addRequest() {
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                """
                INSERT INTO series_request (series_key, item_number, organization_key,
                  accession_number)
                SELECT e.series_key, 0, e.organization_key, 'REQ9'
                FROM series e JOIN study s ON s.study_key = e.study_key
                WHERE s.study_instance_uid = '1.2.3'
                ON CONFLICT DO NOTHING
                """));
  }
}
