package io.archway.index.profile;

import static io.archway.index.worklist.WorklistFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.index.access.Visibility;
import io.archway.index.database.Daos;
import io.archway.index.database.PageRequest;
import io.archway.index.database.Statements;
import io.archway.index.database.TestDatabase;
import io.archway.index.patient.Patient;
import io.archway.index.worklist.WorklistFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose an id in another system is, of those who were merged and deleted too. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ProfileRowsTest {
  private static final ReferenceKind KIND = ReferenceKind.EXTERNAL;

  @Parameter TestDatabase kind;
  private WorklistFixture fixture;
  private long anna;
  private long anne;

  @BeforeEach
  void open() {
    fixture = new WorklistFixture(kind);
    anna = fixture.patient("1", "Hoxha^Anna", null);
    anne = fixture.patient("2", "Hoxha^Anne", null);
    assertThat(keep(anna, "X")).isEmpty();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Optional<Long> keep(long key, String reference) {
    return fixture.database.inConnection(
        connection -> {
          Optional<Long> holder =
              ProfileRows.claim(connection, fixture.organizationKey, key, KIND, reference);
          if (holder.isEmpty()) {
            PatientProfile none = PatientProfile.none(fixture.organizationKey, key);
            ProfileRows.write(connection, none.withReference(KIND, reference), NOW);
          }
          return holder;
        });
  }

  private void set(String what) {
    fixture.database.inConnection(
        connection -> Statements.update(connection, "UPDATE patient SET " + what, binding -> {}));
  }

  private void merge() {
    set("merged_into_key = %d WHERE patient_key = %d".formatted(anne, anna));
  }

  private void delete() {
    set("deleted_at = now() WHERE patient_key = " + anna);
  }

  private ProfileDao profiles() {
    return Daos.of(fixture.database, ProfileDao.class);
  }

  private List<Long> found(String reference) {
    ProfileFilter filter = new ProfileFilter(null, null, null, null, reference, null, true);
    return profiles()
        .page(fixture.organizationKey, Visibility.ALL, filter, new PageRequest(1, 10))
        .rows()
        .stream()
        .map(Patient::patientKey)
        .toList();
  }

  @Test
  void anIdOfWhoWasMergedLeadsToWhoStays() {
    assertThat(found("X")).containsExactly(anna);
    merge();
    assertThat(found("X")).containsExactly(anne);
  }

  @Test
  void whoStaysMayTakeAnIdOfWhoWasMergedAndNobodyElse() {
    merge();
    long other = fixture.patient("3", "Gashi^Lea", null);
    assertThat(keep(other, "X")).contains(anna);
    assertThat(keep(anne, "X")).isEmpty();
    assertThat(profiles().keyOf(fixture.organizationKey, KIND, "X")).contains(anne);
    assertThat(profiles().find(fixture.organizationKey, anna).orElseThrow().externalId()).isNull();
    assertThat(found("X")).containsExactly(anne);
  }

  @Test
  void whoIsTakenBackAtThatMomentKeepsTheirId() {
    delete();
    CompletableFuture<Optional<Long>> claimed = new CompletableFuture<>();
    fixture.database.inConnection(
        connection -> {
          Statements.update(
              connection,
              "UPDATE patient SET deleted_at = NULL WHERE patient_key = ?",
              binding -> binding.add(anna));
          claimed.completeAsync(() -> keep(anne, "X"));
          await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> claimed.isDone() || isSomebodyWaiting());
          return null;
        });
    assertThat(claimed.join()).contains(anna);
    assertThat(profiles().find(fixture.organizationKey, anna).orElseThrow().externalId())
        .isEqualTo("X");
  }

  @Test
  void whoIsDeletedGivesTheirIdUp() {
    delete();
    assertThat(keep(anne, "X")).isEmpty();
    assertThat(found("X")).containsExactly(anne);
  }

  private boolean isSomebodyWaiting() {
    String waiting =
        kind == TestDatabase.H2
            ? "SELECT count(*) FROM information_schema.sessions WHERE blocker_id IS NOT NULL"
            : "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                + " AND datname = current_database()";
    return fixture.database.inConnection(
            connection ->
                Statements.query(connection, waiting, binding -> {}, row -> row.getLong(1)).get(0))
        > 0;
  }
}
