package io.archway.index.patient;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.access.Visibility;
import io.archway.index.database.Daos;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Plans;
import io.archway.index.database.TestDatabase;
import io.archway.index.patient.PatientChoiceDao.PatientChoice;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.WorklistFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Whoever is typed is found, however few of very many are seen, and however common the words. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class TypedPatientsTest {
  private static final int MANY = 1_300;
  private static final long READER = 1;
  private static final List<String> TYPED =
      List.of(
          "c",
          "co",
          "common",
          "g",
          "given1",
          "given12",
          "given129",
          "p",
          "p1299",
          "common g",
          "giv com",
          "given7 c p",
          "rare",
          "r c",
          "c rare given",
          "nobody",
          "common nobody",
          "given1 p1",
          "p11 given2",
          "p129 couple",
          "x");

  /** Whose words are not beside each: nobody's, every second one's, everybody's. */
  private static final List<String> ASKED = List.of("FALSE", "patient_key % 2 = 0", "TRUE");

  @Parameter TestDatabase kind;

  private WorklistFixture fixture;
  private long branch;

  /** The last five are of a branch; to the first of all it has an order. */
  @BeforeEach
  void fill() {
    fixture = new WorklistFixture(kind);
    branch = fixture.office("Branch");
    List<PatientIdentity.New> patients = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      String name = "Common Couple^Given%d%s".formatted(i, i % 400 == 0 ? "^Rare" : "");
      PatientIdentity identity =
          new PatientIdentity(
              fixture.database.nextKey(KeySequence.PATIENT),
              fixture.organizationKey,
              "office:1",
              "P" + i,
              0,
              name,
              WorklistFixture.DAY,
              null,
              null);
      long office = i < MANY - 5 ? fixture.officeKey : branch;
      patients.add(
          new PatientIdentity.New(
              identity,
              null,
              office,
              PatientName.parse(name),
              null,
              null,
              null,
              WorklistFixture.NOW));
    }
    List<Long> keys = fixture.patients(patients);
    NewStep step = NewStep.of("PX", WorklistFixture.DAY, WorklistFixture.TIME);
    fixture.insert(fixture.order(keys.get(0), step).withOffice(branch));
    fixture.database.inTransaction(
        handle -> handle.execute("UPDATE worklist_item SET radiologist_key = ?", READER));
    fixture.database.read(handle -> handle.execute("ANALYZE"));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<Visibility> readers() {
    return List.of(
        Visibility.ALL,
        Visibility.ofOffices(List.of(fixture.officeKey)),
        Visibility.ofOffices(List.of(branch)),
        Visibility.ofOffices(List.of(branch, fixture.officeKey)),
        Visibility.ofRadiologist(READER),
        Visibility.ofRadiologist(READER + 1),
        Visibility.ofOffices(List.of()));
  }

  private List<PatientChoice> find(Visibility visible, String typed, int most) {
    return fixture.database.inConnection(
        connection ->
            TypedPatients.find(connection, fixture.organizationKey, visible, typed, most));
  }

  private void ask(String whom) {
    fixture.database.inTransaction(
        handle -> handle.execute("UPDATE patient_word SET words = NULL WHERE " + whom));
  }

  private static boolean isMeant(PatientChoice patient, String typed) {
    List<String> words = new ArrayList<>(PatientName.parse(patient.name()).words());
    words.addAll(FoldedText.words(patient.patientId(), 4));
    return FoldedText.words(typed, 8).stream()
        .allMatch(word -> words.stream().anyMatch(own -> own.startsWith(word)));
  }

  @ParameterizedTest
  @FieldSource("ASKED")
  void areFoundByWhoSeesThem(String asked) {
    ask(asked);
    for (Visibility visible : readers()) {
      List<PatientChoice> seen =
          Daos.of(fixture.database, PatientChoiceDao.class)
              .newest(fixture.organizationKey, visible, false, 2 * MANY);
      for (String typed : TYPED) {
        List<PatientChoice> meant =
            seen.stream().filter(patient -> isMeant(patient, typed)).toList();
        for (int most : List.of(1, 10, 50)) {
          assertThat(find(visible, typed, most))
              .as("%s for %s", typed, visible)
              .hasSize(Math.min(most, meant.size()))
              .doesNotHaveDuplicates()
              .isSubsetOf(meant);
        }
      }
    }
  }

  @Test
  void areFoundByANameThatCameLater() {
    PatientIdentity nameless =
        new PatientIdentity(
            fixture.database.nextKey(KeySequence.PATIENT),
            fixture.organizationKey,
            "office:1",
            "N77",
            0,
            null,
            null,
            null,
            null);
    fixture.patients(
        List.of(
            new PatientIdentity.New(
                nameless,
                null,
                fixture.officeKey,
                PatientName.parse(""),
                null,
                null,
                null,
                WorklistFixture.NOW)));
    fixture.database.inConnection(
        connection -> {
          PatientRows.complete(
              connection,
              List.of(
                  new PatientIdentity.Completion(
                      nameless.patientKey(),
                      fixture.organizationKey,
                      "Later^Name",
                      null,
                      null,
                      WorklistFixture.NOW)));
          return null;
        });
    for (String typed : List.of("n77", "later", "later n77", "n7 lat nam")) {
      assertThat(find(Visibility.ALL, typed, 10))
          .as(typed)
          .extracting(PatientChoice::patientKey)
          .containsExactly(nameless.patientKey());
    }
    assertThat(
            fixture.database.<String, RuntimeException>read(
                handle ->
                    handle
                        .createQuery("SELECT words FROM patient_word WHERE word = 'n77'")
                        .mapTo(String.class)
                        .one()))
        .contains(" n77", " later", " name");
  }

  @Test
  void areReadByIndexesInTheirOrder() {
    if (kind != TestDatabase.H2) {
      return;
    }
    Plans.remember(fixture.database);
    for (String asked : ASKED) {
      ask(asked);
      readers().forEach(visible -> TYPED.forEach(typed -> find(visible, typed, 10)));
    }
    List<String> plans =
        Plans.remembered(fixture.database).stream()
            .filter(plan -> !plan.startsWith("UPDATE patient_word"))
            .toList();
    assertThat(plans).hasSizeGreaterThan(10);
    assertThat(plans)
        .noneMatch(plan -> Plans.scans(plan, List.of("patient", "patient_word", "worklist_item")));
    assertThat(plans)
        .filteredOn(plan -> plan.contains("ORDER BY a.organization_key"))
        .hasSizeGreaterThan(3)
        .allMatch(plan -> plan.contains("index sorted"));
    assertThat(plans)
        .filteredOn(plan -> plan.contains("FROM patient_word b"))
        .isNotEmpty()
        .allMatch(plan -> plan.contains("patient_word_by_patient"));
  }
}
