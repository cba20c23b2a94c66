package io.archway.index.worklist;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.archway.index.access.Visibility;
import io.archway.index.account.AccountDao;
import io.archway.index.database.Daos;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.database.SqlWork;
import io.archway.index.database.Statements;
import io.archway.index.database.TestDatabase;
import io.archway.index.patient.FoldedText;
import io.archway.index.patient.PatientChoiceDao.PatientChoice;
import io.archway.index.patient.PatientName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class WorklistListsTest {
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

  private <R> R with(SqlWork<R> work) {
    return fixture.database.readInConnection(work);
  }

  private <R> List<R> all(SqlWork<List<R>> work) {
    return fixture.database.readInConnection(work);
  }

  private <R> Optional<R> one(SqlWork<Optional<R>> work) {
    return fixture.database.readInConnection(work);
  }

  @Test
  void itemIsFoundByKeyOriginStudyAndMedium() {
    long patient = fixture.patient("P1", "Doe^Jane", DAY);
    NewOrder order =
        fixture
            .order(patient, NewStep.of("PX", DAY, TIME), NewStep.of("DX", DAY, TIME))
            .withSource(new Source(Origin.FILE, "a.wl", null, null, null));
    WorklistItem made = fixture.insert(order);
    WorklistItem item = made.edit().medium(77L).build();
    fixture.update(item);
    long organization = fixture.organizationKey;
    String uid = item.procedure().studyInstanceUid();
    WorklistEntry entry =
        one(c -> WorklistLists.find(c, organization, item.worklistItemKey())).orElseThrow();
    assertThat(entry.item()).isEqualTo(item);
    assertThat(entry.patient().name()).isEqualTo("Doe^Jane");
    assertThat(entry.steps()).extracting(ScheduledStep::modality).containsExactly("PX", "DX");
    assertThat(one(c -> WorklistLists.findByOrigin(c, organization, Origin.FILE, "a.wl")))
        .contains(entry);
    assertThat(all(c -> WorklistLists.ofStudy(c, organization, uid))).containsExactly(entry);
    assertThat(all(c -> WorklistLists.ofMedium(c, organization, 77))).containsExactly(entry);
    long stranger = organization + 1;
    assertThat(one(c -> WorklistLists.find(c, stranger, item.worklistItemKey()))).isEmpty();
    assertThat(all(c -> WorklistLists.ofStudy(c, stranger, uid))).isEmpty();
    assertThat(all(c -> WorklistLists.ofMedium(c, stranger, 77))).isEmpty();
    assertThat(one(c -> WorklistLists.findByOrigin(c, organization, Origin.HL7, "a.wl"))).isEmpty();
  }

  @Test
  void itemsWhoseImagesAreQuietAreFoundForWhoMakesThemReady() {
    long patient = fixture.patient("P1", "Doe^Jane", DAY);
    for (int i = 0; i < 4; i++) {
      WorklistItem item = fixture.insert(fixture.order(patient, NewStep.of("PX", DAY, TIME)));
      fixture.update(
          item.edit()
              .scanStatus(i == 3 ? ScanStatus.READY : ScanStatus.ARRIVED)
              .progress(item.progress().arrived(NOW.plusSeconds(10L * (3 - i)), false))
              .build());
    }
    assertThat(all(c -> QuietItems.find(c, NOW.plusSeconds(25), NOW, DAY, 10)))
        .extracting(item -> item.progress().lastArrivedAt())
        .containsExactly(NOW.plusSeconds(10), NOW.plusSeconds(20));
    assertThat(all(c -> QuietItems.find(c, NOW.plusSeconds(25), NOW, DAY, 1))).hasSize(1);
  }

  /** Random filters against the same filter in memory. */
  @Test
  void everyFilterOrderAndPageAgreesWithTheSameInMemory() {
    Random random = new Random(11);
    List<WorklistEntry> all = fill(random);
    fixture.database.read(handle -> handle.execute("ANALYZE"));
    int shown = 0;
    for (int i = 0; i < 250; i++) {
      WorklistFilter filter = filter(random, all);
      WorklistOrder order = WorklistOrder.values()[random.nextInt(4)];
      PageRequest request = new PageRequest(1 + random.nextInt(2), 1 + random.nextInt(30));
      List<Long> expected =
          all.stream()
              .filter(entry -> shows(filter, entry))
              .sorted(comparator(order))
              .map(entry -> entry.item().worklistItemKey())
              .toList();
      Page<WorklistEntry> page =
          with(
              c ->
                  WorklistLists.page(
                      c, fixture.organizationKey, Visibility.ALL, filter, order, request));
      assertThat(page.total()).as("%d: %s", i, filter).isEqualTo(expected.size());
      assertThat(page.totalIsEstimate()).isFalse();
      assertThat(page.rows())
          .as("%d: %s by %s", i, filter, order)
          .extracting(entry -> entry.item().worklistItemKey())
          .isEqualTo(expected.stream().skip(request.offset()).limit(request.perPage()).toList());
      shown += page.rows().size();
    }
    assertThat(shown).isGreaterThan(600);
  }

  private List<WorklistEntry> fill(Random random) {
    RandomOrders orders = new RandomOrders(random);
    List<Long> offices =
        List.of(fixture.officeKey, fixture.office("Second"), fixture.office("Third"));
    List<Long> patients = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      patients.add(fixture.patient(orders.id() + "-" + i, orders.name(), orders.birthDate()));
    }
    List<WorklistEntry> all = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      WorklistItem made =
          fixture.insert(
              orders.order(fixture.organizationKey, orders.one(offices), orders.one(patients)));
      WorklistItem item =
          made.edit()
              .dentist(orders.chance(70) ? Long.valueOf(random.nextInt(4)) : null)
              .radiologist(orders.chance(70) ? Long.valueOf(random.nextInt(4)) : null)
              .status(orders.one(List.of(ItemStatus.values())), NOW)
              .scanStatus(orders.one(List.of(ScanStatus.values())))
              .build();
      fixture.update(
          orders.chance(10)
              ? item.edit().progress(item.progress().cancelled(NOW, "no show")).build()
              : item);
      if (orders.chance(10)) {
        fixture.database.inConnection(
            c -> WorklistRows.delete(c, fixture.organizationKey, item.worklistItemKey(), NOW));
      }
      one(c -> WorklistLists.find(c, fixture.organizationKey, item.worklistItemKey()))
          .ifPresent(all::add);
    }
    return all;
  }

  private WorklistFilter filter(Random random, List<WorklistEntry> all) {
    WorklistEntry like = all.get(random.nextInt(all.size()));
    LocalDate from = like.item().startDate().minusDays(random.nextInt(3));
    return new WorklistFilter(
        random.nextInt(4) == 0 ? like.item().status() : null,
        random.nextInt(4) == 0 ? like.item().scanStatus() : null,
        switch (random.nextInt(5)) {
          case 0 -> List.of(like.item().officeKey());
          case 1 -> List.of(like.item().officeKey(), fixture.officeKey, 99L);
          default -> null;
        },
        random.nextInt(5) == 0 ? like.item().dentistKey() : null,
        random.nextInt(5) == 0 ? like.item().radiologistKey() : null,
        random.nextInt(6) == 0 ? like.patient().patientKey() : null,
        random.nextInt(5) == 0 ? like.steps().get(0).modality() : null,
        random.nextInt(4) == 0 ? from : null,
        random.nextInt(4) == 0 ? from.plusDays(random.nextInt(90)) : null,
        random.nextInt(3) == 0 ? search(random, like) : null,
        random.nextBoolean());
  }

  private static String search(Random random, WorklistEntry like) {
    String name = like.patient().name().replace('^', ' ').replace('=', ' ');
    String accession = like.item().request().accessionNumber();
    return switch (random.nextInt(6)) {
      case 0 -> accession.substring(0, 1 + random.nextInt(accession.length()));
      case 1 -> accession.toLowerCase(Locale.ROOT);
      case 2 -> like.patient().patientId().substring(0, 2);
      case 3 -> "  ";
      default -> name.substring(0, Math.min(name.length(), 1 + random.nextInt(6)));
    };
  }

  private static boolean shows(WorklistFilter filter, WorklistEntry entry) {
    WorklistItem item = entry.item();
    return (filter.status() == null || filter.status() == item.status())
        && (filter.scanStatus() == null || filter.scanStatus() == item.scanStatus())
        && (filter.officeKeys() == null || filter.officeKeys().contains(item.officeKey()))
        && (filter.dentistKey() == null || filter.dentistKey().equals(item.dentistKey()))
        && (filter.radiologistKey() == null
            || filter.radiologistKey().equals(item.radiologistKey()))
        && (filter.patientKey() == null || filter.patientKey() == item.patientKey())
        && (filter.modality() == null
            || entry.steps().stream().anyMatch(s -> s.modality().equals(filter.modality())))
        && (filter.startFrom() == null || !item.startDate().isBefore(filter.startFrom()))
        && (filter.startTo() == null || !item.startDate().isAfter(filter.startTo()))
        && (filter.withCancelled() || !item.isCancelled())
        && (filter.search() == null || finds(filter.search(), entry));
  }

  private static boolean finds(String search, WorklistEntry entry) {
    if (search.isBlank()) {
      return true;
    }
    List<String> own = new ArrayList<>(PatientName.parse(entry.patient().name()).words());
    own.addAll(FoldedText.words(entry.patient().patientId(), 4));
    List<String> words = FoldedText.words(search, 8);
    String accession = entry.item().request().accessionNumber();
    return !words.isEmpty()
        && (words.stream().allMatch(word -> own.stream().anyMatch(o -> o.startsWith(word)))
            || accession.startsWith(search.strip())
            || accession.startsWith(search.strip().toUpperCase(Locale.ROOT)));
  }

  private static Comparator<WorklistEntry> comparator(WorklistOrder order) {
    Comparator<WorklistEntry> byKey =
        Comparator.comparingLong(entry -> entry.item().worklistItemKey());
    Comparator<WorklistEntry> byStart =
        Comparator.comparing((WorklistEntry entry) -> entry.item().startDate())
            .thenComparing(entry -> entry.item().startTime())
            .thenComparing(byKey);
    return switch (order) {
      case NEWEST -> byKey.reversed();
      case OLDEST -> byKey;
      case START -> byStart;
      case LATEST_START -> byStart.reversed();
    };
  }

  @Test
  void listOfSomebodyWithoutOfficesIsEmpty() {
    long patient = fixture.patient("P1", "Doe^Jane", DAY);
    fixture.insert(fixture.order(patient, NewStep.of("PX", DAY, TIME)));
    WorklistFilter none =
        new WorklistFilter(null, null, List.of(), null, null, null, null, null, null, null, true);
    Page<WorklistEntry> page =
        with(
            c ->
                WorklistLists.page(
                    c,
                    fixture.organizationKey,
                    Visibility.ALL,
                    none,
                    WorklistOrder.NEWEST,
                    new PageRequest(1, 10)));
    assertThat(page.rows()).isEmpty();
    assertThat(page.total()).isZero();
  }

  @Test
  void suggestionsFollowWhatIsTyped() {
    fixture.office("Müller & Partners");
    long jane = fixture.patient("P77", "Müller^Jane^Jana", DAY);
    long stranger = fixture.organization("other");
    fixture.patients(List.of(fixture.person(stranger, "P78", "Müller^John", DAY, "M")));
    fixture.insert(
        fixture
            .order(jane, NewStep.of("PX", DAY, TIME))
            .withRequest(new ServiceRequest("MUL-1", "", null, null, null, null, null)));
    Suggestions typed = suggestions("mul", 5);
    assertThat(typed.patients())
        .containsExactly(new PatientChoice(jane, "P77", "Müller^Jane^Jana", DAY));
    assertThat(typed.accessionNumbers()).containsExactly("MUL-1");
    assertThat(typed.offices())
        .extracting(office -> office.name())
        .containsExactly("Müller & Partners");
    assertThat(suggestions("ja mü", 5).patients()).hasSize(1);
    assertThat(suggestions("jan", 5).patients()).as("two words of one patient").hasSize(1);
    assertThat(suggestions("p7", 5).patients()).hasSize(1);
    assertThat(suggestions("xyz", 5)).isEqualTo(suggestions(" - ", 5));
  }

  private Suggestions suggestions(String typed, int most) {
    return suggestions(Visibility.ALL, typed, most);
  }

  private Suggestions suggestions(Visibility visible, String typed, int most) {
    return with(
        c ->
            Suggestions.of(
                c,
                fixture.organizationKey,
                visible,
                typed,
                fixture.organizations().offices(fixture.organizationKey),
                most));
  }

  @Test
  void whoIsBoundSeesItemsOfTheirOfficesOrTheirOwn() {
    long branch = fixture.office("Branch");
    long patient = fixture.patient("P1", "Doe^Jane", DAY);
    NewOrder order = fixture.order(patient, NewStep.of("PX", DAY, TIME));
    WorklistItem main = fixture.insert(order);
    WorklistItem there = fixture.insert(order.withOffice(branch));
    fixture.update(main.edit().radiologist(7L).build());
    Visibility ofBranch = new Visibility(List.of(branch), null);
    Visibility ofReader = new Visibility(null, 7L);
    assertThat(keys(ofBranch, WorklistFilter.ALL)).containsExactly(there.worklistItemKey());
    assertThat(keys(ofBranch, ofOffices(List.of(branch, fixture.officeKey))))
        .containsExactly(there.worklistItemKey());
    assertThat(keys(ofBranch, ofOffices(List.of(fixture.officeKey)))).isEmpty();
    assertThat(keys(new Visibility(List.of(), null), WorklistFilter.ALL)).isEmpty();
    assertThat(keys(ofReader, WorklistFilter.ALL)).containsExactly(main.worklistItemKey());
    assertThat(keys(ofReader, WorklistFilter.ALL.of(null, 8L))).isEmpty();
    assertThat(ofBranch.include(there)).isTrue();
    assertThat(ofBranch.include(main)).isFalse();
    assertThat(ofReader.include(fixture.item(main.worklistItemKey()))).isTrue();
    assertThat(ofReader.include(there)).isFalse();
    assertThat(suggestions(ofBranch, "AW", 5).accessionNumbers())
        .containsExactly(there.request().accessionNumber());
    assertThat(suggestions(ofReader, "AW", 5).accessionNumbers())
        .containsExactly(main.request().accessionNumber());
    assertThat(suggestions(new Visibility(List.of(), null), "AW", 5).accessionNumbers()).isEmpty();
    assertThat(suggestions(ofBranch, "main", 5).offices()).isEmpty();
    assertThat(suggestions(ofBranch, "bra", 5).offices()).hasSize(1);
  }

  private static WorklistFilter ofOffices(List<Long> offices) {
    return WorklistFilter.ALL.of(offices, null);
  }

  private List<Long> keys(Visibility visible, WorklistFilter filter) {
    Page<WorklistEntry> page =
        with(
            c ->
                WorklistLists.page(
                    c,
                    fixture.organizationKey,
                    visible,
                    filter,
                    WorklistOrder.NEWEST,
                    new PageRequest(1, 10)));
    return page.rows().stream().map(entry -> entry.item().worklistItemKey()).toList();
  }

  @Test
  void historyIsReadTheLastFirstAlsoOfDeletedItem() {
    long patient = fixture.patient("P1", "Doe^Jane", DAY);
    WorklistItem item = fixture.insert(fixture.order(patient, NewStep.of("PX", DAY, TIME)));
    long key = item.worklistItemKey();
    long user =
        Daos.of(fixture.database, AccountDao.class).findByLogin("admin").orElseThrow().userKey();
    fixture.database.inConnection(
        c -> {
          add(c, item, HistoryEntry.Action.CREATED, null);
          add(c, item, HistoryEntry.Action.CHANGED, user);
          add(c, item, HistoryEntry.Action.DELETED, 4711L);
          return WorklistRows.delete(c, fixture.organizationKey, key, NOW);
        });
    Page<HistoryEntry> page = history(fixture.organizationKey, key, new PageRequest(1, 2));
    assertThat(page.total()).isEqualTo(3);
    assertThat(page.rows())
        .extracting(HistoryEntry::action, HistoryEntry::userKey, HistoryEntry::username)
        .containsExactly(
            tuple(HistoryEntry.Action.DELETED, 4711L, null),
            tuple(HistoryEntry.Action.CHANGED, user, "admin"));
    assertThat(history(fixture.organizationKey, key, new PageRequest(2, 2)).rows())
        .extracting(HistoryEntry::action, HistoryEntry::at, HistoryEntry::changes)
        .containsExactly(tuple(HistoryEntry.Action.CREATED, NOW, "[]"));
    assertThat(history(fixture.organizationKey + 1, key, new PageRequest(1, 2)).rows()).isEmpty();
    assertThat(one(c -> WorklistRows.find(c, fixture.organizationKey, key))).isEmpty();
    assertThat(one(c -> WorklistRows.findEvenDeleted(c, fixture.organizationKey, key))).isPresent();
    assertThat(one(c -> WorklistRows.findEvenDeleted(c, fixture.organizationKey + 1, key)))
        .isEmpty();
  }

  private void add(Connection c, WorklistItem item, HistoryEntry.Action action, Long user)
      throws SQLException {
    WorklistHistory.add(
        c, fixture.database.keys(), item, action, WorklistHistory.NO_CHANGES, user, NOW);
  }

  private Page<HistoryEntry> history(long organization, long key, PageRequest page) {
    return with(c -> WorklistHistory.page(c, organization, key, page));
  }

  @Test
  void suggestionsAreFew() {
    for (int i = 0; i < 12; i++) {
      long patient = fixture.patient("P" + i, "Smith^A" + i, DAY);
      fixture.insert(fixture.order(patient, NewStep.of("PX", DAY, TIME)));
    }
    assertThat(suggestions("smith", 5).patients()).hasSize(5);
    assertThat(suggestions("AW", 5).accessionNumbers()).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void longListIsCountedExactlyUpToTheLimit() {
    long patient = fixture.patient("P1", "Doe^Jane", DAY);
    fixture.insert(fixture.order(patient, NewStep.of("PX", DAY, TIME)));
    int limit = PageRequest.COUNT_LIMIT;
    multiply(limit - 1);
    assertThat(newest().total()).isEqualTo(limit);
    assertThat(newest().totalIsEstimate()).isFalse();
    multiply(1);
    assertThat(newest().total()).isEqualTo(limit);
    assertThat(newest().totalIsEstimate()).isTrue();
    assertThat(newest().rows()).hasSize(3);
  }

  private Page<WorklistEntry> newest() {
    return with(
        c ->
            WorklistLists.page(
                c,
                fixture.organizationKey,
                Visibility.ALL,
                WorklistFilter.ALL.withSearch("doe"),
                WorklistOrder.NEWEST,
                new PageRequest(1, 3)));
  }

  /** So many copies of the first item. */
  private void multiply(int copies) {
    fixture.database.inConnection(
        connection ->
            Statements.batch(
                connection,
                """
                INSERT INTO worklist_item (worklist_item_key, organization_key, office_key,
                  patient_key, study_type, status, scan_status, study_instance_uid,
                  accession_number, issuer_of_accession_number, requested_procedure_id, origin,
                  start_date, start_time, created_at, updated_at)
                SELECT ?, organization_key, office_key, patient_key, study_type, status,
                  scan_status, study_instance_uid, accession_number, issuer_of_accession_number,
                  requested_procedure_id, origin, start_date, start_time, created_at, updated_at
                FROM worklist_item w WHERE w.worklist_item_key = 1
                """,
                LongStream.range(0, copies)
                    .mapToObj(i -> fixture.database.nextKey(KeySequence.WORKLIST_ITEM))
                    .toList(),
                (binding, key) -> binding.add((long) key)));
  }
}
