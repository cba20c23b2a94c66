package io.archway.worklist.file;

import static io.archway.index.worklist.WorklistFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dump.DumpReader;
import io.archway.index.database.Daos;
import io.archway.index.database.PageRequest;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.EventDao;
import io.archway.index.event.EventType;
import io.archway.index.order.OrderOutcome.Word;
import io.archway.index.order.OrderTarget;
import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientDao;
import io.archway.index.worklist.HistoryEntry;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.Origin;
import io.archway.index.worklist.Progress;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.StudyType;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistHistory;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLists;
import io.archway.index.worklist.WorklistRows;
import io.archway.worklist.file.OrderFileVerdict.Fate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of orders become items: made, changed, cancelled, each once, on both databases. */
class OrderFilesTest {
  private static final String DUMP =
      """
      (0008,0005) CS [ISO_IR 192]
      (0008,0050) SH [A1]
      (0010,0010) PN [Doe^Jan\u00E9]
      (0010,0020) LO [4711]
      (0010,0030) DA [19700101]
      (0010,1030) DS [70.5]
      (0010,2110) LO [Latex\\Iodine]
      (0020,000d) UI [1.2.3.4]
      (0032,1060) LO [Panoramic]
      (0040,0100) SQ
      (fffe,e000) -
      (0008,0060) CS [PX]
      (0040,0001) AE [PAN1]
      (0040,0002) DA [20261026]
      (0040,0003) TM [0930]
      (0040,0009) SH [S1]
      (fffe,e00d) -
      (fffe,e0dd) -
      (0040,1001) SH [R1]
      """;

  private static final String MESSAGE =
      """
      MSH|^~\\&|PMS|O|||20261025100000||ORM^O01|1|P|2.3.1
      PID|||4711||Doe^Jane||19700101|F
      ORC|NW|P1
      OBR|1|P1||PAN^Panoramic^L||||||||||||||A1|R1|S1||||PX|||^^^20261026093000
      """;

  @TempDir private Path folder;
  private WorklistFixture fixture;
  private OrderFiles files;

  private void open(TestDatabase kind) {
    fixture = new WorklistFixture(kind);
    files = files(null);
  }

  private OrderFiles files(List<String> stations) {
    return new OrderFiles(
        fixture.database,
        new OrderTarget(
            fixture.organizationKey,
            fixture.officeKey,
            StudyType.COMPREHENSIVE_READ,
            null,
            stations,
            ZoneOffset.UTC),
        InstantSource.fixed(NOW));
  }

  @AfterEach
  void close() {
    if (fixture != null) {
      fixture.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDumpIsAnOrder(TestDatabase kind) throws Exception {
    open(kind);
    OrderFileVerdict verdict = take(DUMP);
    assertThat(verdict.fate()).isEqualTo(Fate.DONE);
    assertThat(verdict.words()).containsExactly(Word.ENTERED);
    WorklistEntry entry = only();
    assertThat(verdict.text()).isEqualTo("ENTERED: item " + entry.item().worklistItemKey() + "\n");
    assertThat(entry.item().source().origin()).isEqualTo(Origin.FILE);
    assertThat(entry.item().procedure().studyInstanceUid()).isEqualTo("1.2.3.4");
    assertThat(entry.item().procedure().id()).isEqualTo("R1");
    assertThat(entry.item().request().accessionNumber()).isEqualTo("A1");
    assertThat(entry.patient().name()).isEqualTo("Doe^Jan\u00E9");
    assertThat(entry.patient().medical().weight()).isEqualByComparingTo("70.5");
    assertThat(entry.patient().medical().allergies()).isEqualTo("Latex\\Iodine");
    ScheduledStep step = entry.steps().get(0);
    assertThat(step.id()).isEqualTo("S1");
    assertThat(step.modality()).isEqualTo("PX");
    assertThat(step.stationAeTitles()).containsExactly("PAN1");
    assertThat(step.startDate()).isEqualTo(LocalDate.of(2026, 10, 26));
    assertThat(step.startTime()).isEqualTo(LocalTime.of(9, 30));
    assertThat(events()).containsExactly(EventType.ITEM_CREATED);
    assertThat(history(entry.item()))
        .extracting(HistoryEntry::action)
        .containsExactly(HistoryEntry.Action.CREATED);
  }

  @ParameterizedTest
  @EnumSource
  void theSameAgainChangesNothingWhoeverChangedTheItem(TestDatabase kind) throws Exception {
    open(kind);
    take(DUMP);
    WorklistItem item = only().item();
    WorklistItem changed =
        fixture.database.inConnection(
            connection -> {
              WorklistRows.update(
                  connection,
                  item.edit().progress(item.progress().cancelled(NOW, "no show")).build(),
                  NOW);
              return item;
            });
    assertThat(take(DUMP).words()).containsExactly(Word.UNCHANGED);
    assertThat(take(DUMP.replace("\n", "\r\n")).words()).containsExactly(Word.UNCHANGED);
    assertThat(fixture.item(changed.worklistItemKey()).isCancelled()).isTrue();
    assertThat(events()).containsExactly(EventType.ITEM_CREATED);
  }

  @ParameterizedTest
  @EnumSource
  void whatAPersonCancelledStaysSoWhateverFilesSay(TestDatabase kind) throws Exception {
    open(kind);
    take(DUMP);
    WorklistItem item = only().item();
    fixture.update(item.edit().progress(item.progress().cancelled(NOW, "no show")).build());
    String later = DUMP.replace("[0930]", "[1100]");
    assertThat(take(later).text())
        .isEqualTo(
            "REFUSED: item %d was cancelled by a person (expected: a person who takes that back)\n"
                .formatted(item.worklistItemKey()));
    assertThat(only().item().progress().cancelledWhy()).isEqualTo("no show");
    assertThat(events()).containsExactly(EventType.ITEM_CREATED);
    fixture.update(item);
    assertThat(take(later).words()).as("taken back").containsExactly(Word.UPDATED);
  }

  @ParameterizedTest
  @EnumSource
  void whatAFileCancelledIsOrderedAnewByAFile(TestDatabase kind) throws Exception {
    open(kind);
    take(DUMP);
    take(DUMP.replace("(0040,0009)", "(0040,0020) CS [CANCELED]\n(0040,0009)"));
    WorklistItem item = only().item();
    assertThat(item.isCancelled()).isTrue();
    assertThat(take(DUMP).words()).containsExactly(Word.UPDATED);
    assertThat(only().item().isCancelled()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void anotherVersionUpdatesAndKeepsWhatItDoesNotSay(TestDatabase kind) throws Exception {
    open(kind);
    take(DUMP);
    String later = DUMP.replace("[0930]", "[1100]").replace("(0032,1060) LO [Panoramic]\n", "");
    assertThat(take(later).words()).containsExactly(Word.UPDATED);
    WorklistEntry entry = only();
    assertThat(entry.steps().get(0).startTime()).isEqualTo(LocalTime.of(11, 0));
    assertThat(entry.item().startTime()).isEqualTo(LocalTime.of(11, 0));
    assertThat(history(entry.item()).get(0).changes())
        .isEqualTo("[{\"field\":\"steps.0.start_time\",\"from\":\"09:30\",\"to\":\"11:00\"}]");
    assertThat(entry.item().procedure().description()).isEqualTo("Panoramic");
    assertThat(take(DUMP).words()).as("back again").containsExactly(Word.UPDATED);
    assertThat(only().steps().get(0).startTime()).isEqualTo(LocalTime.of(9, 30));
    assertThat(events())
        .containsExactly(EventType.ITEM_CREATED, EventType.ITEM_UPDATED, EventType.ITEM_UPDATED);
  }

  @ParameterizedTest
  @EnumSource
  void stepsThatHaveBegunStay(TestDatabase kind) throws Exception {
    open(kind);
    take(DUMP);
    WorklistItem item = only().item();
    fixture.update(item.edit().scanStatus(ScanStatus.STARTED).build());
    OrderFileVerdict verdict =
        take(DUMP.replace("[0930]", "[1100]").replace("[Panoramic]", "[Pan]"));
    assertThat(verdict.text()).contains("its steps stay, since the scan has begun");
    assertThat(only().steps().get(0).startTime()).isEqualTo(LocalTime.of(9, 30));
    assertThat(only().item().procedure().description()).isEqualTo("Pan");
    OrderFileVerdict other = take(DUMP.replace("[1.2.3.4]", "[1.2.3.5]"));
    assertThat(other.text()).contains("another Study Instance UID (expected: the same");
  }

  @ParameterizedTest
  @EnumSource
  void filesOfOneAccessionNumberAndOtherStepsAreOrdersOfTheirOwn(TestDatabase kind)
      throws Exception {
    open(kind);
    take(DUMP);
    take(DUMP.replace("[S1]", "[S2]").replace("[PX]", "[CT]"));
    take(DUMP.replace("[R1]", "[R2]"));
    assertThat(entries()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void aFileWithoutIdsOfStepsIsKnownByItsAccessionNumber(TestDatabase kind) throws Exception {
    open(kind);
    String plain = DUMP.replace("(0040,0009) SH [S1]\n", "").replace("(0040,1001) SH [R1]\n", "");
    assertThat(take(plain).words()).containsExactly(Word.ENTERED);
    assertThat(take(plain).words()).containsExactly(Word.UNCHANGED);
    assertThat(take(plain.replace("[0930]", "[1000]")).words()).containsExactly(Word.UPDATED);
    assertThat(only().steps().get(0).startTime()).isEqualTo(LocalTime.of(10, 0));
  }

  @ParameterizedTest
  @EnumSource
  void proceduresOfOneOrderAreToldApartByWhatIsSaidOfThem(TestDatabase kind) throws Exception {
    open(kind);
    String bare = MESSAGE.replace("|A1|R1|S1|", "||||");
    assertThat(take(bare).words()).containsExactly(Word.ENTERED);
    String numbered = MESSAGE.replace("NW|", "XO|").replace("|R1|S1|", "|||");
    assertThat(take(numbered.replace("100000", "100001")).words()).containsExactly(Word.UPDATED);
    assertThat(only().item().request().accessionNumber()).isEqualTo("A1");
    String other = numbered.replace("|A1|", "|A2|").replace("100000", "100002");
    assertThat(take(other).words()).as("another accession number").containsExactly(Word.ENTERED);
    String named = MESSAGE.replace("NW|", "XO|").replace("|S1|", "||").replace("100000", "100003");
    assertThat(take(named).words()).as("A1, now with its id").containsExactly(Word.UPDATED);
    assertThat(entries()).hasSize(2);
  }

  @Test
  void whoseNumbersChangedMeanwhileIsStillFound() throws Exception {
    open(TestDatabase.H2);
    String byAccession = MESSAGE.replace("|R1|S1|", "|||");
    take(byAccession);
    take(MESSAGE.replace("100000", "100001"));
    take(MESSAGE.replace("|A1|", "|A7|").replace("100000", "100002"));
    assertThat(take(byAccession.replace("100000", "100003")).words()).containsExactly(Word.UPDATED);
    assertThat(only().item().request().accessionNumber()).isEqualTo("A1");
  }

  @ParameterizedTest
  @EnumSource
  void aFileWithoutAnyNumberIsWhatItSays(TestDatabase kind) throws Exception {
    open(kind);
    String bare =
        "(0010,0010) [Doe]\n(0010,0020) [1]\n(0040,0100) SQ\n(fffe,e000)\n"
            + "(0008,0060) [IO]\n(fffe,e00d)\n(fffe,e0dd)\n";
    assertThat(take(bare).words()).containsExactly(Word.ENTERED);
    assertThat(take(bare).words()).containsExactly(Word.UNCHANGED);
    assertThat(take(bare.replace("[1]", "[2]")).words()).containsExactly(Word.ENTERED);
    WorklistItem item = entries().get(0).item();
    assertThat(item.procedure().studyInstanceUid()).startsWith("2.25.");
    assertThat(item.request().accessionNumber()).isEqualTo("AW" + item.worklistItemKey());
    assertThat(entries().get(0).steps().get(0).stationAeTitles()).isEmpty();
    assertThat(entries().get(0).steps().get(0).startDate())
        .isEqualTo(LocalDate.ofInstant(NOW, ZoneOffset.UTC));
  }

  @Test
  void filesOfDicomAreReadWithAndWithoutPreamble() throws Exception {
    open(TestDatabase.H2);
    DataSet order = DumpReader.read(DUMP.getBytes(StandardCharsets.UTF_8), ParseLimits.DEFAULT);
    for (TransferSyntax syntax :
        List.of(
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)) {
      byte[] bytes = DataSetWriter.toBytes(order, syntax);
      OrderFileVerdict verdict = take(bytes);
      assertThat(verdict.fate()).as(verdict.text()).isEqualTo(Fate.DONE);
    }
    assertThat(only().patient().name()).isEqualTo("Doe^Jan\u00E9");
  }

  @Test
  void theFolderSaysWhichStationIsMeant() throws Exception {
    open(TestDatabase.H2);
    files = files(List.of("CBCT"));
    take(DUMP.replace("(0040,0001) AE [PAN1]\n", ""));
    assertThat(only().steps().get(0).stationAeTitles()).containsExactly("CBCT");
  }

  @ParameterizedTest
  @EnumSource
  void messagesMakeChangeAndCancel(TestDatabase kind) throws Exception {
    open(kind);
    assertThat(take(MESSAGE).text()).startsWith("message 1 (MSH-10 1): ENTERED: item ");
    assertThat(only().item().source().origin()).isEqualTo(Origin.HL7);
    assertThat(only().steps().get(0).startTime()).isEqualTo(LocalTime.of(9, 30));
    String change =
        MESSAGE.replace("NW|", "XO|").replace("0930", "1400").replace("100000", "100100");
    assertThat(take(change).words()).containsExactly(Word.UPDATED);
    assertThat(only().steps().get(0).startTime()).isEqualTo(LocalTime.of(14, 0));
    assertThat(take(MESSAGE).words()).as("late").containsExactly(Word.OUTDATED);
    String cancel = "MSH|^~\\&|PMS|O|||20261025100200||ORM^O01|3|P|2.3.1\nPID|||4711\nORC|CA|P1\n";
    assertThat(take(cancel).words()).containsExactly(Word.CANCELLED);
    assertThat(take(cancel).words()).containsExactly(Word.UNCHANGED);
    assertThat(only().item().isCancelled()).isTrue();
    assertThat(take(change.replace("100100", "100300")).text()).contains("is cancelled (expected");
    assertThat(take(MESSAGE.replace("100000", "100400")).words()).containsExactly(Word.UPDATED);
    assertThat(only().item().isCancelled()).isFalse();
    assertThat(events())
        .containsExactly(
            EventType.ITEM_CREATED,
            EventType.ITEM_UPDATED,
            EventType.ITEM_CANCELLED,
            EventType.ITEM_UPDATED);
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatNamesOnlyTheOrderMeansItsProcedures(TestDatabase kind) throws Exception {
    open(kind);
    take(MESSAGE);
    take(MESSAGE.replace("|R1|S1", "|R2|S2"));
    assertThat(entries()).hasSize(2);
    OrderFileVerdict which = take(MESSAGE.replace("NW|", "XO|").replace("|R1|S1", "||S1"));
    assertThat(which.text()).contains("the order has 2 procedures");
    String cancel = "MSH|^~\\&|||||||ORM^O01|3|P|2.3.1\nORC|CA|P1\n";
    assertThat(take(cancel).words()).containsExactly(Word.CANCELLED, Word.CANCELLED);
    assertThat(take(cancel.replace("P1", "P2")).text()).contains("that is not known");
  }

  @ParameterizedTest
  @EnumSource
  void aMessageIsTakenWholeOrNotAtAllAndTheOthersOfItsFileAreTaken(TestDatabase kind)
      throws Exception {
    open(kind);
    String half = MESSAGE + "ORC|CA|UNKNOWN\nOBR|1\n";
    String good = MESSAGE.replace("P1", "P9").replace("|A1|", "|A9|").replace("|1|P|", "|9|P|");
    OrderFileVerdict verdict = take(half + good + "MSH|^~\\&|||||||ADT^A01|10|P|2.3\n");
    assertThat(verdict.fate()).isEqualTo(Fate.REFUSED);
    assertThat(verdict.words()).containsExactly(Word.REFUSED, Word.ENTERED, Word.REFUSED);
    assertThat(verdict.text().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo("message 1 (MSH-10 1): REFUSED: cancels an order that is not known"),
            line -> assertThat(line).startsWith("message 2 (MSH-10 9): ENTERED: item "),
            line -> assertThat(line).startsWith("message 3 (MSH-10 10): REFUSED: MSH-9: ADT"));
    assertThat(only().item().request().placerOrderNumber()).isEqualTo("P9");
  }

  @Test
  void aFileThatIsBrokenOffWaitsAndIsTakenOnceMoreWithoutHarm() throws Exception {
    open(TestDatabase.H2);
    String second = MESSAGE.replace("P1", "P2");
    Path file = write((MESSAGE + second).getBytes(StandardCharsets.UTF_8));
    int[] asked = {0};
    OrderFileVerdict broken = files.take(file, () -> ++asked[0] > 1);
    assertThat(broken.fate()).isEqualTo(Fate.WAITS);
    assertThat(entries()).hasSize(1);
    assertThat(files.take(file, () -> false).words()).containsExactly(Word.UNCHANGED, Word.ENTERED);
    assertThat(entries()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void whoIsKnownByAnotherNameIsCorrectedUntilTheFirstImage(TestDatabase kind) throws Exception {
    open(kind);
    take(MESSAGE);
    take(MESSAGE.replace("Jane", "Janet").replace("100000", "100100"));
    assertThat(only().patient().name()).isEqualTo("Doe^Janet");
    assertThat(patients()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aPatientWhoContradictsIsAnother(TestDatabase kind) throws Exception {
    open(kind);
    take(MESSAGE);
    take(
        MESSAGE
            .replace("Doe^Jane", "Smith^Ann")
            .replace("19700101", "19990909")
            .replace("P1", "P2"));
    assertThat(patients()).hasSize(2);
    assertThat(events()).contains(EventType.INBOX_OPENED);
  }

  @ParameterizedTest
  @EnumSource
  void anOrderDoesNotGoToAnotherPatientUnasked(TestDatabase kind) throws Exception {
    open(kind);
    take(DUMP);
    OrderFileVerdict verdict =
        take(DUMP.replace("[4711]", "[4712]").replace("Doe^Jan\u00E9", "Smith^Ann"));
    assertThat(verdict.text()).contains("the same order for another patient");
    assertThat(patients()).as("rolled back").hasSize(1);
    assertThat(take(DUMP.replace("[4711]", "[4712]")).words()).containsExactly(Word.UPDATED);
    assertThat(only().patient().patientId()).isEqualTo("4712");
  }

  @Test
  void whatHasImagesIsNotCancelledByAFile() throws Exception {
    open(TestDatabase.H2);
    take(DUMP);
    WorklistItem item = only().item();
    fixture.update(
        item.edit()
            .scanStatus(ScanStatus.ARRIVED)
            .progress(Progress.NONE.arrived(NOW, false))
            .build());
    String cancelled = DUMP.replace("(0040,0009)", "(0040,0020) CS [CANCELED]\n(0040,0009)");
    assertThat(take(cancelled).text()).contains("has images");
    fixture.update(item);
    assertThat(take(cancelled).words()).containsExactly(Word.CANCELLED);
  }

  @Test
  void whatAPersonDeletedIsNotMadeAgain() throws Exception {
    open(TestDatabase.H2);
    take(DUMP);
    long key = only().item().worklistItemKey();
    fixture.database.inConnection(
        connection -> WorklistRows.delete(connection, fixture.organizationKey, key, NOW));
    OrderFileVerdict verdict = take(DUMP);
    assertThat(verdict.fate()).isEqualTo(Fate.REFUSED);
    assertThat(verdict.text()).contains("was deleted by a person");
  }

  @Test
  void whatIsNoOrderIsRefusedWithItsReason() throws Exception {
    open(TestDatabase.H2);
    assertThat(take("").text()).isEqualTo("REFUSED: an empty file\n");
    assertThat(take("words, long enough to be no DICOM file").text())
        .startsWith("REFUSED: neither an HL7 message nor a dump, and no DICOM data set");
    assertThat(take(new byte[OrderFiles.MAX_FILE_BYTES + 1]).text())
        .startsWith("REFUSED: too long");
    assertThat(take(new byte[OrderFiles.MAX_FILE_BYTES]).fate()).isEqualTo(Fate.REFUSED);
    assertThat(take(DUMP.replace("[A1]", "[A1")).text()).startsWith("REFUSED: line 2: ");
    assertThat(take(DUMP.replace("(0010,0020) LO [4711]\n", "")).text())
        .isEqualTo("REFUSED: (0010,0020) PatientID: missing, expected a patient identifier\n");
    assertThat(take("(0010,0020) [1]\n").text())
        .startsWith("REFUSED: (0040,0100) ScheduledProcedureStepSequence: missing");
    assertThat(take(DUMP.replace("[20261026]", "[tomorrow]")).text())
        .contains("(0040,0002) ScheduledProcedureStepStartDate: expected a date");
    assertThat(take(DUMP.replace("[PAN1]", "[A STATION OF MANY LETTERS]")).text())
        .contains("(0040,0001) ScheduledStationAETitle: 25 characters (expected: <= 16)");
    assertThat(entries()).isEmpty();
    assertThat(patients()).isEmpty();
  }

  @Test
  void linksAndWhatIsGoneAreNotRead() throws Exception {
    open(TestDatabase.H2);
    Path real = write(DUMP.getBytes(StandardCharsets.UTF_8));
    Path link = Files.createSymbolicLink(folder.resolve("link.wl"), real);
    assertThat(files.take(link, () -> false).fate()).isEqualTo(Fate.WAITS);
    assertThat(files.take(folder.resolve("gone.wl"), () -> false).fate()).isEqualTo(Fate.WAITS);
    assertThat(entries()).isEmpty();
  }

  @Test
  void theLockFileOfDcmtkIsLeft() throws Exception {
    open(TestDatabase.H2);
    Path lock = Files.createFile(folder.resolve("lockfile"));
    assertThat(files.take(lock, () -> false).fate()).isEqualTo(Fate.LEFT);
  }

  @Test
  void whateverAFileHoldsItHasAVerdict() throws Exception {
    open(TestDatabase.H2);
    Random random = new Random(1);
    for (String text : List.of(DUMP, MESSAGE)) {
      for (int run = 0; run < 150; run++) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(5); i >= 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        assertThat(take(bytes).fate()).isIn(Fate.DONE, Fate.REFUSED);
      }
    }
  }

  private OrderFileVerdict take(String text) throws IOException {
    return take(text.getBytes(StandardCharsets.UTF_8));
  }

  private OrderFileVerdict take(byte[] bytes) throws IOException {
    return files.take(write(bytes), () -> false);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("order"), bytes);
  }

  private List<WorklistEntry> entries() {
    return fixture.database.inConnection(
        connection -> {
          List<Long> keys =
              new ArrayList<>(
                  WorklistLists.keysOfOrigins(
                      connection, fixture.organizationKey, Origin.FILE, "", "~", 100));
          keys.addAll(
              WorklistLists.keysOfOrigins(
                  connection, fixture.organizationKey, Origin.HL7, "", "~", 100));
          List<WorklistEntry> entries = new ArrayList<>();
          for (long key : keys) {
            WorklistLists.find(connection, fixture.organizationKey, key).ifPresent(entries::add);
          }
          return entries;
        });
  }

  private WorklistEntry only() {
    List<WorklistEntry> entries = entries();
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).item().status()).isEqualTo(ItemStatus.PENDING);
    return entries.get(0);
  }

  private List<Patient> patients() {
    return fixture.database.read(
        handle ->
            handle
                .attach(PatientDao.class)
                .page(fixture.organizationKey, null, new PageRequest(1, 100))
                .rows());
  }

  private List<HistoryEntry> history(WorklistItem item) {
    return fixture.database.readInConnection(
        connection ->
            WorklistHistory.page(
                    connection,
                    fixture.organizationKey,
                    item.worklistItemKey(),
                    new PageRequest(1, 100))
                .rows());
  }

  private List<EventType> events() {
    return Daos.of(fixture.database, EventDao.class)
        .afterOf(fixture.organizationKey, 0, 1_000)
        .stream()
        .map(event -> EventType.valueOf(event.eventType()))
        .toList();
  }
}
