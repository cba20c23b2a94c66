package io.archway.http.patients;

import static io.archway.index.worklist.WorklistFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.http.access.Actor;
import io.archway.http.contact.PhoneNumbers;
import io.archway.index.access.Visibility;
import io.archway.index.audit.Auditor;
import io.archway.index.database.Daos;
import io.archway.index.database.Statements;
import io.archway.index.database.TestDatabase;
import io.archway.index.patient.PatientRows;
import io.archway.index.profile.PatientProfile;
import io.archway.index.profile.ProfileDao;
import io.archway.index.profile.ProfileRows;
import io.archway.index.profile.ReferenceKind;
import io.archway.index.worklist.WorklistFixture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Imports beside others who change the same patients. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class PatientImportTest {
  private static final int MAX_ROWS = 100;

  @Parameter TestDatabase kind;
  private WorklistFixture fixture;
  private long anna;
  private long anne;

  @BeforeEach
  void open() {
    fixture = new WorklistFixture(kind);
    anna = fixture.patient("1", "Hoxha^Anna", null);
    anne = fixture.patient("2", "Hoxha^Anne", null);
    PatientProfile none = PatientProfile.none(fixture.organizationKey, anna);
    fixture.database.inConnection(
        connection -> {
          ReferenceKind external = ReferenceKind.EXTERNAL;
          ProfileRows.claim(connection, fixture.organizationKey, anna, external, "X");
          ProfileRows.write(connection, none.withReference(external, "X"), NOW);
          return Statements.update(
              connection,
              "UPDATE patient SET merged_into_key = ? WHERE patient_key = ?",
              binding -> binding.add(anne).add(anna));
        });
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private ImportSummary read(boolean preview, String rows) {
    PatientImport.Task task =
        new PatientImport.Task(
            handle -> new Actor(fixture.organizationKey, null, Visibility.ALL),
            Auditor.command(fixture.organizationKey, "import-patients"),
            preview,
            MAX_ROWS);
    PatientImport work =
        new PatientImport(fixture.database, new PhoneNumbers(""), InstantSource.fixed(NOW), task);
    String file = "first_name,last_name,external_id,email\n" + rows;
    try {
      work.accept(ByteBuffer.wrap(file.getBytes(StandardCharsets.UTF_8)));
      return work.end();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private PatientProfile kept() {
    return Daos.of(fixture.database, ProfileDao.class)
        .find(fixture.organizationKey, anne)
        .orElseThrow();
  }

  @Test
  void whatIsSaidOfWhoStaysAtThatMomentIsNotLost() {
    CompletableFuture<ImportSummary> done = new CompletableFuture<>();
    fixture.database.inConnection(
        connection -> {
          PatientRows.lock(connection, fixture.organizationKey, anne);
          done.completeAsync(() -> read(false, "Anne,Hoxha,X,anne@x.example\n"));
          await().atMost(Duration.ofSeconds(20)).until(() -> done.isDone() || isSomebodyWaiting());
          ReferenceKind legacy = ReferenceKind.LEGACY;
          ProfileRows.write(
              connection,
              PatientProfile.none(fixture.organizationKey, anne).withReference(legacy, "Y"),
              NOW);
          return null;
        });
    assertThat(done.join().updated()).isOne();
    assertThat(kept().email()).isEqualTo("anne@x.example");
    assertThat(kept().legacyId()).isEqualTo("Y");
  }

  @Test
  void aPreviewWaitsForNobody() {
    CompletableFuture<ImportSummary> done = new CompletableFuture<>();
    boolean ended =
        fixture.database.inConnection(
            connection -> {
              PatientRows.lock(connection, fixture.organizationKey, anna);
              PatientRows.lock(connection, fixture.organizationKey, anne);
              done.completeAsync(() -> read(true, "Anne,Hoxha,X,anne@x.example\n"));
              await()
                  .atMost(Duration.ofSeconds(20))
                  .until(() -> done.isDone() || isSomebodyWaiting());
              return done.isDone();
            });
    assertThat(done.orTimeout(20, TimeUnit.SECONDS).join().updated()).isOne();
    assertThat(ended).isTrue();
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
