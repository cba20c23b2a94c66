package io.archway.index.worklist;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Daos;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.database.TestDatabase;
import io.archway.index.inbox.Decision;
import io.archway.index.inbox.DecisionAction;
import io.archway.index.inbox.DecisionDao;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumRows;
import io.archway.index.patient.NameKind;
import io.archway.index.patient.NameRows;
import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientDao;
import io.archway.index.patient.PatientMerge;
import io.archway.index.patient.PatientMerges;
import io.archway.index.query.MatchingKey;
import io.archway.index.study.CodedValue;
import io.archway.index.study.RequestAttributes;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new index, made from the log alone, gets what the old one knew beyond it. */
class CarriedOrdersTest {
  private WorklistFixture old;
  private WorklistFixture made;
  private long anna;
  private long anne;
  private long walkIn;
  private WorklistItem item;
  private PatientMerge merge;

  @BeforeEach
  void fill() {
    old = new WorklistFixture(TestDatabase.H2);
    anna = old.patient("1", "Doe^Anna", DAY);
    anne = old.patient("2", "Doe^Anne", DAY);
    Arrivals.Arrived first = Arrivals.study(old, anna, anna, "1.1", NOW);
    Arrivals.study(old, anne, anne, "1.2", NOW);
    walkIn = old.patient("made over HTTP", "Roe^Walter", DAY);
    correct();
    item = order(first);
    merge =
        old.database
            .inConnection(
                c ->
                    PatientMerges.merge(
                        c, old.database.keys(), old.organizationKey, anna, anne, 1, NOW))
            .orElseThrow();
    Daos.of(old.database, DecisionDao.class)
        .insert(
            Decision.of(
                    old.database.nextKey(KeySequence.DECISION),
                    old.organizationKey,
                    DecisionAction.MERGE_PATIENTS,
                    "{\"patient_key\":1}",
                    null,
                    "same",
                    NOW)
                .about(5L, item.worklistItemKey(), anna, first.studyKey(), 6L));
    made = fromLog();
  }

  /** A patient's weight, and a name that somebody has put right. */
  private void correct() {
    PatientMedical medical =
        new PatientMedical(new BigDecimal("61.500"), null, null, null, null, null, null);
    old.database.inConnection(
        c -> {
          WorklistRows.setMedical(c, old.organizationKey, walkIn, medical, NOW);
          NameRows.replace(
              c,
              List.of(
                  new NameRows.Name(old.organizationKey, NameKind.PATIENT, anne, "Doe^Annette")));
          return null;
        });
    old.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE patient SET name = 'Doe^Annette', corrected_at = ? WHERE patient_key = ?",
                NOW,
                anne));
  }

  private WorklistItem order(Arrivals.Arrived arrived) {
    NewStep coded =
        new NewStep(
            null,
            DAY,
            TIME,
            "PX",
            List.of("PAN"),
            null,
            null,
            null,
            "Perf^P",
            null,
            null,
            List.of(new CodedValue("C", "99L", null)));
    old.insert(old.order(walkIn, NewStep.of("DX", DAY, TIME)));
    WorklistItem made = old.insert(old.order(anna, coded));
    old.database.inConnection(
        c -> {
          WorklistHistory.add(
              c, old.database.keys(), made, HistoryEntry.Action.CREATED, "[]", null, NOW);
          return null;
        });
    old.update(made.edit().medium(arrived.mediumKey()).build());
    WorklistLink link =
        new WorklistLink(
            arrived.seriesKey(),
            made.worklistItemKey(),
            made.organizationKey(),
            arrived.studyKey(),
            null,
            MatchGrade.STUDY_UID,
            null,
            NOW);
    old.database.inConnection(c -> WorklistLinks.insert(c, List.of(link)));
    return old.item(made.worklistItemKey());
  }

  /** The same objects under other keys. */
  private static WorklistFixture fromLog() {
    WorklistFixture made = new WorklistFixture(TestDatabase.H2);
    made.patient("9", "Other^One", DAY);
    made.patient("8", "Other^Two", DAY);
    long anne = made.patient("2", "Doe^Anne", DAY);
    long anna = made.patient("1", "Doe^Anna", DAY);
    Arrivals.study(made, anne, anne, "1.2", NOW);
    Arrivals.study(made, anna, anna, "1.1", NOW);
    return made;
  }

  @AfterEach
  void close() {
    old.close();
    made.close();
  }

  @Test
  void ordersPatientsAndMergesAreThereUnderTheNewKeys() {
    new CarriedOrders(old.database, made.database).carry();
    long newAnne = patient("Anne").patientKey();
    assertThat(newAnne).isNotEqualTo(anne);
    WorklistEntry entry = entry(item.worklistItemKey());
    assertThat(entry.item().patientKey()).isEqualTo(newAnne);
    assertThat(entry.item())
        .isEqualTo(item.edit().patient(newAnne).medium(entry.item().mediumKey()).build());
    assertThat(entry.item().mediumKey()).isNotNull();
    assertThat(entry.steps()).isEqualTo(old.steps(item.worklistItemKey()));
    assertThat(patient("Walter").name()).isEqualTo("Roe^Walter");
    assertThat(found(MatchingKey.of("doe^annette", 0x00100010))).containsExactly("PX");
    assertThat(found(MatchingKey.of("doe^anne", 0x00100010))).isEmpty();
    assertThat(found(MatchingKey.of("perf*", 0x00400100, 0x00400006))).containsExactly("PX");
    List<WorklistLink> links =
        made.database.inConnection(c -> WorklistLinks.ofItem(c, item.worklistItemKey()));
    assertThat(links).hasSize(1);
    PageRequest first = new PageRequest(1, 9);
    long key = item.worklistItemKey();
    Page<HistoryEntry> history =
        made.database.inConnection(c -> WorklistHistory.page(c, made.organizationKey, key, first));
    assertThat(history.rows())
        .extracting(HistoryEntry::action)
        .containsExactly(HistoryEntry.Action.CREATED);
    assertThat(studyOwner("1.1")).isEqualTo(newAnne);
    assertThat(Daos.of(made.database, DecisionDao.class).ofItem(1, item.worklistItemKey()))
        .singleElement()
        .satisfies(
            decision -> {
              assertThat(decision.decidedWhy()).isEqualTo("same");
              assertThat(decision.undoDetails())
                  .isEqualTo("{\"patient_key\":" + decision.patientKey() + "}");
              assertThat(decision.inboxKey()).isNull();
            });
  }

  @Test
  void whatDevicesSaidIsThereAndStillNamesItsStep() {
    PerformedStep step =
        new PerformedStep(
            old.database.nextKey(KeySequence.PERFORMED_STEP),
            old.organizationKey,
            "2.25.1",
            PerformedStatus.IN_PROGRESS,
            "PAN",
            null,
            old.officeKey,
            "PX",
            null,
            null,
            null,
            NOW,
            null,
            NOW,
            NOW);
    long stepKey = old.steps(item.worklistItemKey()).get(0).stepKey();
    old.database.inConnection(
        c -> {
          PerformedStepRows.insert(c, step, List.of(new RequestAttributes("1.2", "", "", "")));
          PerformedReference named =
              PerformedStepRows.references(c, step.performedStepKey()).get(0);
          PerformedStepRows.resolve(c, named.to(item.worklistItemKey(), stepKey));
          byte[] said = {1, 2, 3};
          return PerformedStepRows.keep(
              c, step, new PerformedMessage("N-CREATE", "1.2.840.10008.1.2", said, NOW));
        });

    new CarriedOrders(old.database, made.database).carry();

    List<PerformedStep> carried =
        made.database.inConnection(c -> PerformedStepRows.ofItem(c, item.worklistItemKey()));
    assertThat(carried).containsExactly(step);
    List<PerformedMessage> messages =
        made.database.inConnection(c -> PerformedStepRows.messages(c, step.performedStepKey()));
    assertThat(messages).hasSize(1);
    assertThat(messages.get(0).dataSet()).containsExactly(1, 2, 3);
    List<PerformedReference> references =
        made.database.inConnection(c -> PerformedStepRows.referencesTo(c, item.worklistItemKey()));
    assertThat(references).extracting(PerformedReference::stepKey).containsExactly(stepKey);
    assertThat(made.database.nextKey(KeySequence.PERFORMED_STEP))
        .isGreaterThan(step.performedStepKey());
  }

  @Test
  void mediumOfImagesThatLieElsewhereStaysWithItsItem() {
    long medium =
        old.database.inConnection(
            c ->
                MediumRows.insertExternal(
                    c,
                    old.database.keys(),
                    old.organizationKey,
                    old.officeKey,
                    walkIn,
                    DAY,
                    "{\"path\":\"/archive/1\"}",
                    NOW));
    WorklistItem agents = old.insert(old.order(walkIn, NewStep.of("PX", DAY, TIME)));
    old.update(agents.edit().medium(medium).build());
    new CarriedOrders(old.database, made.database).carry();
    long carried = entry(agents.worklistItemKey()).item().mediumKey();
    assertThat(Daos.of(made.database, MediumDao.class).find(made.organizationKey, carried))
        .hasValueSatisfying(
            there -> {
              assertThat(there.patientName()).isEqualTo("Roe^Walter");
              assertThat(there.kind()).isEqualTo(Medium.KIND_EXTERNAL);
              assertThat(there.meta()).contains("/archive/1");
            });
  }

  /** What came after a correction and as corrected is a stranger's by the log alone. */
  @Test
  void studyThatCameUnderCorrectedPatientIsTheirs() {
    Arrivals.Arrived later = Arrivals.study(old, anne, anne, "1.3", NOW);
    long stranger = made.patient("2", 1, "Doe^Annette", DAY.minusYears(1));
    Arrivals.study(made, stranger, stranger, "1.3", NOW);
    WorklistItem ordered = old.insert(old.order(anne, NewStep.of("PX", DAY, TIME)));
    old.update(ordered.edit().medium(later.mediumKey()).build());
    new CarriedOrders(old.database, made.database).carry();
    Patient annette = patient("Anne");
    assertThat(studyOwner("1.3")).isEqualTo(annette.patientKey());
    assertThat(entry(ordered.worklistItemKey()).item().mediumKey()).isNotNull();
    List<Patient> called =
        Daos.of(made.database, PatientDao.class)
            .page(made.organizationKey, "Doe", new PageRequest(1, 9))
            .rows();
    assertThat(called).extracting(Patient::patientKey).doesNotContain(stranger);
  }

  @Test
  void carriedMergeComesApart() {
    new CarriedOrders(old.database, made.database).carry();
    long annette = patient("Anne").patientKey();
    PatientMerge carried =
        made.database
            .inConnection(c -> PatientMerges.into(c, made.organizationKey, annette))
            .get(0);
    assertThat(carried.patientMergeKey()).isEqualTo(merge.patientMergeKey());
    assertThat(patient("Anne").correctedAt()).isEqualTo(NOW);
    made.database.inConnection(c -> PatientMerges.unmerge(c, carried, NOW));
    assertThat(studyOwner("1.1")).isEqualTo(carried.fromPatientKey());
    assertThat(entry(item.worklistItemKey()).item().patientKey())
        .isEqualTo(carried.fromPatientKey());
    assertThat(studyOwner("1.2")).isEqualTo(annette);
  }

  @Test
  void patientsAreFoundByTheirIdsHoweverTheOldIndexFoldedThem() {
    old.patient("A\u00C4/00-7", "Poe^Paul", DAY);
    old.database.inTransaction(
        handle -> handle.execute("UPDATE patient SET patient_id_folded = NULL"));
    new CarriedOrders(old.database, made.database).carry();
    assertThat(foldedIds()).contains("1", "2", "madeoverhttp", "aa7").doesNotContainNull();
  }

  private List<String> foldedIds() {
    return made.database.read(
        handle ->
            handle.createQuery("SELECT patient_id_folded FROM patient").mapTo(String.class).list());
  }

  @Test
  void newOrdersGoOnAfterTheCarriedOnes() {
    new CarriedOrders(old.database, made.database).carry();
    WorklistItem next =
        made.insert(made.order(patient("Walter").patientKey(), NewStep.of("PX", DAY, TIME)));
    assertThat(next.worklistItemKey()).isGreaterThan(item.worklistItemKey());
    assertThat(next.request().accessionNumber()).isNotEqualTo(item.request().accessionNumber());
  }

  private Patient patient(String word) {
    return Daos.of(made.database, PatientDao.class)
        .page(made.organizationKey, word, new PageRequest(1, 2))
        .rows()
        .get(0);
  }

  private WorklistEntry entry(long key) {
    return made.database
        .inConnection(c -> WorklistLists.find(c, made.organizationKey, key))
        .orElseThrow();
  }

  private List<String> found(MatchingKey key) {
    return ModalityWorklist.find(
            made.database, WorklistScope.all(made.organizationKey, NOW), List.of(key), 10)
        .next()
        .map(answer -> answer.step().modality())
        .stream()
        .toList();
  }

  private long studyOwner(String uid) {
    return made.database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT s.patient_key FROM study s JOIN medium m ON m.study_key = s.study_key
                    WHERE s.study_instance_uid = ? AND m.patient_key = s.patient_key
                    """)
                .bind(0, uid)
                .mapTo(long.class)
                .one());
  }
}
