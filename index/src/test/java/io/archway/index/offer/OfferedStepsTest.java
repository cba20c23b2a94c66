package io.archway.index.offer;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.index.database.SqlWork;
import io.archway.index.database.Statements;
import io.archway.index.database.TestDatabase;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientRows;
import io.archway.index.query.MatchCursor;
import io.archway.index.worklist.ModalityWorklist;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.Offer;
import io.archway.index.worklist.PatientMedical;
import io.archway.index.worklist.StepStatus;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistRows;
import io.archway.index.worklist.WorklistScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is offered follows every change, also of two at one time; the fixture compares it all. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class OfferedStepsTest {
  @Parameter TestDatabase kind;
  private WorklistFixture fixture;
  private long patient;

  @BeforeEach
  void open() {
    fixture = new WorklistFixture(kind);
    patient = fixture.patient("1", "Doe^Anna", DAY);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private WorklistItem order() {
    return fixture.insert(fixture.order(patient, NewStep.of("PX", DAY, TIME)));
  }

  private <R> R write(SqlWork<R> work) {
    return fixture.database.inConnection(work);
  }

  private List<String> offered() {
    MatchCursor<Offer> offers =
        ModalityWorklist.find(
            fixture.database, WorklistScope.all(fixture.organizationKey, NOW), List.of(), 100);
    List<String> found = new ArrayList<>();
    for (Optional<Offer> next = offers.next(); next.isPresent(); next = offers.next()) {
      Offer offer = next.get();
      found.add(
          "%s %s %s %s"
              .formatted(
                  offer.patient().name(),
                  offer.step().modality(),
                  offer.step().status(),
                  offer.patient().medical().allergies()));
    }
    return found;
  }

  private PatientIdentity corrected(String name) {
    return new PatientIdentity(
        patient, fixture.organizationKey, "office:1", "1", 0, name, DAY, null, null);
  }

  private Void correct(Connection connection, String name) throws SQLException {
    PatientRows.correct(connection, corrected(name), NOW);
    return null;
  }

  @Test
  void everyChangeIsOfferedAtOnce() {
    WorklistItem item = order();
    assertThat(offered()).containsExactly("Doe^Anna PX SCHEDULED null");
    write(connection -> correct(connection, "Doe^Ann"));
    PatientMedical latex = new PatientMedical(null, "latex", null, null, null, null, null);
    write(c -> WorklistRows.setMedical(c, fixture.organizationKey, patient, latex, NOW));
    assertThat(offered()).containsExactly("Doe^Ann PX SCHEDULED latex");
    long itemKey = item.worklistItemKey();
    long step = fixture.steps(itemKey).get(0).stepKey();
    write(c -> WorklistRows.setStepStatus(c, itemKey, step, StepStatus.STARTED, "1.2", NOW, null));
    assertThat(offered()).containsExactly("Doe^Ann PX STARTED latex");
    write(
        c -> {
          List<NewStep> steps = List.of(NewStep.of("DX", DAY, TIME), NewStep.of("IO", DAY, TIME));
          WorklistRows.replaceSteps(c, fixture.database.keys(), item, steps, NOW);
          return null;
        });
    assertThat(offered())
        .containsExactly("Doe^Ann DX SCHEDULED latex", "Doe^Ann IO SCHEDULED latex");
    write(c -> WorklistRows.delete(c, fixture.organizationKey, itemKey, NOW));
    assertThat(offered()).isEmpty();
  }

  @Test
  void anOrderOfAPatientWhoIsBeingCorrectedIsOfferedUnderTheirNewName() {
    beside(
        connection -> correct(connection, "Doe^Ann"),
        connection ->
            WorklistRows.insert(
                connection,
                fixture.database.keys(),
                fixture.order(patient, NewStep.of("PX", DAY, TIME)),
                NOW));
    assertThat(offered()).containsExactly("Doe^Ann PX SCHEDULED null");
  }

  @Test
  void aCorrectionReachesAnOrderThatIsBeingEntered() {
    beside(
        connection ->
            WorklistRows.insert(
                connection,
                fixture.database.keys(),
                fixture.order(patient, NewStep.of("PX", DAY, TIME)),
                NOW),
        connection -> correct(connection, "Doe^Ann"));
    assertThat(offered()).containsExactly("Doe^Ann PX SCHEDULED null");
  }

  /** Else two who each wrote images of the patient and then order some wait for one another. */
  @Test
  void anOrderDoesNotWaitForImagesOfItsPatientThatAreBeingWritten() {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      write(
          connection -> {
            Statements.update(
                connection,
                "INSERT INTO study (study_key, organization_key, patient_key, received_patient_key,"
                    + " study_instance_uid, device_key, office_key, series_count, instance_count,"
                    + " size_bytes, first_received_at, last_received_at, report_state)"
                    + " VALUES (9, ?, ?, ?, '1.2.9', 1, ?, 1, 1, 1, ?, ?, 'NONE')",
                binding ->
                    binding
                        .add(fixture.organizationKey)
                        .add(patient)
                        .add(patient)
                        .add(fixture.officeKey)
                        .add(NOW)
                        .add(NOW));
            return CompletableFuture.supplyAsync(this::order, thread)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
          });
    } finally {
      thread.shutdown();
    }
    assertThat(offered()).containsExactly("Doe^Anna PX SCHEDULED null");
  }

  /** One transaction commits only when the other waits for it. */
  private void beside(SqlWork<?> first, SqlWork<?> second) {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      CompletableFuture<?> other =
          write(
              connection -> {
                first.run(connection);
                CompletableFuture<?> started =
                    CompletableFuture.supplyAsync(() -> write(second), thread);
                await().atMost(30, TimeUnit.SECONDS).until(this::isSomebodyWaiting);
                return started;
              });
      other.orTimeout(30, TimeUnit.SECONDS).join();
    } finally {
      thread.shutdown();
    }
  }

  private boolean isSomebodyWaiting() {
    String sql =
        kind == TestDatabase.H2
            ? "SELECT count(*) FROM information_schema.sessions WHERE blocker_id IS NOT NULL"
            : "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                + " AND datname = current_database()";
    return fixture.database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one()) > 0;
  }
}
