package io.archway.index.worklist;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.database.TestDatabase;
import io.archway.index.query.AttributePath;
import io.archway.index.query.InvalidKeyException;
import io.archway.index.query.MatchCursor;
import io.archway.index.query.MatchingKey;
import io.archway.index.study.CodedValue;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The clauses of PS3.4 C.2.2.2 and Annex K one by one; a step is named by its description. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ModalityWorklistTest {
  private static final int STEPS = 0x00400100;
  private static final int CODES = 0x00400008;

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

  private static NewStep step(String description) {
    return NewStep.of("PX", DAY, TIME).withDescription(description);
  }

  private long patient(String name) {
    return fixture.patient("ID-" + name, name, DAY.minusYears(20));
  }

  private WorklistItem order(NewStep... steps) {
    return fixture.insert(fixture.order(patient("Doe^" + steps[0].description()), steps));
  }

  private String found(MatchingKey... keys) {
    return found(WorklistScope.all(fixture.organizationKey, NOW), keys);
  }

  private String found(WorklistScope scope, MatchingKey... keys) {
    return answers(ModalityWorklist.find(fixture.database, scope, List.of(keys), 100)).stream()
        .map(answer -> answer.step().description())
        .collect(Collectors.joining(" "));
  }

  private static List<Offer> answers(MatchCursor<Offer> cursor) {
    List<Offer> answers = new ArrayList<>();
    for (Optional<Offer> next = cursor.next(); next.isPresent(); next = cursor.next()) {
      answers.add(next.get());
    }
    return answers;
  }

  private static MatchingKey description(String value) {
    return MatchingKey.of(value, STEPS, 0x00400007);
  }

  private static MatchingKey station(String value) {
    return MatchingKey.of(value, STEPS, 0x00400001);
  }

  private static MatchingKey name(String value) {
    return MatchingKey.of(value, 0x00100010);
  }

  @Test
  void answerHoldsStepItemAndPatient() {
    WorklistItem item =
        order(
            new NewStep(
                "S1",
                DAY,
                TIME,
                "PX",
                List.of("PAN"),
                "Pan",
                "Room",
                "a",
                "Perf^One",
                null,
                null,
                List.of(new CodedValue("C", "99L", "Code"))),
            step("b"));
    PatientMedical medical =
        new PatientMedical(
            new BigDecimal("70.500"), "latex", "pacemaker", 2, "deaf", "calm", "VIP");
    fixture.database.inConnection(
        c -> WorklistRows.setMedical(c, fixture.organizationKey, item.patientKey(), medical, NOW));
    List<Offer> answers =
        answers(
            ModalityWorklist.find(
                fixture.database, WorklistScope.all(fixture.organizationKey, NOW), List.of(), 10));
    assertThat(answers).extracting(Offer::step).isEqualTo(fixture.steps(item.worklistItemKey()));
    assertThat(answers).extracting(Offer::procedure).containsOnly(item.procedure());
    assertThat(answers).extracting(Offer::request).containsOnly(item.request());
    assertThat(answers).extracting(Offer::visit).containsOnly(item.visit());
    assertThat(answers)
        .extracting(offer -> offer.patient().patientKey())
        .containsOnly(item.patientKey());
    assertThat(answers.get(0).patient().name()).isEqualTo("Doe^a");
    assertThat(answers.get(0).patient().medical()).isEqualTo(medical);
  }

  @Test
  void singleValueMatchesExactlyAndWithCase() {
    order(step("Panoramic"));
    assertThat(found(description("Panoramic"))).isEqualTo("Panoramic");
    assertThat(found(description(" Panoramic "))).as("padding").isEqualTo("Panoramic");
    assertThat(found(description("panoramic"))).isEmpty();
    assertThat(found(description("Pan"))).isEmpty();
  }

  @Test
  void wildCardsMatchAnythingAndAnyCharacter() {
    order(step("50%_a!b\\𠮷"));
    for (String pattern : List.of("50*", "*𠮷", "50?_a!b?𠮷", "*!b*", "50%*", "*%_*", "*b??")) {
      assertThat(found(description(pattern))).as(pattern).isNotEmpty();
    }
    for (String pattern : List.of("50_*", "?", "*b?", "5%*", "51*")) {
      assertThat(found(description(pattern))).as(pattern).isEmpty();
    }
  }

  @Test
  void patternOfManyWildCardsTakesNoMoreTimeThanAnother() {
    order(step("a".repeat(200)));
    fixture.insert(fixture.order(patient("Doe^" + "a".repeat(60)), step("c")));
    assertThat(found(description("*a".repeat(30) + "*b"))).isEmpty();
    assertThat(found(description("*?a".repeat(30) + "*b"))).isEmpty();
    assertThat(found(name("*a".repeat(15) + "*b"))).isEmpty();
    assertThat(found(name("*a?".repeat(15) + "*a"))).endsWith(" c");
  }

  @Test
  void onlyUniversalMatchingFindsWhatIsUnknown() {
    order(NewStep.of("PX", DAY, TIME));
    assertThat(found(description("*"), description("**"))).isEqualTo("null");
    assertThat(found(description(""))).isEqualTo("null");
    assertThat(found(new MatchingKey(AttributePath.of(STEPS, 0x00400007), List.of())))
        .isEqualTo("null");
    assertThat(found(description("?*"))).isEmpty();
    assertThat(found(description("null"))).isEmpty();
  }

  @Test
  void listOfUidsMatchesAnyOfThem() {
    String first = order(step("a")).procedure().studyInstanceUid();
    String second = order(step("b")).procedure().studyInstanceUid();
    order(step("c"));
    assertThat(found(new MatchingKey(AttributePath.of(0x0020000D), List.of(second, first, "1.2"))))
        .isEqualTo("a b");
    assertThat(found(MatchingKey.of(first + "\0", 0x0020000D))).as("padding").isEqualTo("a");
    assertThat(found(MatchingKey.of(first.substring(0, 9) + "*", 0x0020000D)))
        .as("no wild card in a UID")
        .isEmpty();
    List<String> many = IntStream.range(0, 1_024).mapToObj(i -> "1.2." + i).toList();
    assertThat(found(new MatchingKey(AttributePath.of(0x0020000D), many))).isEmpty();
  }

  @Test
  void namesMatchWithoutCaseAndDiacriticsByComponentGroup() {
    fixture.insert(fixture.order(patient("Müller^Jürgen^^Dr."), step("muller")));
    fixture.insert(fixture.order(patient("Yamada^Tarou=山田^太郎=やまだ^たろう"), step("yamada")));
    assertThat(found(name("MULLER^JURGEN^^DR."))).isEqualTo("muller");
    assertThat(found(name("muller*"))).isEqualTo("muller");
    assertThat(found(name("Muller"))).as("not a part of it").isEmpty();
    assertThat(found(name("Muller^*"))).isEqualTo("muller");
    assertThat(found(name("山田*"))).as("ideographs alone").isEqualTo("yamada");
    assertThat(found(name("yamada*=山田*"))).isEqualTo("yamada");
    assertThat(found(name("=山田^太郎"))).isEqualTo("yamada");
    assertThat(found(name("yamada*=鈴木*"))).isEmpty();
    assertThat(found(name("=yamada*"))).as("group in its place").isEmpty();
    assertThat(found(name("*=*=やまだ*"))).isEqualTo("yamada");
    assertThat(found(name("*"))).isEqualTo("muller yamada");
  }

  @Test
  void anyAtTheEndMatchesNamesThatEndBefore() {
    fixture.insert(fixture.order(patient("Cher"), step("cher")));
    assertThat(found(name("Cher^*"))).isEqualTo("cher");
    assertThat(found(name("Cher^*^*"))).isEqualTo("cher");
    assertThat(found(name("Cher^"))).isEqualTo("cher");
    assertThat(found(name("Che^*"))).isEmpty();
  }

  @Test
  void rangesOfDatesAndTimesAreInclusive() {
    order(NewStep.of("PX", DAY, LocalTime.of(10, 30)).withDescription("a"));
    order(NewStep.of("PX", DAY.plusDays(1), LocalTime.of(18, 0, 59)).withDescription("b"));
    order(NewStep.of("PX", DAY.plusDays(2), LocalTime.of(9, 0)).withDescription("c"));
    assertThat(found(date("20261026"))).isEqualTo("a");
    assertThat(found(date("20261026-20261027"))).isEqualTo("a b");
    assertThat(found(date("-20261027"))).isEqualTo("a b");
    assertThat(found(date("20261027-"))).isEqualTo("b c");
    assertThat(found(date("20261027 - 20261028"))).isEqualTo("b c");
    assertThat(found(date("20261028-20261026"))).isEmpty();
    assertThat(found(time("1030"))).isEqualTo("a");
    assertThat(found(time("10"))).as("the hour").isEqualTo("a");
    assertThat(found(time("1030-1800"))).as("to the end of the minute").isEqualTo("a b");
    assertThat(found(time("103001-"))).isEqualTo("b");
    assertThat(found(time("-1030"))).isEqualTo("a c");
  }

  private static MatchingKey date(String value) {
    return MatchingKey.of(value, STEPS, 0x00400002);
  }

  private static MatchingKey time(String value) {
    return MatchingKey.of(value, STEPS, 0x00400003);
  }

  @Test
  void rangesOfDateAndTimeAreOneRangeOfMoments() {
    LocalDate fifth = LocalDate.of(2026, 7, 5);
    order(NewStep.of("PX", fifth, LocalTime.of(9, 59, 59)).withDescription("early"));
    order(NewStep.of("PX", fifth, LocalTime.of(10, 0)).withDescription("first"));
    order(NewStep.of("PX", fifth.plusDays(1), LocalTime.of(23, 0)).withDescription("night"));
    order(NewStep.of("PX", fifth.plusDays(2), LocalTime.of(18, 0)).withDescription("last"));
    order(NewStep.of("PX", fifth.plusDays(2), LocalTime.of(18, 1)).withDescription("late"));
    assertThat(found(date("20260705-20260707"), time("1000-1800"))).isEqualTo("first night last");
    assertThat(found(date("20260705-"), time("1000-"))).isEqualTo("first night last late");
    assertThat(found(date("-20260707"), time("-1800"))).isEqualTo("early first night last");
    assertThat(found(date("20260705-20260707"), time("1000-")))
        .as("forms that differ are matched each by itself")
        .isEqualTo("first night last late");
    assertThat(found(date("20260705"), time("1000-1800"))).isEqualTo("first");
  }

  @Test
  void keysOfASequenceMatchInOneAndTheSameItem() {
    order(
        new NewStep(
            null,
            DAY,
            TIME,
            "PX",
            List.of(),
            null,
            null,
            "a",
            null,
            null,
            null,
            List.of(new CodedValue("PAN", "99A", null), new CodedValue("CEPH", "99B", null))));
    assertThat(found(code("PAN"), scheme("99A"))).isEqualTo("a");
    assertThat(found(code("PAN"), scheme("99B"))).isEmpty();
    assertThat(found(code("P*"), scheme("*"))).isEqualTo("a");
    assertThat(found(scheme("99?"))).isEqualTo("a");
  }

  private static MatchingKey code(String value) {
    return MatchingKey.of(value, STEPS, CODES, 0x00080100);
  }

  private static MatchingKey scheme(String value) {
    return MatchingKey.of(value, STEPS, CODES, 0x00080102);
  }

  @Test
  void stepForAnyStationMatchesEveryStation() {
    order(step("any"));
    order(step("pan").withStation("PAN"));
    order(step("ceph").withStation("CEPH"));
    assertThat(found(station("PAN"))).isEqualTo("any pan");
    assertThat(found(station("P*"))).isEqualTo("any pan");
    assertThat(found(station("pan"))).isEqualTo("any");
    assertThat(found(station("*"))).isEqualTo("any pan ceph");
  }

  @Test
  void scopeRestrictsWhateverTheKeysSay() {
    long second = fixture.office("Second");
    order(step("any"));
    order(step("pan").withStation("PAN"));
    NewOrder elsewhere = fixture.order(patient("Roe^A"), step("elsewhere"));
    fixture.insert(elsewhere.withOffice(second));
    long stranger = fixture.organization("other");
    long strange =
        fixture.patients(List.of(fixture.person(stranger, "1", "Roe^B", DAY, "F"))).get(0);
    fixture.database.inConnection(
        c ->
            WorklistRows.insert(
                c,
                fixture.database.keys(),
                NewOrder.of(
                    stranger, 1, strange, StudyType.SAFETY_OVERREAD, List.of(step("stranger"))),
                NOW));
    long own = fixture.organizationKey;
    assertThat(found(scope(own, null, null))).isEqualTo("any pan elsewhere");
    assertThat(found(scope(own, "CEPH", null))).isEqualTo("any elsewhere");
    assertThat(found(scope(own, "CEPH", fixture.officeKey))).isEqualTo("any");
    assertThat(found(scope(own, "CEPH", null), station("PAN"))).isEqualTo("any elsewhere");
    assertThat(found(scope(own, null, second))).isEqualTo("elsewhere");
    assertThat(found(scope(stranger, null, null))).isEqualTo("stranger");
  }

  private static WorklistScope scope(long organization, String station, Long office) {
    return new WorklistScope(organization, station, office, null, true, NOW);
  }

  @Test
  void stepsInProgressAndOldOnesAreOfferedAsTheScopeSays() {
    WorklistItem started = order(step("started"));
    fixture.database.inConnection(
        c ->
            WorklistRows.setStepStatus(
                c,
                started.worklistItemKey(),
                fixture.steps(started.worklistItemKey()).get(0).stepKey(),
                StepStatus.STARTED,
                null,
                NOW,
                null));
    order(step("scheduled"));
    order(NewStep.of("PX", DAY.minusDays(3), TIME).withDescription("old"));
    NewOrder expiring = fixture.order(patient("Roe^A"), step("expired"));
    fixture.insert(expiring.withExpiry(NOW));
    fixture.insert(
        fixture.order(patient("Roe^B"), step("expiring")).withExpiry(NOW.plusSeconds(1)));
    LocalDateTime from = DAY.atTime(TIME);
    long own = fixture.organizationKey;
    assertThat(found(new WorklistScope(own, null, null, null, true, NOW)))
        .isEqualTo("old started scheduled expiring");
    assertThat(found(new WorklistScope(own, null, null, null, false, NOW)))
        .isEqualTo("old scheduled expiring");
    assertThat(found(new WorklistScope(own, null, null, from, true, NOW)))
        .isEqualTo("started scheduled expiring");
    assertThat(found(new WorklistScope(own, null, null, from.plusNanos(1_000), true, NOW)))
        .isEmpty();
    assertThat(found(new WorklistScope(own, null, null, from.minusDays(3), true, NOW)))
        .isEqualTo("old started scheduled expiring");
  }

  @Test
  void answersComeInGroupsInOrderAndNoMoreThanAsked() {
    long patient = patient("Doe^A");
    fixture.database.inConnection(
        c -> {
          for (int i = 0; i < 700; i++) {
            NewStep step =
                NewStep.of("PX", DAY.plusDays(i * 31 % 7), LocalTime.of(i * 17 % 24, i % 60));
            WorklistRows.insert(c, fixture.database.keys(), fixture.order(patient, step), NOW);
          }
          return null;
        });
    WorklistScope all = WorklistScope.all(fixture.organizationKey, NOW);
    List<MatchingKey> byName = List.of(name("doe*"));
    for (List<MatchingKey> keys : List.of(List.<MatchingKey>of(), byName)) {
      List<Offer> answers = answers(ModalityWorklist.find(fixture.database, all, keys, 10_000));
      assertThat(answers).hasSize(700).doesNotHaveDuplicates();
      assertThat(answers)
          .extracting(a -> a.step().startDate() + " " + a.step().startTime())
          .isSorted();
      for (int most : List.of(1, 32, 33, 699, 700, 701)) {
        MatchCursor<Offer> cursor = ModalityWorklist.find(fixture.database, all, keys, most);
        assertThat(answers(cursor)).isEqualTo(answers.subList(0, Math.min(most, 700)));
        assertThat(cursor.isCut()).as("" + most).isEqualTo(most < 700);
        assertThat(cursor.next()).isEmpty();
      }
    }
    assertThat(ModalityWorklist.count(fixture.database, all, byName, 1_000)).isEqualTo(700);
    assertThat(ModalityWorklist.count(fixture.database, all, byName, 10)).isEqualTo(10);
  }

  @Test
  void changesBetweenGroupsNeitherRepeatNorEndTheRest() {
    long patient = patient("Doe^A");
    List<WorklistItem> items = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      items.add(fixture.insert(fixture.order(patient, step("s" + i))));
    }
    MatchCursor<Offer> cursor =
        ModalityWorklist.find(
            fixture.database, WorklistScope.all(fixture.organizationKey, NOW), List.of(), 100);
    List<String> seen = new ArrayList<>();
    seen.add(cursor.next().orElseThrow().step().description());
    for (int i : List.of(0, 35)) {
      fixture.database.inConnection(
          c ->
              WorklistRows.delete(c, fixture.organizationKey, items.get(i).worklistItemKey(), NOW));
    }
    fixture.insert(fixture.order(patient, step("new")));
    answers(cursor).forEach(answer -> seen.add(answer.step().description()));
    assertThat(seen).doesNotHaveDuplicates().contains("s39", "new").doesNotContain("s35");
  }

  @Test
  void keyThatCannotBeMatchedIsNamedWithoutItsValue() {
    for (MatchingKey key :
        List.of(
            date("tomorrow"),
            date("-"),
            date("20261301"),
            date("20260101-soon"),
            time("25"),
            time("-"),
            MatchingKey.of("1970", 0x00100030),
            new MatchingKey(AttributePath.of(0x00100030), List.of("19700101", "19700102")),
            new MatchingKey(
                AttributePath.of(0x0020000D),
                IntStream.range(0, 1_025).mapToObj(i -> "1." + i).toList()))) {
      assertThatThrownBy(() -> found(key))
          .isInstanceOfSatisfying(
              InvalidKeyException.class, e -> assertThat(e.path()).isEqualTo(key.path()))
          .hasMessageStartingWith(key.path() + ": ")
          .hasMessageContaining("expected: ")
          .hasMessageNotContaining(key.values().isEmpty() ? "?" : key.values().get(0) + " ");
    }
  }

  @Test
  void keysThatTheModelDoesNotKnowAreToldAndRestrictNothing() {
    order(step("a"));
    MatchingKey unknown = MatchingKey.of("BLUE", 0x00102160);
    MatchingKey universal = MatchingKey.of("", 0x00102180);
    assertThat(found(unknown, universal, description("a"))).isEqualTo("a");
    assertThat(ModalityWorklist.MODEL.unsupported(List.of(unknown, universal, description("a"))))
        .containsExactly(unknown.path());
    assertThat(unknown.path()).hasToString("(0010,2160)");
    assertThat(description("a").path()).hasToString("(0040,0100)>(0040,0007)");
  }

  @Test
  void whatNoColumnCanHoldMatchesNothingAndBreaksNothing() {
    order(step("a"));
    for (String odd : List.of("a\0b", "\uD842", "a\uDFB7*", "\u0001", "\uFFFF*", "\uDBFF\uDFFF*")) {
      assertThat(found(description(odd))).as(odd).isEmpty();
      assertThat(found(MatchingKey.of("x" + odd, 0x00100010))).as(odd).isEmpty();
      assertThat(found(station("x" + odd))).as(odd).isEqualTo("a");
    }
  }
}
