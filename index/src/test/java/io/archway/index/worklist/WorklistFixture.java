package io.archway.index.worklist;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.account.FirstStart;
import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Statements;
import io.archway.index.database.TestDatabase;
import io.archway.index.offer.OfferedSteps;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientName;
import io.archway.index.patient.PatientRows;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/** A database with one organization and whatever patients and orders a test makes. */
public final class WorklistFixture implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-10-25T10:00:00Z");
  public static final LocalDate DAY = LocalDate.of(2026, 10, 26);
  public static final LocalTime TIME = LocalTime.of(9, 30);

  public final Database database;
  public final long organizationKey;
  public final long officeKey;

  public WorklistFixture(TestDatabase kind) {
    this(kind.open());
  }

  public WorklistFixture(Database database) {
    this.database = database;
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main", List.of("ARCHWAY"), "admin");
    organizationKey = FirstStart.ensure(database, names, () -> "hash", NOW).organizationKey();
    officeKey = organizations().defaultOfficeKey(organizationKey).orElseThrow();
  }

  public OrganizationDao organizations() {
    return Daos.of(database, OrganizationDao.class);
  }

  /** Another tenant, with an office. */
  public long organization(String slug) {
    organizations().insert(slug, slug, NOW);
    long key = organizations().keyOfSlug(slug).orElseThrow();
    organizations().insertOffice(key, "Main", NOW);
    return key;
  }

  public long office(String name) {
    organizations().insertOffice(organizationKey, name, NOW);
    return organizations().offices(organizationKey).stream()
        .filter(office -> office.name().equals(name))
        .findFirst()
        .orElseThrow()
        .officeKey();
  }

  public long patient(String patientId, String name, LocalDate birthDate) {
    return patients(List.of(person(organizationKey, patientId, name, birthDate, null))).get(0);
  }

  /** Another of the same Patient ID. */
  public long patient(String patientId, int variant, String name, LocalDate birthDate) {
    long key = database.nextKey(KeySequence.PATIENT);
    PatientIdentity identity =
        new PatientIdentity(
            key, organizationKey, "office:1", patientId, variant, name, birthDate, null, null);
    PatientName parsed = PatientName.parse(name);
    return patients(
            List.of(
                new PatientIdentity.New(identity, null, officeKey, parsed, null, null, null, NOW)))
        .get(0);
  }

  /** A patient of any organization, not yet written. */
  public PatientIdentity.New person(
      long organization, String patientId, String name, LocalDate birthDate, String sex) {
    long key = database.nextKey(KeySequence.PATIENT);
    PatientIdentity identity =
        new PatientIdentity(
            key, organization, "office:1", patientId, 0, name, birthDate, sex, null);
    return new PatientIdentity.New(
        identity, null, officeKey, PatientName.parse(name), null, null, null, NOW);
  }

  public List<Long> patients(List<PatientIdentity.New> patients) {
    List<Long> keys = new ArrayList<>();
    patients.forEach(patient -> keys.add(patient.identity().patientKey()));
    database.inConnection(
        connection -> {
          PatientRows.insert(connection, patients);
          return null;
        });
    return keys;
  }

  public NewOrder order(long patientKey, NewStep... steps) {
    return NewOrder.of(
        organizationKey, officeKey, patientKey, StudyType.COMPREHENSIVE_READ, List.of(steps));
  }

  public WorklistItem insert(NewOrder order) {
    return database.inConnection(
        connection -> WorklistRows.insert(connection, database.keys(), order, NOW).orElseThrow());
  }

  public WorklistItem item(long key) {
    return database
        .inConnection(connection -> WorklistRows.find(connection, organizationKey, key))
        .orElseThrow();
  }

  public List<ScheduledStep> steps(long itemKey) {
    return database.inConnection(connection -> WorklistRows.steps(connection, itemKey));
  }

  public void update(WorklistItem item) {
    database.inConnection(connection -> WorklistRows.update(connection, item, NOW));
  }

  /** Whatever the test did: what modalities are offered is what the other tables say by now. */
  @Override
  public void close() {
    try (database) {
      if (database.isAvailable()) {
        List<String> kept = offered();
        database.inConnection(
            connection -> {
              Statements.update(connection, "DELETE FROM offered_step", binding -> {});
              OfferedSteps.fill(connection);
              return null;
            });
        assertThat(kept).as("what is offered").isEqualTo(offered());
      }
    }
  }

  private List<String> offered() {
    return database.readInConnection(
        connection ->
            Statements.query(
                connection,
                "SELECT * FROM offered_step ORDER BY step_key",
                binding -> {},
                row -> {
                  StringBuilder text = new StringBuilder();
                  for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    text.append(row.getString(i)).append(' ');
                  }
                  return text.toString();
                }));
  }
}
