package io.archway.index.worklist;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.database.TestDatabase;
import io.archway.index.study.CodedValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class WorklistRowsTest {
  @Parameter TestDatabase kind;
  private WorklistFixture fixture;
  private long patientKey;

  @BeforeEach
  void open() {
    fixture = new WorklistFixture(kind);
    patientKey = fixture.patient("P1", "Müller^Jürgen", DAY.minusYears(30));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static NewStep panoramic() {
    return NewStep.of("PX", DAY, TIME);
  }

  @Test
  void everythingAnOrderSaysIsKept() {
    NewStep panoramic =
        new NewStep(
            "STEP1",
            DAY,
            TIME,
            "PX",
            List.of("PAN1", "PAN2 ", "PAN1"),
            "Pan room",
            "Floor 2",
            "Panoramic",
            "Frank^Anne^^Dr.",
            "none",
            "none needed",
            List.of(
                new CodedValue("PAN", "99L", "Panoramic"), new CodedValue("TMJ", "99L", "Joints")));
    NewStep cephalometric = NewStep.of("DX", DAY, TIME.minusHours(1)).withDescription("Ceph");
    NewOrder order =
        new NewOrder(
            fixture.organizationKey,
            fixture.officeKey,
            patientKey,
            11L,
            12L,
            13L,
            StudyType.SAFETY_OVERREAD,
            ItemStatus.PENDING,
            ScanStatus.SCHEDULED,
            new RequestedProcedure(
                "1.2.3",
                "RP-9",
                "Orthodontic records",
                new CodedValue("ORTHO", "99L", "Records"),
                "HIGH",
                "pain",
                "call before"),
            new ServiceRequest("ACC-9", "PMS", "PO", "FO", "Req^One", "Ortho", "Ref^Two"),
            new Visit("ADM", "Chair 4", "walks"),
            new Source(Origin.HL7, "msg-1", "https://x.example/1", "/a/b", "{\"k\":1}"),
            NOW.plusSeconds(60),
            List.of(panoramic, cephalometric));
    WorklistItem item = fixture.insert(order);
    assertThat(item.procedure()).isEqualTo(order.procedure());
    assertThat(item.request()).isEqualTo(order.request());
    assertThat(item.visit()).isEqualTo(order.visit());
    assertThat(item.source()).isEqualTo(order.source());
    assertThat(item.dentistKey()).isEqualTo(11);
    assertThat(item.radiologistKey()).isEqualTo(12);
    assertThat(item.mediumKey()).isEqualTo(13);
    assertThat(item.studyType()).isEqualTo(StudyType.SAFETY_OVERREAD);
    assertThat(item.progress()).isEqualTo(Progress.expiring(NOW.plusSeconds(60)));
    assertThat(item.startDate()).isEqualTo(DAY);
    assertThat(item.startTime()).as("of the earliest step").isEqualTo(TIME.minusHours(1));
    assertThat(item.createdAt()).isEqualTo(NOW);
    List<ScheduledStep> steps = fixture.steps(item.worklistItemKey());
    assertThat(steps).extracting(ScheduledStep::modality).containsExactly("PX", "DX");
    ScheduledStep first = steps.get(0);
    assertThat(first.id()).isEqualTo("STEP1");
    assertThat(first.stationAeTitles()).containsExactly("PAN1", "PAN2");
    assertThat(first.protocolCodes()).isEqualTo(panoramic.protocolCodes());
    assertThat(first.performingPhysicianName()).isEqualTo("Frank^Anne^^Dr.");
    assertThat(first.requestedContrastAgent()).isEqualTo("none needed");
    assertThat(first.open()).isTrue();
    assertThat(steps.get(1).stationAeTitles()).isEmpty();
    assertThat(steps.get(1).description()).isEqualTo("Ceph");
  }

  @Test
  void whatNobodySaidIsMadeUpUniqueAndShort() {
    WorklistItem one = fixture.insert(fixture.order(patientKey, panoramic(), panoramic()));
    WorklistItem other = fixture.insert(fixture.order(patientKey, panoramic()));
    assertThat(one.procedure().studyInstanceUid())
        .startsWith("2.25.")
        .hasSizeLessThanOrEqualTo(64)
        .isNotEqualTo(other.procedure().studyInstanceUid());
    assertThat(one.request().accessionNumber())
        .hasSizeBetween(3, 16)
        .isNotEqualTo(other.request().accessionNumber());
    assertThat(one.procedure().id()).hasSizeBetween(3, 16).isNotEqualTo(other.procedure().id());
    assertThat(fixture.steps(one.worklistItemKey()))
        .extracting(ScheduledStep::id)
        .doesNotHaveDuplicates()
        .allSatisfy(id -> assertThat(id).hasSizeBetween(4, 16));
  }

  @Test
  void orderOfTheSameOriginIsNotKeptTwice() {
    NewOrder plain = fixture.order(patientKey, panoramic());
    NewOrder order = plain.withSource(new Source(Origin.FILE, "orders/1.wl", null, null, null));
    fixture.insert(order);
    Optional<WorklistItem> again =
        fixture.database.inConnection(
            connection -> WorklistRows.insert(connection, fixture.database.keys(), order, NOW));
    assertThat(again).isEmpty();
    fixture.insert(plain);
    fixture.insert(plain);
  }

  @Test
  void changesAreKeptAndOtherItemsAreNotTouched() {
    WorklistItem item = fixture.insert(fixture.order(patientKey, panoramic()));
    WorklistItem bystander = fixture.insert(fixture.order(patientKey, panoramic()));
    WorklistItem changed =
        item.edit()
            .dentist(5L)
            .radiologist(6L)
            .medium(7L)
            .studyType(StudyType.SAFETY_OVERREAD)
            .status(ItemStatus.COMPLETE, NOW)
            .scanStatus(ScanStatus.ARRIVED)
            .visit(new Visit("A", "B", "C"))
            .source("https://x.example", "/p", "{}")
            .progress(item.progress().arrived(NOW, false).ready(NOW))
            .build();
    fixture.update(changed);
    assertThat(fixture.item(item.worklistItemKey())).isEqualTo(changed);
    assertThat(fixture.item(bystander.worklistItemKey())).isEqualTo(bystander);
  }

  @Test
  void stepsAreOpenAsLongAsThereIsSomethingToDo() {
    WorklistItem item = fixture.insert(fixture.order(patientKey, panoramic(), panoramic()));
    long key = item.worklistItemKey();
    assertThat(open(key)).containsExactly(true, true);
    setStep(key, 0, StepStatus.STARTED);
    assertThat(open(key)).containsExactly(true, true);
    setStep(key, 0, StepStatus.COMPLETED);
    assertThat(open(key)).containsExactly(false, true);
    setStep(key, 1, StepStatus.DISCONTINUED);
    assertThat(open(key)).containsExactly(false, false);
    setStep(key, 0, StepStatus.STARTED);
    setStep(key, 1, StepStatus.SCHEDULED);
    fixture.update(item.edit().scanStatus(ScanStatus.ARRIVED).build());
    assertThat(open(key)).as("the first of eighteen images").containsExactly(true, true);
    fixture.update(item.edit().scanStatus(ScanStatus.READY).build());
    assertThat(open(key)).containsExactly(false, false);
    fixture.update(item.edit().status(ItemStatus.COMPLETE, NOW).build());
    assertThat(open(key)).containsExactly(false, false);
    fixture.update(item.edit().progress(item.progress().cancelled(NOW, "no show")).build());
    assertThat(open(key)).containsExactly(false, false);
    fixture.update(item);
    assertThat(open(key)).containsExactly(true, true);
  }

  private void setStep(long itemKey, int step, StepStatus status) {
    long stepKey = fixture.steps(itemKey).get(step).stepKey();
    Instant started = NOW.plusSeconds(5);
    int changed =
        fixture.database.inConnection(
            connection ->
                WorklistRows.setStepStatus(
                    connection, itemKey, stepKey, status, "1.2.9", started, null));
    assertThat(changed).isEqualTo(1);
    assertThat(fixture.steps(itemKey).get(step).startedAt()).isEqualTo(started);
  }

  private List<Boolean> open(long itemKey) {
    List<ScheduledStep> steps = fixture.steps(itemKey);
    List<Boolean> stations =
        fixture.database.read(
            handle ->
                handle
                    .createQuery(
                        "SELECT is_open FROM step_station WHERE step_key IN (<keys>) ORDER BY step_key")
                    .bindList("keys", steps.stream().map(ScheduledStep::stepKey).toList())
                    .mapTo(Boolean.class)
                    .list());
    List<Boolean> open = steps.stream().map(ScheduledStep::open).toList();
    assertThat(stations).isEqualTo(open);
    return open;
  }

  @Test
  void stepsAreReplacedWithAllTheirRows() {
    WorklistItem item =
        fixture.insert(
            fixture.order(
                patientKey, panoramic().withStation("OLD"), panoramic().withStation("OLD")));
    fixture.database.inConnection(
        connection -> {
          WorklistRows.replaceSteps(
              connection,
              fixture.database.keys(),
              item,
              List.of(NewStep.of("IO", DAY.plusDays(2), TIME).withStation("NEW")),
              NOW);
          return null;
        });
    assertThat(fixture.steps(item.worklistItemKey()))
        .singleElement()
        .satisfies(step -> assertThat(step.modality()).isEqualTo("IO"));
    assertThat(fixture.item(item.worklistItemKey()).startDate()).isEqualTo(DAY.plusDays(2));
    List<String> stations =
        fixture.database.read(
            handle ->
                handle.createQuery("SELECT ae_title FROM step_station").mapTo(String.class).list());
    assertThat(stations).containsExactly("NEW");
  }

  @Test
  void stepOfTheSameIdKeepsWhatDevicesSaidOfItAndItsImages() {
    WorklistItem item = fixture.insert(fixture.order(patientKey, panoramic(), panoramic()));
    long key = item.worklistItemKey();
    List<ScheduledStep> before = fixture.steps(key);
    ScheduledStep first = before.get(0);
    fixture.database.inConnection(
        c -> {
          WorklistRows.setStepStatus(
              c, key, first.stepKey(), StepStatus.COMPLETED, "1.2.3", NOW, NOW);
          return WorklistLinks.insert(
              c, List.of(link(item, 1, first), link(item, 2, before.get(1))));
        });
    NewStep same = named(first.id(), "PX");
    fixture.database.inConnection(
        c -> {
          WorklistRows.replaceSteps(
              c, fixture.database.keys(), item, List.of(named(null, "DX"), same), NOW);
          return null;
        });
    List<ScheduledStep> after = fixture.steps(key);
    assertThat(after).extracting(ScheduledStep::modality).containsExactly("DX", "PX");
    assertThat(after.get(0).status()).isEqualTo(StepStatus.SCHEDULED);
    assertThat(after.get(1).stepKey()).isEqualTo(first.stepKey());
    assertThat(after.get(1).status()).isEqualTo(StepStatus.COMPLETED);
    assertThat(after.get(1).performedStepUid()).isEqualTo("1.2.3");
    assertThat(after.get(1).endedAt()).isEqualTo(NOW);
    List<WorklistLink> links = fixture.database.inConnection(c -> WorklistLinks.ofItem(c, key));
    assertThat(links).extracting(WorklistLink::stepKey).containsExactly(first.stepKey(), null);
  }

  private static NewStep named(String id, String modality) {
    return new NewStep(
        id, DAY, TIME, modality, List.of(), null, null, null, null, null, null, List.of());
  }

  private WorklistLink link(WorklistItem item, long seriesKey, ScheduledStep step) {
    return new WorklistLink(
        seriesKey,
        item.worklistItemKey(),
        item.organizationKey(),
        1,
        step.stepKey(),
        MatchGrade.STUDY_UID,
        null,
        NOW);
  }

  @Test
  void deletedItemIsGoneAndNoLongerOffered() {
    WorklistItem item = fixture.insert(fixture.order(patientKey, panoramic()));
    long key = item.worklistItemKey();
    assertThat(delete(fixture.organizationKey + 1, key)).isZero();
    assertThat(delete(fixture.organizationKey, key)).isEqualTo(1);
    assertThat(delete(fixture.organizationKey, key)).isZero();
    assertThat(open(key)).containsExactly(false);
    Optional<WorklistItem> found =
        fixture.database.inConnection(
            connection -> WorklistRows.lock(connection, fixture.organizationKey, key));
    assertThat(found).isEmpty();
    assertThat(update(item)).isZero();
  }

  private int delete(long organizationKey, long key) {
    return fixture.database.inConnection(
        connection -> WorklistRows.delete(connection, organizationKey, key, NOW));
  }

  private int update(WorklistItem item) {
    return fixture.database.inConnection(connection -> WorklistRows.update(connection, item, NOW));
  }

  @Test
  void stepsAreBounded() {
    assertThatThrownBy(() -> fixture.order(patientKey)).hasMessage("steps: 0 (expected: 1 to 100)");
    assertThatThrownBy(() -> panoramic().withStation("SEVENTEEN_LETTERS"))
        .hasMessage(
            "stationAeTitles: SEVENTEEN_LETTERS (expected: <= 16 characters, no backslash)");
    assertThat(panoramic().withStation("SIXTEEN__LETTERS").stationAeTitles()).hasSize(1);
    assertThat(panoramic().withStation("  ").stationAeTitles()).isEmpty();
  }
}
