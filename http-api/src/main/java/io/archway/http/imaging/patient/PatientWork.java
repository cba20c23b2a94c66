package io.archway.http.imaging.patient;

import io.archway.http.access.Actor;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientKeeping;
import io.archway.index.patient.PatientKeeping.InTheWay;
import io.archway.index.patient.PatientKeeping.Made;
import io.archway.index.patient.PatientKeeping.Taken;
import io.archway.index.patient.PatientRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Makes and deletes patients: each in one transaction with its audit and its event, durable when it
 * returns. Thread-safe.
 */
public final class PatientWork {

  private static final String OFFICE = "office_id";

  private final Database database;
  private final InstantSource clock;

  public PatientWork(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Gives the key of who was made. */
  public long make(Request request, NewPatient body) {
    return database.durablyInConnection(
        handle -> {
          Instant now = clock.instant();
          Actor actor = Actor.of(handle, request.principal());
          long officeKey = check(handle, actor, body, now);
          PatientKeeping keeping =
              new PatientKeeping(handle.getConnection(), actor.organizationKey(), now);
          Made made = keeping.make(database.keys(), body.said(officeKey));
          if (made instanceof Taken taken) {
            throw taken(handle, actor, taken.patientKey());
          }
          tell(handle, request, made.patientKey(), EventType.PATIENT_CREATED, now);
          return made.patientKey();
        });
  }

  /** The office that is said, else the one that the user has. */
  private static long check(Handle handle, Actor actor, NewPatient body, Instant now) {
    FieldErrors errors = new FieldErrors();
    LocalDate latest = LocalDate.ofInstant(now, ZoneOffset.MAX);
    if (body.birthDate() != null && body.birthDate().isAfter(latest)) {
      errors.add("birth_date", "expected: a day that has been");
    }
    Long office = body.officeId() == null ? only(handle, actor) : body.officeId();
    OrganizationDao organizations = handle.attach(OrganizationDao.class);
    if (office == null) {
      errors.add(OFFICE, "required: an office of the user");
    } else if (!actor.visible().includeOwnedBy(office)) {
      errors.add(OFFICE, "expected: an office of the user");
    } else if (organizations.findOffice(actor.organizationKey(), office).isEmpty()) {
      errors.add(OFFICE, "expected: an office of this organization");
    }
    errors.throwIfAny();
    return office;
  }

  private static Long only(Handle handle, Actor actor) {
    List<Long> offices = actor.visible().officeKeys();
    if (actor.visible().isAll()) {
      return handle
          .attach(OrganizationDao.class)
          .defaultOfficeKey(actor.organizationKey())
          .orElse(null);
    }
    return offices != null && offices.size() == 1 ? offices.get(0) : null;
  }

  /** Whoever does not see them does not learn who it is. */
  private static RuntimeException taken(Handle handle, Actor actor, long patientKey) {
    String who =
        actor.visible().seesPatient(handle, patientKey)
            ? "patient %d".formatted(patientKey)
            : "another patient";
    return Problem.of(
            ProblemType.CONFLICT,
            "patient_id: that of %s (expected: one that nobody has, or none)".formatted(who))
        .toException();
  }

  /**
   * 404 where they are gone, of another organization or not seen; 409 where something is theirs.
   */
  public void delete(Request request, long patientKey) {
    database.durablyInConnection(
        handle -> {
          Instant now = clock.instant();
          Actor actor = Actor.of(handle, request.principal());
          PatientIdentity held =
              hold(handle.getConnection(), actor.organizationKey(), patientKey)
                  .filter(patient -> actor.visible().seesPatient(handle, patientKey))
                  .orElseThrow(() -> Problem.notFound().toException());
          Optional<InTheWay> kept =
              new PatientKeeping(handle.getConnection(), actor.organizationKey(), now).delete(held);
          if (kept.isPresent()) {
            throw Problem.of(ProblemType.CONFLICT, text(kept.get())).toException();
          }
          tell(handle, request, patientKey, EventType.PATIENT_DELETED, now);
          return null;
        });
  }

  private static Optional<PatientIdentity> hold(
      Connection connection, long organizationKey, long patientKey) throws SQLException {
    return PatientRows.lock(connection, organizationKey, patientKey);
  }

  private static String text(InTheWay kept) {
    return switch (kept) {
      case MERGED -> "The patient is merged into another (expected: unmerged before).";
      case OTHERS_MERGED -> "Others are merged into the patient (expected: unmerged before).";
      case IMAGES -> "The patient has images or files, be they deleted (expected: none).";
      case ORDERS -> "The patient has worklist items (expected: deleted before).";
      case REPORTS -> "The patient has reports (expected: deleted before).";
      case INBOX -> "The inbox asks about the patient (expected: decided before).";
    };
  }

  private static void tell(
      Handle handle, Request request, long patientKey, EventType type, Instant now)
      throws SQLException {
    Action action = type == EventType.PATIENT_DELETED ? Action.DELETE : Action.CREATE;
    Audit.changed(handle, request.auditor(), RecordKind.PATIENT, patientKey, action);
    long organizationKey = request.principal().organizationKey();
    EventLog.append(
        handle.getConnection(),
        List.of(new NewEvent(organizationKey, type, patientKey, null, null, null, null, null)),
        now);
  }
}
