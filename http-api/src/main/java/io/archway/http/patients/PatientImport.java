package io.archway.http.patients;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.http.access.Actor;
import io.archway.http.contact.PhoneNumbers;
import io.archway.http.kernel.Authenticator;
import io.archway.http.kernel.Bodies;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.ProblemException;
import io.archway.http.patients.ImportSummary.RowError;
import io.archway.http.patients.PatientWriting.Found;
import io.archway.index.audit.Auditor;
import io.archway.index.database.Database;
import io.archway.index.database.SqlFailureException;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientRows;
import io.archway.index.profile.PatientProfile;
import io.archway.index.profile.ProfileDao;
import io.archway.index.profile.ReferenceKind;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Makes and changes patients by the rows of a CSV file as its bytes come, many in one transaction.
 * Who is known is found by their id in another system, so that the same file again changes nothing.
 * A row that is wrong is left out and told of. One thread.
 */
final class PatientImport {

  /**
   * Who imports, and how.
   *
   * @param actor asked in every transaction
   * @param preview whether nothing is changed
   */
  record Task(Function<Handle, Actor> actor, Auditor auditor, boolean preview, int maxRows) {}

  private static final int BATCH = 200;
  private static final int MAX_ERRORS = 1_000;
  private static final PatientsDialect RULES = new PatientsDialect(Authenticator.none());

  private record Row(int line, NewPatient said) {}

  /** What is to be done with a row. */
  private record Judged(Found found, PatientDraft then) {}

  /** Who has an id of a row, and who they are by now. */
  private record Owner(long holderKey, long patientKey) {}

  private final Database database;
  private final PhoneNumbers phones;
  private final InstantSource clock;
  private final Task task;
  private final CsvRows file = new CsvRows(this::row);
  private final List<Row> batch = new ArrayList<>();
  private final SeenIds seen = new SeenIds();
  private final List<RowError> errors = new ArrayList<>();
  private PatientColumns columns;
  private long rows;
  private long created;
  private long updated;
  private long unchanged;
  private long failed;

  PatientImport(Database database, PhoneNumbers phones, InstantSource clock, Task task) {
    this.database = database;
    this.phones = phones;
    this.clock = clock;
    this.task = task;
  }

  /** The next bytes; throws {@link CsvFileException} where nothing more can be read. */
  void accept(ByteBuffer data) throws Exception {
    file.accept(data);
  }

  ImportSummary end() throws Exception {
    file.end();
    if (columns == null) {
      throw new CsvFileException(1, "nothing (expected: names of columns)");
    }
    flush();
    return summary();
  }

  /** So far. */
  ImportSummary summary() {
    return new ImportSummary(task.preview, rows, created, updated, unchanged, failed, errors);
  }

  private void row(int line, List<String> cells) throws Exception {
    if (columns == null) {
      columns = PatientColumns.of(line, cells);
      return;
    }
    if (++rows > task.maxRows) {
      throw new CsvFileException(line, "too many rows (expected: <= %d)".formatted(task.maxRows));
    }
    FieldErrors wrong = new FieldErrors();
    NewPatient said = read(cells, wrong);
    if (said != null) {
      checkOnce(line, said, wrong);
    }
    if (!wrong.isEmpty()) {
      fail(line, wrong);
      return;
    }
    batch.add(new Row(line, said));
    if (batch.size() == BATCH) {
      flush();
    }
  }

  private NewPatient read(List<String> cells, FieldErrors wrong) throws Exception {
    if (cells == null) {
      wrong.add("row", "malformed (expected: cells as in RFC 4180)");
      return null;
    }
    ObjectNode members = columns.members(cells, wrong);
    if (members.isEmpty()) {
      return null;
    }
    return Bodies.read(
        members,
        NewPatient.class,
        RULES,
        (formed, more) -> rules(more).apply(PatientDraft.nobody(0), PatientChange.of(formed)),
        wrong);
  }

  private void checkOnce(int line, NewPatient said, FieldErrors wrong) {
    checkOnce(line, PatientColumns.EXTERNAL_ID, said.externalId(), wrong);
    checkOnce(line, PatientColumns.LEGACY_ID, said.legacyId(), wrong);
  }

  private void checkOnce(int line, String field, String id, FieldErrors wrong) {
    int other = id == null ? 0 : seen.lineBefore(field, id.strip(), line);
    if (other > 0) {
      wrong.add(field, "is on line %d, too".formatted(other));
    }
  }

  private void fail(int line, FieldErrors wrong) {
    failed++;
    wrong
        .asMap()
        .forEach(
            (field, texts) -> {
              if (errors.size() < MAX_ERRORS) {
                errors.add(new RowError(line, field, String.join("; ", texts)));
              }
            });
  }

  /** What came in between may be in the way of one row: then each has a transaction of its own. */
  private void flush() {
    if (batch.isEmpty()) {
      return;
    }
    List<Row> all = List.copyOf(batch);
    batch.clear();
    try {
      count(all, write(all));
    } catch (ProblemException e) {
      for (Row row : all) {
        alone(row);
      }
    }
  }

  private void alone(Row row) {
    try {
      count(List.of(row), write(List.of(row)));
    } catch (ProblemException e) {
      FieldErrors wrong = new FieldErrors();
      e.problem().errors().forEach((field, texts) -> texts.forEach(t -> wrong.add(field, t)));
      if (wrong.isEmpty()) {
        wrong.add("row", e.problem().message());
      }
      fail(row.line, wrong);
    }
  }

  private sealed interface Outcome {}

  private record Wrong(FieldErrors errors) implements Outcome {}

  private enum Done implements Outcome {
    CREATED,
    UPDATED,
    UNCHANGED
  }

  private void count(List<Row> all, List<Outcome> outcomes) {
    for (int i = 0; i < all.size(); i++) {
      if (outcomes.get(i) instanceof Wrong wrong) {
        fail(all.get(i).line, wrong.errors);
        continue;
      }
      switch ((Done) outcomes.get(i)) {
        case CREATED -> created++;
        case UPDATED -> updated++;
        case UNCHANGED -> unchanged++;
      }
    }
  }

  private List<Outcome> write(List<Row> all) {
    if (task.preview) {
      return database.read(handle -> previewed(handle, all));
    }
    return database.durablyInConnection(
        handle -> {
          Actor actor = task.actor.apply(handle);
          PatientWriting writing =
              new PatientWriting(handle, database.keys(), actor, task.auditor, clock.instant());
          List<Outcome> outcomes = outcomes(handle, all, writing);
          writing.finish();
          return outcomes;
        });
  }

  private List<Outcome> previewed(Handle handle, List<Row> all) {
    try {
      return outcomes(handle, all, null);
    } catch (SQLException e) {
      throw new SqlFailureException(e);
    }
  }

  /**
   * @param writing null for a preview
   */
  private List<Outcome> outcomes(Handle handle, List<Row> all, PatientWriting writing)
      throws SQLException {
    Actor actor = task.actor.apply(handle);
    List<Outcome> outcomes = new ArrayList<>();
    for (Row row : all) {
      FieldErrors wrong = new FieldErrors();
      Judged judged = judge(handle, actor, row.said, wrong);
      outcomes.add(wrong.isEmpty() ? act(judged, writing) : new Wrong(wrong));
    }
    return outcomes;
  }

  private static Outcome act(Judged judged, PatientWriting writing) throws SQLException {
    boolean known = judged.found != null;
    boolean differs = !known || !judged.then.equals(judged.found.draft());
    if (writing != null && differs) {
      if (known) {
        writing.change(judged.found, judged.then, new FieldErrors());
      } else {
        writing.create(judged.then, new FieldErrors());
      }
    }
    return known ? differs ? Done.UPDATED : Done.UNCHANGED : Done.CREATED;
  }

  private Judged judge(Handle handle, Actor actor, NewPatient said, FieldErrors wrong)
      throws SQLException {
    PatientRules rules = rules(wrong);
    List<Owner> owners = owners(handle, actor, said, wrong);
    if (!wrong.isEmpty()) {
      return null;
    }
    if (owners.isEmpty()) {
      PatientWriting.checkMayMake(actor);
      PatientDraft nobody = PatientDraft.nobody(actor.organizationKey());
      PatientDraft then = rules.apply(nobody, said.change());
      PatientWriting.check(handle, actor, nobody.profile(), then.profile(), wrong);
      return new Judged(null, then);
    }
    Found found = PatientWriting.find(handle, actor, owners.get(0).patientKey).orElse(null);
    if (found == null) {
      wrong.add(idField(said), PatientWriting.TAKEN);
      return null;
    }
    PatientDraft before = found.draft();
    PatientDraft then = keepingIds(rules.apply(before, said.change()), handle, actor, found);
    PatientWriting.check(handle, actor, before.profile(), then.profile(), wrong);
    return new Judged(found, speaks(handle, actor, owners) ? then : before);
  }

  private PatientRules rules(FieldErrors wrong) {
    return new PatientRules(phones, LocalDate.ofInstant(clock.instant(), ZoneOffset.MAX), wrong);
  }

  private static String idField(NewPatient said) {
    return said.externalId() == null ? PatientColumns.LEGACY_ID : PatientColumns.EXTERNAL_ID;
  }

  /** Who has the row's ids, all one patient by now; nobody where they were deleted. */
  private List<Owner> owners(Handle handle, Actor actor, NewPatient said, FieldErrors wrong)
      throws SQLException {
    Optional<Owner> external = owner(handle, actor, ReferenceKind.EXTERNAL, said.externalId());
    Optional<Owner> legacy = owner(handle, actor, ReferenceKind.LEGACY, said.legacyId());
    List<Owner> owners = Stream.of(external, legacy).flatMap(Optional::stream).toList();
    if (owners.stream().mapToLong(Owner::patientKey).distinct().count() > 1) {
      wrong.add(PatientColumns.LEGACY_ID, "is of another patient than external_id");
    }
    return owners;
  }

  private Optional<Owner> owner(Handle handle, Actor actor, ReferenceKind kind, String id)
      throws SQLException {
    if (id == null) {
      return Optional.empty();
    }
    long organizationKey = actor.organizationKey();
    Optional<Long> holder =
        handle.attach(ProfileDao.class).keyOf(organizationKey, kind, id.strip());
    if (holder.isEmpty()) {
      return Optional.empty();
    }
    Optional<PatientIdentity> row = row(handle, organizationKey, holder.get());
    while (row.isPresent() && row.get().mergedIntoKey() != null) {
      row = row(handle, organizationKey, row.get().mergedIntoKey());
    }
    return row.map(patient -> new Owner(holder.get(), patient.patientKey()));
  }

  /** Held until the transaction ends; a preview holds nobody. */
  private Optional<PatientIdentity> row(Handle handle, long organizationKey, long patientKey)
      throws SQLException {
    return task.preview
        ? PatientRows.look(handle.getConnection(), organizationKey, patientKey)
        : PatientRows.lock(handle.getConnection(), organizationKey, patientKey);
  }

  /**
   * Several rows may lead to one patient by now, of whom one counts; else they would change them in
   * turn with every import.
   */
  private static boolean speaks(Handle handle, Actor actor, List<Owner> owners) {
    long patientKey = owners.get(0).patientKey;
    if (owners.stream().anyMatch(owner -> owner.holderKey == patientKey)) {
      return true;
    }
    Optional<Long> speaker =
        handle.attach(ProfileDao.class).speaker(actor.organizationKey(), patientKey);
    return owners.stream().anyMatch(owner -> speaker.equals(Optional.of(owner.holderKey)));
  }

  /** Of who was merged into somebody, the ids stay with them. */
  private static PatientDraft keepingIds(
      PatientDraft then, Handle handle, Actor actor, Found found) {
    PatientProfile before = found.profile();
    PatientProfile profile = then.profile();
    for (ReferenceKind kind : ReferenceKind.values()) {
      String id = profile.reference(kind);
      if (id != null && !id.equals(before.reference(kind))) {
        boolean others =
            handle
                .attach(ProfileDao.class)
                .keyOf(actor.organizationKey(), kind, id)
                .filter(key -> key != before.patientKey())
                .isPresent();
        profile = others ? profile.withReference(kind, before.reference(kind)) : profile;
      }
    }
    return then.withProfile(profile);
  }
}
