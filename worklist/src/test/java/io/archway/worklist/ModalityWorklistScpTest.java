package io.archway.worklist;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static io.archway.worklist.WorklistPort.step;
import static io.archway.worklist.WorklistPort.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.charset.SpecificCharacterSet;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.Element;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.CommandSet;
import io.archway.dicom.dimse.DataSetSink;
import io.archway.dicom.dimse.DimseException;
import io.archway.dicom.dimse.DimseOperation;
import io.archway.dicom.dimse.DimseRequest;
import io.archway.dicom.dimse.DimseResult;
import io.archway.index.database.Daos;
import io.archway.index.database.TestDatabase;
import io.archway.index.device.DeviceDao;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.study.CodedValue;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.PatientMedical;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.StepStatus;
import io.archway.index.worklist.StudyType;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistRows;
import io.archway.worklist.WorklistPort.Found;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Worklist queries over sockets (PS3.4 Annex K). A step is named by its description. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ModalityWorklistScpTest {
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

  private static NewStep newStep(String description) {
    return NewStep.of("PX", DAY, TIME).withDescription(description);
  }

  private WorklistItem order(String name, NewStep... steps) {
    long patient = fixture.patient("ID-" + name, name, DAY.minusYears(20));
    return fixture.insert(fixture.order(patient, steps));
  }

  private static DataSet name(String... value) {
    return new DataSet().put(Tag.PATIENT_NAME, Vr.PN, value);
  }

  private static List<Integer> tags(DataSet dataSet) {
    return StreamSupport.stream(dataSet.spliterator(), false).map(Element::tag).toList();
  }

  private static String descriptions(Found found) {
    return found.answers().stream()
        .map(answer -> step(answer).string(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private String offered(WorklistSettings settings, String caller) throws IOException {
    try (WorklistPort port = new WorklistPort(fixture, settings)) {
      return descriptions(port.findAs(caller, steps(new DataSet())));
    }
  }

  @Test
  void returnsWhatIsAskedForAndTheStationAlways() throws Exception {
    order("Doe^Jane", newStep("a").withStation("PAN7"));
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS)) {
      Found found = port.find(name("DOE^*"));
      assertThat(found.result().status()).isZero();
      assertThat(found.statuses()).containsExactly(0xFF00);
      assertThat(tags(found.only()))
          .containsExactly(Tag.PATIENT_NAME, Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
      assertThat(found.only().string(Tag.PATIENT_NAME)).isEqualTo("Doe^Jane");
      assertThat(tags(step(found.only()))).containsExactly(Tag.SCHEDULED_STATION_AE_TITLE);
      assertThat(step(found.only()).string(Tag.SCHEDULED_STATION_AE_TITLE)).isEqualTo("PAN7");
      assertThat(port.find(name("Roe^*")).answers()).isEmpty();
    }
  }

  @Test
  void anEmptySequenceStandsForAllThatIsKnown() throws Exception {
    order("Doe^Jane", newStep("a"));
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS)) {
      DataSet answer =
          port.find(new DataSet().putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE)).only();
      assertThat(tags(step(answer))).hasSize(13);
      assertThat(step(answer).string(Tag.MODALITY)).isEqualTo("PX");
      assertThat(step(answer).string(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE))
          .isEqualTo("20261026");
      assertThat(step(answer).string(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME)).isEqualTo("093000");
    }
  }

  @Test
  void aStepForAnyStationIsThatOfWhoeverAsks() throws Exception {
    order("Doe^Jane", newStep("a"));
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS)) {
      assertThat(station(port, "CEPH")).as("queried").isEqualTo("CEPH");
      assertThat(station(port, "CE*")).as("wild card").isEqualTo("PAN1");
      assertThat(station(port)).as("universal").isEqualTo("PAN1");
      assertThat(station(port, "*")).as("any").isEqualTo("PAN1");
      DataSet onlyName = port.findAs("CT9", name()).only();
      assertThat(step(onlyName).string(Tag.SCHEDULED_STATION_AE_TITLE))
          .as("not asked for")
          .isEqualTo("CT9");
      DataSet wanting = new DataSet().put(Tag.MODALITY, Vr.CS, "PX");
      assertThat(tags(step(port.findAs("CT9", steps(wanting)).only())))
          .containsExactly(
              Tag.MODALITY,
              Tag.SCHEDULED_STATION_AE_TITLE,
              Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION);
    }
  }

  @Test
  void aStepOfOneStationIsOnlyOfThatWhoeverAsks() throws Exception {
    order("Doe^Jane", newStep("a").withStation("PAN7"));
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS)) {
      assertThat(station(port, "PAN*")).isEqualTo("PAN7");
      assertThat(station(port)).isEqualTo("PAN7");
      DataSet other = new DataSet().put(Tag.SCHEDULED_STATION_AE_TITLE, Vr.AE, "CEPH");
      assertThat(port.find(steps(other)).answers()).isEmpty();
    }
  }

  private static String station(WorklistPort port, String... key) throws IOException {
    DataSet keys = new DataSet().put(Tag.SCHEDULED_STATION_AE_TITLE, Vr.AE, key);
    return step(port.find(steps(keys)).only()).string(Tag.SCHEDULED_STATION_AE_TITLE);
  }

  @Test
  void givesEveryAttributeThatTheIndexKeeps() throws Exception {
    WorklistItem item =
        fixture.insert(
            fixture
                .order(
                    fixture.patient("P1", "Doe^Jane", DAY.minusYears(20)),
                    new NewStep(
                        "S1",
                        DAY,
                        TIME,
                        "PX",
                        List.of("PAN1", "PAN2"),
                        "Pan",
                        "Room 1",
                        "Panoramic",
                        "Perf^One",
                        "none",
                        "water",
                        List.of(new CodedValue("C", "99L", "Code"))))
                .withProcedure(
                    new RequestedProcedure(
                        "1.2.3",
                        "RP1",
                        "Survey",
                        new CodedValue("R", "99L", "Req"),
                        "STAT",
                        "pain",
                        "first\r\nsecond"))
                .withRequest(
                    new ServiceRequest("A1", "HIS", "PL", "FI", "Req^Doc", "Ortho", "Ref^Doc")));
    PatientMedical medical =
        new PatientMedical(new BigDecimal("70.50"), "latex", "pacemaker", 2, "deaf", "calm", "VIP");
    fixture.database.inConnection(
        c -> WorklistRows.setMedical(c, fixture.organizationKey, item.patientKey(), medical, NOW));
    DataSet asked = new DataSet();
    for (int tag : WorklistTags.LEAVES) {
      asked.put(new Element.Value(tag, Vr.UN, new byte[0]));
    }
    for (int tag : WorklistTags.SEQUENCES) {
      asked.putItems(tag);
    }
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS)) {
      Found found = port.find(asked);
      assertThat(found.statuses()).containsExactly(0xFF00);
      DataSet answer = found.only();
      assertThat(WorklistTags.text(answer))
          .isEqualTo(
              """
              00080050 A1
              00080051 [00400031 HIS]
              00080090 Ref^Doc
              00081110
              00081120
              00100010 Doe^Jane
              00100020 P1
              00100021
              00100030 20061026
              00100040
              00101000
              00101030 70.5
              00102000 pacemaker
              00102110 latex
              001021C0 2
              0020000D 1.2.3
              00321032 Req^Doc
              00321033 Ortho
              00321060 Survey
              00321064 [00080100 R, 00080102 99L, 00080104 Req]
              00380010
              00380050 deaf
              00380300
              00380500 calm
              00400100 [00080060 PX, 00321070 water, 00400001 PAN1\\PAN2, 00400002 20261026, \
              00400003 093000, 00400006 Perf^One, 00400007 Panoramic, \
              00400008 [00080100 C, 00080102 99L, 00080104 Code], 00400009 S1, 00400010 Pan, \
              00400011 Room 1, 00400012 none, 00400020 SCHEDULED]
              00401001 RP1
              00401002 pain
              00401003 STAT
              00401004
              00401400 first\r\nsecond
              00402016 PL
              00402017 FI
              00403001 VIP
              """);
    }
  }

  @Test
  void saysThatSomeKeysAreNotKnown() throws Exception {
    order("Doe^Jane", newStep("a"));
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS)) {
      DataSet unknown = name().put(Tag.PATIENT_SIZE, Vr.DS);
      assertThat(port.find(unknown).statuses()).containsExactly(0xFF01);
      assertThat(port.find(unknown).only().contains(Tag.PATIENT_SIZE)).isFalse();
      DataSet unmatched = name().put(Tag.PATIENT_WEIGHT, Vr.DS, "70");
      assertThat(port.find(unmatched).statuses()).containsExactly(0xFF01);
      DataSet any = name("*").put(Tag.PATIENT_WEIGHT, Vr.DS, "*");
      assertThat(port.find(any).statuses()).containsExactly(0xFF00);
    }
  }

  @Test
  void refusesWithTheElementAtFault() throws Exception {
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS)) {
      DataSet date =
          steps(new DataSet().put(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, Vr.DA, "tomorrow"));
      assertRefused(port.find(date), 0xA900, Tag.SCHEDULED_PROCEDURE_STEP_START_DATE);
      DataSet twoItems =
          new DataSet()
              .putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, new DataSet(), new DataSet());
      assertRefused(port.find(twoItems), 0xA900, Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
      Found tooLong = port.find(name("x".repeat(WorklistSettings.MAX_IDENTIFIER_BYTES)));
      assertThat(tooLong.result().status()).isEqualTo(0xA700);
      try (AssociationRequester requester = port.connect("PAN1", "NOBODY")) {
        assertThat(WorklistPort.find(requester, name()).result().status()).isEqualTo(0xC000);
      }
    }
  }

  private static void assertRefused(Found found, int status, int tag) {
    DimseResult result = found.result();
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.errorComment()).startsWith("(0040,");
    byte[] at = result.command().elements().bytes(Tag.OFFENDING_ELEMENT);
    assertThat(at).containsExactly(tag >>> 16 & 0xFF, tag >>> 24, tag & 0xFF, tag >>> 8 & 0xFF);
  }

  @Test
  void refusesMoreQueriesThanMayBeUnderWay() throws Exception {
    WorklistSettings one =
        new WorklistSettings(
            1, 1, 10, SeenBy.ALL, Map.of(), true, Duration.ZERO, Map.of(), ZoneOffset.UTC);
    CommandSet command =
        CommandSet.request(DimseOperation.C_FIND).putShort(Tag.COMMAND_DATA_SET_TYPE, 0);
    DimseRequest request = new DimseRequest(null, null, DimseOperation.C_FIND, command);
    try (ModalityWorklistScp scp =
        new ModalityWorklistScp(
            fixture.database, title -> OptionalLong.empty(), one, InstantSource.fixed(NOW))) {
      DataSetSink first = scp.onRequest(request, null);
      assertThatThrownBy(() -> scp.onRequest(request, null))
          .isInstanceOf(DimseException.class)
          .hasMessageContaining("OUT_OF_RESOURCES: queries under way: more than 1");
      first.onAbort(new IOException("gone"));
      assertThat(scp.onRequest(request, null)).isNotNull();
    }
    order("Doe^Jane", newStep("a"));
    try (WorklistPort port = new WorklistPort(fixture, one)) {
      for (int i = 0; i < 5; i++) {
        assertThat(port.find(name()).result().status()).as("one after the other").isZero();
      }
    }
  }

  @Test
  void givesManyAnswersAndNoMoreThanTheMost() throws Exception {
    for (int i = 0; i < 20; i++) {
      order("Doe^J" + i, newStep("a"), newStep("b"), newStep("c"), newStep("d"), newStep("e"));
    }
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS)) {
      assertThat(port.find(name()).answers()).hasSize(100);
    }
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.mostAnswers(70))) {
      assertThat(port.find(name()).answers()).hasSize(70);
      assertThat(port.find(name()).result().status()).isZero();
    }
  }

  @Test
  void stopsWhenItIsCancelled() throws Exception {
    for (int i = 0; i < 20; i++) {
      order("Doe^J" + i, newStep("a"), newStep("b"), newStep("c"), newStep("d"), newStep("e"));
    }
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS);
        AssociationRequester requester = port.connect("PAN1", "ARCHWAY")) {
      int cancelled = 0;
      for (int i = 0; i < 50 && cancelled == 0; i++) {
        int status = requester.find(1, name(), (pending, answer) -> false).status();
        assertThat(status).isIn(0xFE00, 0);
        cancelled += status == 0xFE00 ? 1 : 0;
      }
      assertThat(cancelled).isPositive();
      assertThat(WorklistPort.find(requester, name()).answers()).hasSize(100);
    }
  }

  @Test
  void aDeviceSeesWhatIsItsOwn() throws Exception {
    order("Doe^A", newStep("any"));
    order("Doe^B", newStep("mine").withStation("PAN1"));
    order("Doe^C", newStep("other").withStation("PAN2"));
    long far = fixture.office("Far");
    long patient = fixture.patient("F", "Far^F", DAY.minusYears(30));
    fixture.insert(fixture.order(patient, newStep("far")).withOffice(far));
    assertThat(offered(WorklistPort.seenBy(SeenBy.ALL), "PAN1")).isEqualTo("any far mine other");
    assertThat(offered(WorklistPort.seenBy(SeenBy.STATION), "PAN1")).isEqualTo("any far mine");
    assertThat(offered(WorklistPort.seenBy(SeenBy.OFFICE), "PAN1")).isEqualTo("any mine other");
    DeviceDao devices = Daos.of(fixture.database, DeviceDao.class);
    long device = devices.list(fixture.organizationKey).get(0).deviceKey();
    devices.assignOffice(fixture.organizationKey, device, far);
    assertThat(offered(WorklistPort.seenBy(SeenBy.OFFICE), "PAN1")).isEqualTo("far");
  }

  /** The same device, patient and station, by another called AE title. */
  @Test
  void organizationsDoNotSeeEachOthersSteps() throws Exception {
    long other = fixture.organization("other");
    long office = fixture.organizations().defaultOfficeKey(other).orElseThrow();
    order("Doe^Jane", newStep("ours").withStation("PAN1"));
    PatientIdentity.New person =
        fixture.person(other, "ID-Doe^Jane", "Doe^Jane", DAY.minusYears(20), null);
    long patient = fixture.patients(List.of(person)).get(0);
    NewStep step = newStep("theirs").withStation("PAN1");
    fixture.insert(
        NewOrder.of(other, office, patient, StudyType.COMPREHENSIVE_READ, List.of(step)));
    for (SeenBy seenBy : SeenBy.values()) {
      try (WorklistPort port =
              new WorklistPort(fixture, WorklistPort.seenBy(seenBy), Map.of("OTHER", other));
          AssociationRequester ours = port.connect("PAN1", "ARCHWAY");
          AssociationRequester theirs = port.connect("PAN1", "OTHER")) {
        for (DataSet keys : List.of(new DataSet(), name("Doe^J*"), patientId("ID-Doe^Jane"))) {
          keys.putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, descriptionAndStation());
          assertThat(descriptions(WorklistPort.find(ours, keys)))
              .as("%s", seenBy)
              .isEqualTo("ours");
          assertThat(descriptions(WorklistPort.find(theirs, keys)))
              .as("%s", seenBy)
              .isEqualTo("theirs");
        }
      }
    }
  }

  private static DataSet patientId(String value) {
    return new DataSet().put(Tag.PATIENT_ID, Vr.LO, value);
  }

  private static DataSet descriptionAndStation() {
    return new DataSet()
        .put(Tag.SCHEDULED_STATION_AE_TITLE, Vr.AE, "PAN1")
        .put(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, Vr.LO);
  }

  @Test
  void whatSingleDevicesSeeIsASetting() throws Exception {
    order("Doe^A", newStep("any"));
    order("Doe^B", newStep("mine").withStation("PAN1"));
    order("Doe^C", newStep("other").withStation("PAN2"));
    long patient = fixture.patient("F", "Far^F", DAY.minusYears(30));
    fixture.insert(fixture.order(patient, newStep("far")).withOffice(fixture.office("Far")));
    WorklistSettings settings =
        WorklistPort.seenBy(SeenBy.OFFICE, Map.of("PAN1", SeenBy.STATION, "DESK", SeenBy.ALL));
    assertThat(offered(settings, "PAN1")).isEqualTo("any far mine");
    assertThat(offered(settings, "DESK")).isEqualTo("any far mine other");
    assertThat(offered(settings, "PAN3")).isEqualTo("any mine other");
  }

  @Test
  void aStationThatSaysNoNameSeesNothingOfItsOwn() throws Exception {
    order("Doe^A", newStep("any"));
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.seenBy(SeenBy.STATION));
        AssociationRequester requester = port.connect(" ", "ARCHWAY")) {
      DimseResult refused = WorklistPort.find(requester, name()).result();
      assertThat(refused.status()).isEqualTo(0xC000);
      assertThat(refused.errorComment())
          .isEqualTo("calling AE title: blank (expected: a station's)");
    }
  }

  @Test
  void stepsInProgressAreOfferedBySetting() throws Exception {
    WorklistItem item = order("Doe^A", newStep("started"), newStep("scheduled"));
    set(item, StepStatus.STARTED);
    assertThat(offered(WorklistPort.expiring(Duration.ZERO, true), "PAN1"))
        .isEqualTo("scheduled started");
    assertThat(offered(WorklistPort.expiring(Duration.ZERO, false), "PAN1")).isEqualTo("scheduled");
    for (StepStatus over : List.of(StepStatus.COMPLETED, StepStatus.DISCONTINUED)) {
      set(item, over);
      assertThat(offered(WorklistPort.expiring(Duration.ZERO, true), "PAN1"))
          .isEqualTo("scheduled");
    }
    set(item, StepStatus.SCHEDULED);
    assertThat(offered(WorklistPort.expiring(Duration.ZERO, false), "PAN1"))
        .isEqualTo("scheduled started");
  }

  private void set(WorklistItem item, StepStatus status) {
    long key = item.worklistItemKey();
    long stepKey = fixture.steps(key).get(0).stepKey();
    fixture.database.inConnection(
        c -> WorklistRows.setStepStatus(c, key, stepKey, status, null, null, null));
  }

  @Test
  void aStepExpiresAfterItsStart() throws Exception {
    order("Doe^A", NewStep.of("PX", DAY.minusDays(3), TIME).withDescription("old"));
    order("Doe^B", newStep("new"));
    assertThat(offered(WorklistPort.expiring(Duration.ZERO, true), "PAN1")).isEqualTo("new old");
    assertThat(offered(WorklistPort.expiring(Duration.ofDays(1), true), "PAN1")).isEqualTo("new");
  }

  @Test
  void theLastMomentOfAStepIsItsStartAndTheSetTime() throws Exception {
    LocalDateTime start = LocalDateTime.ofInstant(NOW.minus(Duration.ofHours(5)), ZoneOffset.UTC);
    order("Doe^A", NewStep.of("PX", start.toLocalDate(), start.toLocalTime()).withDescription("a"));
    Duration five = Duration.ofHours(5);
    assertThat(offered(WorklistPort.expiring(five, true), "PAN1")).isEqualTo("a");
    assertThat(offered(WorklistPort.expiring(five.minusMillis(1), true), "PAN1")).isEmpty();
  }

  @Test
  void anItemExpiresByItself() throws Exception {
    long patient = fixture.patient("E", "Doe^E", DAY.minusYears(30));
    fixture.insert(fixture.order(patient, newStep("over")).withExpiry(NOW));
    fixture.insert(fixture.order(patient, newStep("not yet")).withExpiry(NOW.plusSeconds(1)));
    assertThat(offered(WorklistPort.SETTINGS, "PAN1")).isEqualTo("not yet");
  }

  @Test
  void answersInTheCharacterSetOfTheDeviceOrTheQuery() throws Exception {
    order("M\u00FCller^\u0141ukasz=\u5C71\u7530^\u592A\u90CE", newStep("a"));
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS)) {
      assertName(port.find(name("muller^*")), "ISO_IR 192", ORIGINAL);
      DataSet latin1 = new DataSet().put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 100");
      latin1.put(Tag.PATIENT_NAME, Vr.PN, "M\u00DCLLER*");
      assertName(port.find(latin1), "ISO_IR 100", "M\u00FCller^Lukasz");
    }
    try (WorklistPort port =
        new WorklistPort(fixture, WorklistPort.characterSet("PAN1", "ISO_IR 6"))) {
      assertName(port.find(name()), null, "Muller^Lukasz");
      assertName(port.findAs("PAN2", name()), "ISO_IR 192", ORIGINAL);
    }
  }

  @Test
  void eachDeviceReadsWhatItCan() throws Exception {
    order(
        "\u00C5str\u00F6m^Zo\u00EB\u2019s \u2013 \u0141\u00F3d\u017A",
        newStep("\u03A0\u03B1\u03BD\u03CC\u03C1\u03B1\u03BC\u03B1"));
    Map<String, SpecificCharacterSet> sets =
        Map.of(
            "ASCII", SpecificCharacterSet.of("ISO_IR 6"),
            "LATIN1", SpecificCharacterSet.of("ISO_IR 100"),
            "LATIN2", SpecificCharacterSet.of("ISO_IR 101"),
            "GREEK", SpecificCharacterSet.of("ISO_IR 126"),
            "UTF8", SpecificCharacterSet.of("ISO_IR 192"));
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.characterSets(sets))) {
      assertThat(read(port, "ASCII")).isEqualTo("null|Astrom^Zoe's - Lodz|Panorama");
      assertThat(read(port, "LATIN1"))
          .isEqualTo("ISO_IR 100|\u00C5str\u00F6m^Zo\u00EB's - L\u00F3dz|Panorama");
      assertThat(read(port, "LATIN2"))
          .isEqualTo("ISO_IR 101|Astr\u00F6m^Zo\u00EB's - \u0141\u00F3d\u017A|Panorama");
      assertThat(read(port, "GREEK"))
          .isEqualTo(
              "ISO_IR 126|Astrom^Zoe\u2019s - Lodz|\u03A0\u03B1\u03BD\u03CC\u03C1\u03B1\u03BC\u03B1");
      assertThat(read(port, "UTF8"))
          .isEqualTo(
              "ISO_IR 192|\u00C5str\u00F6m^Zo\u00EB\u2019s \u2013 \u0141\u00F3d\u017A|\u03A0\u03B1\u03BD\u03CC\u03C1\u03B1\u03BC\u03B1");
    }
  }

  private static String read(WorklistPort port, String caller) throws IOException {
    DataSet keys = steps(new DataSet()).put(Tag.PATIENT_NAME, Vr.PN);
    DataSet answer = port.findAs(caller, keys).only();
    return answer.string(Tag.SPECIFIC_CHARACTER_SET)
        + "|"
        + answer.string(Tag.PATIENT_NAME)
        + "|"
        + step(answer).string(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION);
  }

  private static final String ORIGINAL = "M\u00FCller^\u0141ukasz=\u5C71\u7530^\u592A\u90CE";

  private static void assertName(Found found, String characterSet, String name) {
    assertThat(found.only().string(Tag.SPECIFIC_CHARACTER_SET)).isEqualTo(characterSet);
    assertThat(found.only().string(Tag.PATIENT_NAME)).isEqualTo(name);
  }
}
