package io.archway.worklist.mpps;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static io.archway.worklist.mpps.StepPort.begins;
import static io.archway.worklist.mpps.StepPort.ends;
import static io.archway.worklist.mpps.StepPort.scheduled;
import static io.archway.worklist.mpps.StepPort.status;
import static io.archway.worklist.mpps.StepPort.unscheduled;
import static io.archway.worklist.mpps.StepPort.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uid;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.TestDatabase;
import io.archway.index.device.DeviceDao;
import io.archway.index.event.Event;
import io.archway.index.event.EventDao;
import io.archway.index.worklist.ModalityWorklist;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.PerformedMessage;
import io.archway.index.worklist.PerformedStatus;
import io.archway.index.worklist.PerformedStep;
import io.archway.index.worklist.PerformedStepRows;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.StepStatus;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistScope;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Performed procedure steps over sockets (PS3.4 F.7). */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class PerformedStepScpTest {
  private static final String UID = "2.25.4711";

  @Parameter TestDatabase kind;
  private DatabaseSettings settings;
  private WorklistFixture fixture;
  private StepPort port;
  private AssociationRequester modality;

  @BeforeEach
  void open() throws IOException {
    settings = kind.settings();
    start();
  }

  private void start() throws IOException {
    fixture = new WorklistFixture(Database.open(settings));
    port = new StepPort(fixture, Map.of());
    modality = port.connect();
  }

  @AfterEach
  void close() throws IOException {
    modality.close();
    port.close();
    fixture.close();
  }

  @Test
  void aStepIsInProgressAndThenCompleted() throws Exception {
    WorklistItem item = order("S1");
    DimseResult created = modality.create(1, UID, begins(scheduled(item, "S1")));
    assertThat(created.status()).as(created.errorComment()).isZero();
    assertThat(created.command().sopInstanceUid()).isEqualTo(UID);
    assertThat(created.command().hasDataSet()).isFalse();
    assertThat(step(item).status()).isEqualTo(StepStatus.STARTED);
    assertThat(step(item).startedAt()).isEqualTo(Instant.parse("2026-10-25T09:59:00Z"));
    assertThat(offered(true)).isEqualTo(1);
    assertThat(offered(false)).isZero();

    assertThat(modality.set(1, UID, status("IN PROGRESS")).status()).isZero();
    assertThat(events()).as("nothing changed").containsExactly("ITEM_UPDATED");

    assertThat(modality.set(1, UID, ends("COMPLETED")).status()).isZero();
    assertThat(step(item).status()).isEqualTo(StepStatus.COMPLETED);
    assertThat(step(item).endedAt()).isEqualTo(Instant.parse("2026-10-25T10:01:30Z"));
    assertThat(scan(item)).isEqualTo(ScanStatus.COMPLETED);
    assertThat(offered(true)).isZero();
    assertThat(events()).containsExactly("ITEM_UPDATED", "ITEM_UPDATED");
    assertThat(performed().status()).isEqualTo(PerformedStatus.COMPLETED);
    long device =
        Daos.of(fixture.database, DeviceDao.class).list(fixture.organizationKey).get(0).deviceKey();
    assertThat(performed().deviceKey()).isEqualTo(device);
  }

  @Test
  void aStepIsDiscontinued() throws Exception {
    WorklistItem item = order("S1");
    modality.create(1, UID, begins(scheduled(item, "S1")));
    assertThat(modality.set(1, UID, status("DISCONTINUED")).status()).isZero();
    assertThat(step(item).status()).isEqualTo(StepStatus.DISCONTINUED);
    assertThat(step(item).endedAt()).as("without a time: when it was said").isEqualTo(NOW);
    assertThat(scan(item)).isEqualTo(ScanStatus.DISCONTINUED);
    assertThat(offered(true)).isZero();
  }

  @Test
  void severalStepsAreOne() throws Exception {
    WorklistItem one = order("S1", "S2");
    WorklistItem other = order("S3");
    DataSet together = begins(scheduled(one, "S1"), scheduled(one, "S2"), scheduled(other, "S3"));
    assertThat(modality.create(1, UID, together).status()).isZero();
    assertThat(statuses(one) + " " + statuses(other)).isEqualTo("STARTED STARTED STARTED");
    assertThat(modality.set(1, UID, ends("COMPLETED")).status()).isZero();
    assertThat(statuses(one) + " " + statuses(other)).isEqualTo("COMPLETED COMPLETED COMPLETED");
  }

  @Test
  void whatNobodyScheduledIsKept() throws Exception {
    assertThat(modality.create(1, UID, begins(unscheduled())).status()).isZero();
    assertThat(modality.create(1, "2.25.2", begins()).status()).as("no item").isZero();
    assertThat(modality.set(1, UID, ends("COMPLETED")).status()).isZero();
    assertThat(performed().status()).isEqualTo(PerformedStatus.COMPLETED);
    assertThat(events()).isEmpty();
  }

  @Test
  void makesAUidWhereTheDeviceGivesNone() throws Exception {
    DimseResult created = modality.create(1, null, begins(unscheduled()));
    String uid = created.command().sopInstanceUid();
    assertThat(uid).matches(Uid::isValid);
    assertThat(modality.set(1, uid, ends("COMPLETED")).status()).isZero();
  }

  @Test
  void whatIsSaidIsKeptByteByByte() throws Exception {
    DataSet begins = begins(unscheduled());
    DataSet ends = ends("COMPLETED");
    modality.create(1, UID, begins);
    modality.set(3, UID, ends);
    List<PerformedMessage> messages =
        fixture.database.inConnection(
            c -> PerformedStepRows.messages(c, performed().performedStepKey()));
    assertThat(messages)
        .extracting(PerformedMessage::operation)
        .containsExactly("N-CREATE", "N-SET");
    assertThat(messages.get(0).dataSet())
        .isEqualTo(DataSetWriter.toBytes(begins, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
    assertThat(messages.get(1).dataSet())
        .isEqualTo(DataSetWriter.toBytes(ends, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN));
  }

  @Test
  void aNewOneMustBeInProgress() throws Exception {
    for (String word : List.of("COMPLETED", "DISCONTINUED", "in progress?")) {
      DimseResult refused =
          modality.create(
              1, UID, begins(unscheduled()).put(Tag.PERFORMED_PROCEDURE_STEP_STATUS, Vr.CS, word));
      assertRefused(refused, 0x0106, Tag.PERFORMED_PROCEDURE_STEP_STATUS);
    }
    assertThat(modality.set(1, UID, ends("COMPLETED")).status()).isEqualTo(0x0112);
  }

  @Test
  void whatIsRequiredMustBeThere() throws Exception {
    assertRefused(
        modality.create(
            1, UID, without(begins(unscheduled()), Tag.MODALITY, Tag.PERFORMED_PROCEDURE_STEP_ID)),
        0x0120,
        Tag.MODALITY,
        Tag.PERFORMED_PROCEDURE_STEP_ID);
    assertRefused(
        modality.create(1, UID, without(begins(), Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE)),
        0x0120,
        Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE);
    assertRefused(
        modality.create(1, UID, begins(without(unscheduled(), Tag.STUDY_INSTANCE_UID))),
        0x0120,
        Tag.STUDY_INSTANCE_UID);
    assertRefused(
        modality.create(1, UID, begins(unscheduled()).put(Tag.MODALITY, Vr.CS)),
        0x0121,
        Tag.MODALITY);
    assertThat(modality.create(1, UID, null).status()).isEqualTo(0x0120);
    assertThat(modality.set(1, UID, null).status()).isEqualTo(0x0110);
  }

  @Test
  void valuesMustBeWhatTheyAreSaidToBe() throws Exception {
    assertRefused(
        modality.create(
            1,
            UID,
            begins(unscheduled()).put(Tag.PERFORMED_PROCEDURE_STEP_START_DATE, Vr.DA, "today")),
        0x0106,
        Tag.PERFORMED_PROCEDURE_STEP_START_DATE);
    assertRefused(
        modality.create(
            1,
            UID,
            begins(unscheduled()).put(Tag.PERFORMED_PROCEDURE_STEP_START_TIME, Vr.TM, "noon")),
        0x0106,
        Tag.PERFORMED_PROCEDURE_STEP_START_TIME);
    DataSet[] many = new DataSet[AttributeList.MAX_REFERENCES + 1];
    java.util.Arrays.setAll(many, i -> unscheduled());
    assertRefused(
        modality.create(1, UID, begins(many)), 0x0213, Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE);
    modality.create(1, UID, begins(unscheduled()));
    assertRefused(
        modality.set(1, UID, status("DONE")), 0x0106, Tag.PERFORMED_PROCEDURE_STEP_STATUS);
    assertRefused(
        modality.set(
            1, UID, ends("COMPLETED").put(Tag.PERFORMED_PROCEDURE_STEP_END_DATE, Vr.DA, "x")),
        0x0106,
        Tag.PERFORMED_PROCEDURE_STEP_END_DATE);
    assertThat(performed().status()).isEqualTo(PerformedStatus.IN_PROGRESS);
  }

  private static void assertRefused(DimseResult refused, int status, int... tags) {
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.errorComment()).startsWith("(00");
    assertThat(refused.command().tags(Tag.ATTRIBUTE_IDENTIFIER_LIST))
        .containsExactlyInAnyOrderElementsOf(java.util.Arrays.stream(tags).boxed().toList());
  }

  @Test
  void aRepetitionIsADuplicateAndChangesNothing() throws Exception {
    WorklistItem item = order("S1");
    modality.create(1, UID, begins(scheduled(item, "S1")));
    PerformedStep first = performed();
    DimseResult again = modality.create(1, UID, begins(unscheduled()));
    assertThat(again.status()).isEqualTo(0x0111);
    assertThat(performed()).isEqualTo(first);
    assertThat(events()).hasSize(1);
  }

  @Test
  void whatHasEndedIsNotUpdatedAnyMore() throws Exception {
    WorklistItem item = order("S1");
    modality.create(1, UID, begins(scheduled(item, "S1")));
    modality.set(1, UID, ends("COMPLETED"));
    PerformedStep ended = performed();
    for (String word : List.of("COMPLETED", "DISCONTINUED", "IN PROGRESS")) {
      DimseResult refused = modality.set(1, UID, ends(word));
      assertThat(refused.status()).isEqualTo(0x0110);
      assertThat(refused.errorComment())
          .isEqualTo("Performed Procedure Step Object may no longer be updated");
      assertThat(refused.command().unsignedShort(Tag.ERROR_ID)).isEqualTo(0xA710);
    }
    assertThat(performed()).isEqualTo(ended);
    assertThat(step(item).status()).isEqualTo(StepStatus.COMPLETED);
  }

  @Test
  void whatIsNotThereIsNotSet() throws Exception {
    assertThat(modality.set(1, "2.25.1", ends("COMPLETED")).status()).isEqualTo(0x0112);
    assertThat(modality.set(1, "1..2", ends("COMPLETED")).status()).isEqualTo(0x0117);
    assertThat(modality.create(1, "no uid", begins(unscheduled())).status()).isEqualTo(0x0117);
  }

  @Test
  void onlyTheDeviceThatBeganGoesOn() throws Exception {
    modality.create(1, UID, begins(unscheduled()));
    try (AssociationRequester other = port.connect("PAN2", "ARCHWAY")) {
      DimseResult refused = other.set(1, UID, ends("COMPLETED"));
      assertThat(refused.status()).isEqualTo(0x0124);
      assertThat(refused.errorComment()).isEqualTo("created by another calling AE title");
    }
    try (AssociationRequester stranger = port.connect("PAN1", "NOBODY")) {
      assertThat(stranger.set(1, UID, ends("COMPLETED")).status()).isEqualTo(0x0124);
    }
    assertThat(performed().status()).isEqualTo(PerformedStatus.IN_PROGRESS);
  }

  @Test
  void organizationsDoNotSeeEachOthersSteps() throws Exception {
    WorklistItem item = order("S1");
    modality.create(1, UID, begins(unscheduled()));
    try (StepPort both = new StepPort(fixture, Map.of("OTHER", fixture.organization("other")));
        AssociationRequester other = both.connect("PAN1", "OTHER")) {
      assertThat(other.set(1, UID, ends("COMPLETED")).status()).isEqualTo(0x0112);
      assertThat(other.create(1, UID, begins(scheduled(item, "S1"))).status())
          .as("its own of the same UID")
          .isZero();
    }
    assertThat(step(item).status()).isEqualTo(StepStatus.SCHEDULED);
    assertThat(performed().status()).isEqualTo(PerformedStatus.IN_PROGRESS);
  }

  @Test
  void aRestartBetweenCreationAndEndLosesNothing() throws Exception {
    WorklistItem item = order("S1");
    modality.create(1, UID, begins(scheduled(item, "S1")));
    close();
    start();
    assertThat(modality.set(1, UID, ends("COMPLETED")).status()).isZero();
    assertThat(step(item).status()).isEqualTo(StepStatus.COMPLETED);
  }

  @Test
  void whileTheIndexIsAwayItSaysSoAndKeepsNothingHalf() throws Exception {
    WorklistItem item = order("S1");
    modality.create(1, UID, begins(scheduled(item, "S1")));
    fixture.database.close();
    for (DimseResult refused :
        List.of(
            modality.set(1, UID, ends("COMPLETED")),
            modality.create(1, "2.25.2", begins(unscheduled())))) {
      assertThat(refused.status()).isEqualTo(0x0110);
      assertThat(refused.errorComment()).isEqualTo("the index is away; send again");
      assertThat(refused.command().unsignedShort(Tag.ERROR_ID)).as("no A710").isEqualTo(-1);
    }
    close();
    start();
    assertThat(step(item).status()).isEqualTo(StepStatus.STARTED);
    assertThat(modality.create(1, "2.25.2", begins(unscheduled())).status()).isZero();
    assertThat(modality.set(1, UID, ends("COMPLETED")).status()).isZero();
  }

  private WorklistItem order(String... stepIds) {
    long patient = fixture.patient("P1-" + stepIds[0], "Doe^Jane", DAY.minusYears(20));
    NewStep[] steps = new NewStep[stepIds.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] =
          new NewStep(
              stepIds[i],
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
              List.of());
    }
    return fixture.insert(fixture.order(patient, steps));
  }

  private ScheduledStep step(WorklistItem item) {
    return fixture.steps(item.worklistItemKey()).get(0);
  }

  private String statuses(WorklistItem item) {
    return fixture.steps(item.worklistItemKey()).stream()
        .map(step -> step.status().word())
        .collect(Collectors.joining(" "));
  }

  private ScanStatus scan(WorklistItem item) {
    return fixture.item(item.worklistItemKey()).scanStatus();
  }

  private PerformedStep performed() {
    return fixture
        .database
        .inConnection(c -> PerformedStepRows.find(c, fixture.organizationKey, UID))
        .orElseThrow();
  }

  private long offered(boolean showsStarted) {
    WorklistScope scope =
        new WorklistScope(fixture.organizationKey, null, null, null, showsStarted, NOW);
    return ModalityWorklist.count(fixture.database, scope, List.of(), 10);
  }

  private List<String> events() {
    return Daos.of(fixture.database, EventDao.class).after(0, 1000).stream()
        .map(Event::eventType)
        .toList();
  }
}
