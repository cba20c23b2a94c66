package io.archway.http.imaging;

import io.archway.http.access.Actor;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.event.EventLog;
import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientDao;
import io.archway.index.patient.PatientDecision;
import io.archway.index.patient.PatientDecision.Done;
import io.archway.index.patient.PatientDecision.Refused;
import io.archway.index.patient.PatientDecisions;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/**
 * Merges, takes apart and corrects patients: each in one transaction with its decision and its
 * events, durable when it returns. Thread-safe.
 */
final class PatientChanges {

  private static final String INTO = "into_patient_id";

  private interface Deciding {
    PatientDecision decide(Handle handle, PatientDecisions decisions) throws SQLException;
  }

  private final Database database;
  private final InstantSource clock;

  PatientChanges(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  void merge(Request request, long patientKey, NewMerge body) {
    decide(
        request,
        patientKey,
        (handle, decisions) -> {
          long into = body.intoPatientId();
          if (!Actor.of(handle, request.principal()).visible().seesPatient(handle, into)) {
            return new Refused(PatientDecision.Reason.NOT_FOUND, into, null);
          }
          return decisions.merge(patientKey, into, null, user(request), body.reason().strip());
        });
  }

  void unmerge(Request request, long patientKey, MergeEnd body) {
    decide(
        request,
        patientKey,
        (handle, decisions) -> decisions.unmerge(patientKey, user(request), body.reason().strip()));
  }

  void correct(Request request, long patientKey, PatientChange body) {
    decide(
        request,
        patientKey,
        (handle, decisions) -> {
          decisions.hold(patientKey); // so that what is absent stays as it is now
          Patient patient =
              handle
                  .attach(PatientDao.class)
                  .find(request.principal().organizationKey(), patientKey)
                  .orElseThrow(() -> Problem.notFound().toException());
          body.checkUnchanged(patient);
          return decisions.correct(
              patientKey,
              body.nameOf(patient),
              body.birthDate().orElse(patient.birthDate()),
              body.sex().given() ? PatientSex.of(body.sex().value()) : patient.sex(),
              user(request),
              OrderParts.orNull(body.reason()));
        });
  }

  private void decide(Request request, long patientKey, Deciding deciding) {
    long organizationKey = request.principal().organizationKey();
    database.durablyInConnection(
        handle -> {
          Instant now = clock.instant();
          if (!Actor.of(handle, request.principal()).visible().seesPatient(handle, patientKey)) {
            throw Problem.notFound().toException();
          }
          PatientDecisions decisions =
              new PatientDecisions(handle, database.keys(), organizationKey, now);
          PatientDecision decision = deciding.decide(handle, decisions);
          if (decision instanceof Refused refused) {
            throw refusal(refused, patientKey);
          }
          Audit.changed(handle, request.auditor(), RecordKind.PATIENT, patientKey, Action.UPDATE);
          EventLog.append(handle.getConnection(), ((Done) decision).events(), now);
          return null;
        });
  }

  private static ProblemException refusal(Refused refused, long patientKey) {
    boolean other = refused.patientKey() != patientKey;
    return switch (refused.reason()) {
      case NOT_FOUND ->
          other
              ? invalid("expected: a patient of this organization")
              : Problem.notFound().toException();
      case SAME -> invalid("expected: another patient");
      case UNIDENTIFIED -> invalid("expected: a patient with a Patient ID");
      case MERGED ->
          other
              ? invalid(
                  "merged into another patient (expected: %d)".formatted(refused.mergedIntoKey()))
              : new ProblemException(
                  ProblemType.CONFLICT,
                  "The patient is merged into patient %d.".formatted(refused.mergedIntoKey()));
      case NOT_MERGED ->
          new ProblemException(ProblemType.CONFLICT, "The patient is merged into nobody.");
    };
  }

  /** A machine's token has none. */
  private static Long user(Request request) {
    long key = request.principal().userKey();
    return key == 0 ? null : key;
  }

  private static ProblemException invalid(String expectation) {
    return new FieldErrors().add(INTO, expectation).problem().toException();
  }
}
