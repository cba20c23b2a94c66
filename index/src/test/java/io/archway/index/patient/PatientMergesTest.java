package io.archway.index.patient;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.TestDatabase;
import io.archway.index.offer.OfferedSteps;
import io.archway.index.worklist.Arrivals;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.WorklistFixture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class PatientMergesTest {
  private static final Instant BEFORE = NOW.minusSeconds(60);
  private static final Instant AFTER = NOW.plusSeconds(60);

  @Parameter TestDatabase kind;
  private WorklistFixture fixture;
  private long anna;
  private long anne;
  private long ana;

  @BeforeEach
  void open() {
    fixture = new WorklistFixture(kind);
    anna = patient("1", "Doe^Anna");
    anne = patient("2", "Doe^Anne");
    ana = patient("3", "Doe^Ana");
  }

  private long patient(String id, String name) {
    long key = fixture.patient(id, name, DAY);
    Arrivals.study(fixture, key, key, "1.2." + key, BEFORE);
    fixture.insert(fixture.order(key, NewStep.of("PX", DAY, TIME)));
    return key;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void everythingMovesAndExactlyThatMovesBack() {
    Map<String, String> before = owners();
    PatientMerge merge = merge(anna, anne).orElseThrow();
    assertThat(owners().values()).doesNotContain("" + anna);
    assertThat(mergedInto(anna)).isEqualTo(anne);
    assertThat(ofPatient(anna)).contains(merge);
    assertThat(into(anne)).containsExactly(merge);
    assertThat(unmerge(merge)).isTrue();
    assertThat(owners()).isEqualTo(before);
    assertThat(mergedInto(anna)).isNull();
    assertThat(ofPatient(anna)).isEmpty();
    assertThat(into(anne)).isEmpty();
    assertThat(unmerge(merge)).as("once more").isFalse();
  }

  @Test
  void imagesThatCameMeanwhileGoWithTheirIdentity() {
    Arrivals.Arrived moved = Arrivals.study(fixture, anna, anne, "1.2.9", BEFORE);
    PatientMerge merge = merge(anna, anne).orElseThrow();
    Arrivals.Arrived later = Arrivals.study(fixture, anna, anne, "1.2.8", AFTER);
    fixture.insert(fixture.order(anne, NewStep.of("DX", DAY, TIME)));
    unmerge(merge);
    assertThat(owners())
        .containsEntry("study " + later.studyKey(), "" + anna)
        .containsEntry("medium " + later.mediumKey(), "" + anna)
        .as("decided before the merge")
        .containsEntry("study " + moved.studyKey(), "" + anne);
  }

  @Test
  void chainsComeApartInEitherOrder() {
    Map<String, String> before = owners();
    for (boolean firstFirst : List.of(true, false)) {
      PatientMerge first = merge(anna, anne).orElseThrow();
      PatientMerge second = merge(anne, ana).orElseThrow();
      assertThat(owners().values()).containsOnly("" + ana);
      assertThat(mergedInto(anna)).as("arrivals look one step far").isEqualTo(ana);
      unmerge(firstFirst ? first : second);
      assertThat(owners().values()).containsOnly("" + ana, "" + (firstFirst ? anna : anne));
      unmerge(firstFirst ? second : first);
      assertThat(owners()).isEqualTo(before);
      assertThat(mergedInto(anna)).isNull();
      assertThat(mergedInto(anne)).isNull();
    }
  }

  @Test
  void imagesThatCameDuringAChainFindTheirWayHome() {
    PatientMerge first = merge(anna, anne).orElseThrow();
    PatientMerge second = merge(anne, ana).orElseThrow();
    Arrivals.Arrived later = Arrivals.study(fixture, anna, ana, "1.2.7", AFTER);
    unmerge(second);
    assertThat(owners()).containsEntry("study " + later.studyKey(), "" + anne);
    unmerge(first);
    assertThat(owners())
        .containsEntry("study " + later.studyKey(), "" + anna)
        .containsEntry("medium " + later.mediumKey(), "" + anna);
  }

  @Test
  void whatCameBackIsLeftByTheMergeThatHadMovedItOn() {
    PatientMerge first = merge(anna, anne).orElseThrow();
    Arrivals.Arrived later = Arrivals.study(fixture, anna, anne, "1.2.6", AFTER);
    PatientMerge second = merge(anne, ana).orElseThrow();
    unmerge(first);
    Map<String, String> apart = owners();
    PatientMerge third = merge(anna, ana).orElseThrow();
    unmerge(second);
    assertThat(mergedInto(anna)).isEqualTo(ana);
    assertThat(owners())
        .containsEntry("study " + later.studyKey(), "" + ana)
        .containsEntry("medium " + later.mediumKey(), "" + ana);
    assertThat(owners().values()).doesNotContain("" + anna);
    unmerge(third);
    apart.forEach(
        (row, owner) -> {
          if (owner.equals("" + anna)) {
            assertThat(owners()).containsEntry(row, owner);
          }
        });
  }

  @Test
  void aStudyGivenToAnotherAfterItCameBackStaysThere() {
    Map<String, String> expected = owners();
    expected.replaceAll((row, owner) -> owner.equals("" + anna) ? "" + ana : owner);
    PatientMerge first = merge(anna, anne).orElseThrow();
    PatientMerge second = merge(anne, ana).orElseThrow();
    unmerge(first);
    give(anna, ana);
    unmerge(second);
    assertThat(owners()).isEqualTo(expected);
  }

  @Test
  void mergesInAnyOrderLeaveEverythingWithWhomTheyLeadTo() {
    List<Long> patients = List.of(anna, anne, ana, patient("4", "Doe^Ann"), patient("5", "Doe^A"));
    Map<String, String> before = owners();
    Map<Long, PatientMerge> live = new TreeMap<>();
    Random random = new Random(20261122);
    for (int i = 0; i < 150; i++) {
      long one = patients.get(random.nextInt(patients.size()));
      long other = patients.get(random.nextInt(patients.size()));
      if (live.containsKey(one)) {
        assertThat(unmerge(live.remove(one))).isTrue();
      } else if (one != other && !live.containsKey(other)) {
        live.put(one, merge(one, other).orElseThrow());
      } else if (i < 60) {
        Arrivals.Arrived later = Arrivals.study(fixture, one, last(live, one), "1.3." + i, AFTER);
        before.put("study " + later.studyKey(), "" + one);
        before.put("medium " + later.mediumKey(), "" + one);
      }
      Map<String, String> expected = new TreeMap<>(before);
      expected.replaceAll((row, owner) -> "" + last(live, Long.parseLong(owner)));
      assertThat(owners()).as("step %d", i).isEqualTo(expected);
    }
    live.values().forEach(this::unmerge);
    assertThat(owners()).isEqualTo(before);
    assertThat(patients).allSatisfy(patient -> assertThat(mergedInto(patient)).isNull());
  }

  private static long last(Map<Long, PatientMerge> live, long patient) {
    long last = patient;
    while (live.containsKey(last)) {
      last = live.get(last).intoPatientKey();
    }
    return last;
  }

  /** As the inbox does with all rows of a patient. */
  private void give(long from, long to) {
    for (String table : List.of("study", "medium", "worklist_item")) {
      fixture.database.read(
          handle ->
              handle.execute(
                  "UPDATE " + table + " SET patient_key = ? WHERE patient_key = ?", to, from));
    }
    fixture.database.inConnection(
        connection -> {
          OfferedSteps.refreshPatients(connection, List.of(from, to));
          return null;
        });
  }

  @Test
  void patientsThatCannotBeJoinedAreLeft() {
    Map<String, String> before = owners();
    assertThat(merge(anna, anna)).isEmpty();
    assertThat(merge(anna, 999_999)).isEmpty();
    long stranger =
        fixture
            .patients(
                List.of(fixture.person(fixture.organization("other"), "1", "Doe^A", DAY, "F")))
            .get(0);
    assertThat(merge(anna, stranger)).isEmpty();
    assertThat(owners()).isEqualTo(before);
    merge(anna, anne);
    assertThat(merge(anna, ana)).as("merged already").isEmpty();
    assertThat(merge(ana, anna)).as("into one that is merged").isEmpty();
  }

  private Optional<PatientMerge> merge(long from, long into) {
    return fixture.database.inConnection(
        connection ->
            PatientMerges.merge(
                connection, fixture.database.keys(), fixture.organizationKey, from, into, 7, NOW));
  }

  private boolean unmerge(PatientMerge merge) {
    return fixture.database.inConnection(
        connection -> PatientMerges.unmerge(connection, merge, NOW.plusSeconds(99)));
  }

  private Optional<PatientMerge> ofPatient(long key) {
    return fixture.database.inConnection(
        connection -> PatientMerges.ofPatient(connection, fixture.organizationKey, key));
  }

  private List<PatientMerge> into(long key) {
    return fixture.database.inConnection(
        connection -> PatientMerges.into(connection, fixture.organizationKey, key));
  }

  private Long mergedInto(long key) {
    return fixture.database.read(
        handle ->
            handle
                .createQuery("SELECT merged_into_key FROM patient WHERE patient_key = ?")
                .bind(0, key)
                .mapTo(Long.class)
                .one());
  }

  /** Whose each row is. */
  private Map<String, String> owners() {
    Map<String, String> owners = new TreeMap<>();
    for (String table : List.of("study", "medium", "worklist_item")) {
      fixture.database.read(
          handle ->
              handle
                  .createQuery("SELECT " + table + "_key AS k, patient_key AS p FROM " + table)
                  .map((row, context) -> owners.put(table + " " + row.getLong(1), row.getString(2)))
                  .list());
    }
    return owners;
  }
}
