package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.archway.http.kernel.Change;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.ProblemException;
import io.archway.index.audit.Auditor;
import io.archway.index.database.BrokenStatements;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.TestDatabase;
import io.archway.index.worklist.StepStatus;
import io.archway.index.worklist.StudyType;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistRows;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What several callers say at once, and what devices have begun, on both databases. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
final class AgentStudiesTest {
  private static final Auditor AUDITOR = Auditor.gateway(1, "test", "test");

  private static final int CALLERS = 8;
  private static final int STUDIES = 6;

  /** What a study leaves rows in. */
  private static final List<String> WRITTEN =
      List.of(
          "patient",
          "person_name",
          "medium",
          "worklist_item",
          "scheduled_procedure_step",
          "worklist_history",
          "event");

  @Parameter TestDatabase kind;
  private WorklistFixture fixture;
  private Database database;
  private Principal principal;
  private AgentStudies studies;

  @BeforeEach
  void open() {
    fixture = new WorklistFixture(kind);
    database = fixture.database;
    principal = new Principal(fixture.organizationKey, 0, 0, Set.of());
    studies = new AgentStudies(database, InstantSource.fixed(WorklistFixture.NOW));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void callersAtOnceGetOneSetOfRows() throws Exception {
    for (int study = 0; study < STUDIES; study++) {
      String uid = "1.2.3." + study;
      List<WorklistEntry> answers = atOnce(uid, "P" + study / 2);
      assertThat(answers)
          .allSatisfy(answer -> assertThat(ids(answer)).isEqualTo(ids(answers.get(0))));
    }
    assertThat(count("worklist_item")).isEqualTo(STUDIES);
    assertThat(count("medium")).isEqualTo(STUDIES);
    assertThat(count("patient")).isEqualTo(STUDIES / 2);
    assertThat(count("worklist_history")).isEqualTo(STUDIES);
    assertThat(count("event WHERE event_type = 'ITEM_CREATED'")).isEqualTo(STUDIES);
    assertThat(count("inbox")).isZero();
  }

  /** The statement is refused, or the connection is lost there. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatBreaksOffAtAnyStatementLeavesNothing(boolean lost) {
    DatabaseSettings settings = kind.settings();
    try (BrokenStatements statements = new BrokenStatements(settings)) {
      WorklistFixture clinic = new WorklistFixture(statements.whole());
      AgentStudies broken =
          new AgentStudies(statements.broken(), InstantSource.fixed(WorklistFixture.NOW));
      Principal caller = new Principal(clinic.organizationKey, 0, 0, Set.of());
      BrokenStatements.Instead instead =
          connection -> {
            if (lost) {
              connection.close();
            }
            throw new SQLException("no space on the disk", "53100");
          };
      Map<String, List<String>> before = rows(statements.whole());
      int broke = 0;
      boolean reached = true;
      while (reached) {
        statements.arm(broke + 1, instead);
        Throwable failure =
            catchThrowable(() -> broken.store(caller, AUDITOR, dicom("1.2.3", "P1")));
        reached = statements.disarm();
        if (reached) {
          broke++;
          assertThat(failure).as("statement %d", broke).isNotNull();
          assertThat(rows(statements.whole())).as("statement %d", broke).isEqualTo(before);
        } else {
          assertThat(failure).isNull();
        }
      }
      assertThat(broke).as("statements").isGreaterThan(10);
      assertThat(rows(statements.whole()))
          .allSatisfy((table, rows) -> assertThat(rows).as(table).isNotEmpty());
    }
  }

  private static Map<String, List<String>> rows(Database database) {
    return database.read(
        handle -> {
          Map<String, List<String>> rows = new TreeMap<>();
          for (String table : WRITTEN) {
            rows.put(
                table,
                handle.createQuery("SELECT * FROM " + table).mapToMap().stream()
                    .map(Object::toString)
                    .toList());
          }
          return rows;
        });
  }

  private List<WorklistEntry> atOnce(String uid, String patientId) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    CyclicBarrier barrier = new CyclicBarrier(CALLERS);
    try {
      List<Future<WorklistEntry>> calls = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        calls.add(
            callers.submit(
                () -> {
                  barrier.await();
                  return studies.store(principal, AUDITOR, dicom(uid, patientId));
                }));
      }
      List<WorklistEntry> answers = new ArrayList<>();
      for (Future<WorklistEntry> call : calls) {
        answers.add(call.get());
      }
      return answers;
    } finally {
      callers.shutdown();
    }
  }

  private static List<Long> ids(WorklistEntry entry) {
    return List.of(
        entry.item().worklistItemKey(), entry.item().mediumKey(), entry.item().patientKey());
  }

  static NewDicom dicom(String uid, String patientId) {
    return new NewDicom(
        "/archive",
        null,
        uid,
        uid + ".1",
        "2026-10-25",
        "Maker",
        null,
        null,
        patientId,
        "Doe^Jane",
        "1980-01-02",
        "F",
        null,
        "PX",
        null,
        null,
        null);
  }

  private long count(String rows) {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM " + rows).mapTo(long.class).one());
  }

  @Test
  void stepThatHasBegunStaysAsItIs() {
    WorklistEntry entry = studies.store(principal, AUDITOR, dicom("1.2.3", "P1"));
    long key = entry.item().worklistItemKey();
    var step = entry.steps().get(0);
    database.inConnection(
        c ->
            WorklistRows.setStepStatus(
                c, key, step.stepKey(), StepStatus.STARTED, "1.2.3.4", WorklistFixture.NOW, null));
    WorklistOrders orders = new WorklistOrders(database, InstantSource.fixed(WorklistFixture.NOW));
    OrderParts.Step other = step(null, "DX");
    assertThatThrownBy(() -> orders.update(principal, AUDITOR, key, steps(entry, other)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().errors()).containsOnlyKeys("steps"));
    WorklistEntry more =
        orders.update(
            principal, AUDITOR, key, steps(entry, other, step(step.id(), step.modality())));
    assertThat(more.steps()).hasSize(2);
    assertThat(more.steps().get(1).stepKey()).isEqualTo(step.stepKey());
    assertThat(more.steps().get(1).status()).isEqualTo(StepStatus.STARTED);
  }

  private static OrderParts.Step step(String id, String modality) {
    return new OrderParts.Step(
        id,
        modality,
        LocalDate.of(2026, 10, 25),
        null,
        List.of(),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static ItemChange steps(WorklistEntry entry, OrderParts.Step... steps) {
    return new ItemChange(
        entry.item().officeKey(),
        Change.absent(),
        Change.absent(),
        entry.item().patientKey(),
        StudyType.COMPREHENSIVE_READ,
        Change.absent(),
        Change.absent(),
        null,
        null,
        null,
        null,
        Change.absent(),
        null,
        Change.absent(),
        Change.absent(),
        Change.absent(),
        Change.absent(),
        Change.absent(),
        Change.absent(),
        null,
        null,
        null,
        List.of(steps));
  }
}
