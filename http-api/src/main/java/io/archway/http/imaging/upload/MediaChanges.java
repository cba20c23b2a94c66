package io.archway.http.imaging.upload;

import io.archway.http.access.Actor;
import io.archway.http.imaging.MediumView;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.document.DocumentDao;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumFile;
import io.archway.index.medium.MediumFileDao;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientRows;
import io.archway.ingest.Eraser;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What people do with a medium: say other things of it, delete it so that it can be restored, purge
 * it for good. Each in one transaction with its event and its entry of the audit, durable when it
 * returns. Thread-safe.
 */
final class MediaChanges {
  private static final String PATIENT_ID = "patient_id";

  private final Database database;
  private final Eraser eraser;
  private final InstantSource clock;

  MediaChanges(Database database, Eraser eraser, InstantSource clock) {
    this.database = database;
    this.eraser = eraser;
    this.clock = clock;
  }

  MediumView update(Request request, long mediumKey, MediumChange body) {
    return database.durablyInConnection(
        handle -> {
          Instant now = clock.instant();
          Medium before = seen(handle, request, mediumKey);
          checkCategory(handle, before, body);
          long patientKey = patient(handle, Actor.of(handle, request.principal()), before, body);
          handle
              .attach(MediumFileDao.class)
              .say(
                  before.organizationKey(),
                  mediumKey,
                  body.status().orElse(before.status()),
                  body.description().orElse(before.description()),
                  body.meta().given() ? Objects.toString(body.meta().value(), null) : before.meta(),
                  body.category().orElse(before.category()),
                  patientKey == before.patientKey() ? null : patientKey,
                  now);
          if (patientKey != before.patientKey()) { // a mount is of one patient
            handle.attach(DocumentDao.class).dismount(before.organizationKey(), mediumKey);
          }
          Medium after =
              handle
                  .attach(MediumDao.class)
                  .find(before.organizationKey(), mediumKey)
                  .orElseThrow();
          Audit.changed(handle, request.auditor(), RecordKind.MEDIUM, mediumKey, Action.UPDATE);
          tell(handle, EventType.MEDIUM_UPDATED, after, now);
          return MediumView.of(after);
        });
  }

  /** What it has may stay, also where that category is gone. */
  private static void checkCategory(Handle handle, Medium before, MediumChange body) {
    String category = body.category().value();
    if (!Objects.equals(category, before.category())) {
      FieldErrors errors = new FieldErrors();
      Categories.check(handle, before.organizationKey(), category, errors);
      errors.throwIfAny();
    }
  }

  /** A study is its patient's by what its images say; only a file can be somebody else's. */
  private static long patient(Handle handle, Actor actor, Medium medium, MediumChange body)
      throws SQLException {
    Long key = body.patientId().value();
    if (key == null || key == medium.patientKey()) {
      return medium.patientKey();
    } else if (medium.fileName() == null) {
      throw invalid("of a study it is what its images say (expected: none)");
    }
    Optional<PatientIdentity> patient =
        PatientRows.lock(handle.getConnection(), medium.organizationKey(), key);
    if (patient.isEmpty() || !actor.visible().seesPatient(handle, key)) {
      throw invalid("expected: a patient of this organization");
    } else if (patient.get().mergedIntoKey() != null) {
      throw invalid(
          "merged into another patient (expected: %d)".formatted(patient.get().mergedIntoKey()));
    }
    Optional<MediumFile> same =
        handle.attach(MediumFileDao.class).same(medium.organizationKey(), key, medium.fileSha256());
    if (same.isPresent()) {
      throw invalid("has this file already, as medium %d".formatted(same.get().mediumKey()));
    }
    if (handle
            .attach(MediumFileDao.class)
            .itemsOfOthers(medium.organizationKey(), medium.mediumKey(), key)
        > 0) {
      throw new ProblemException(ProblemType.CONFLICT, "An order of another patient names it.");
    }
    return key;
  }

  private static ProblemException invalid(String expectation) {
    return Problem.invalid(PATIENT_ID, expectation).toException();
  }

  private static Medium seen(Handle handle, Request request, long mediumKey) {
    return visible(
        handle,
        request,
        handle.attach(MediumDao.class).find(request.principal().organizationKey(), mediumKey));
  }

  private static Medium deleted(Handle handle, Request request, long mediumKey) {
    return visible(
        handle,
        request,
        handle
            .attach(MediumDao.class)
            .findDeleted(request.principal().organizationKey(), mediumKey));
  }

  private static Medium visible(Handle handle, Request request, Optional<Medium> medium) {
    Actor actor = Actor.of(handle, request.principal());
    return medium
        .filter(one -> actor.visible().seesMedium(handle, one.mediumKey()))
        .orElseThrow(() -> Problem.notFound().toException());
  }

  void delete(Request request, long mediumKey) {
    database.durablyInConnection(
        handle -> {
          Instant now = clock.instant();
          Medium medium = seen(handle, request, mediumKey);
          MediumFileDao media = handle.attach(MediumFileDao.class);
          refuseIfKept(media, medium);
          if (media.delete(medium.organizationKey(), mediumKey, now) == 0) {
            throw Problem.notFound().toException();
          }
          Audit.changed(handle, request.auditor(), RecordKind.MEDIUM, mediumKey, Action.DELETE);
          tell(handle, EventType.MEDIUM_DELETED, medium, now);
          return null;
        });
  }

  private static void refuseIfKept(MediumFileDao media, Medium medium) {
    if (media.kept(medium.organizationKey(), medium.mediumKey()) > 0) {
      throw new ProblemException(ProblemType.CONFLICT, "It is held, or waits for its report.");
    }
  }

  /** Between two pieces of a purge or after it, so that what is shown again is there. */
  MediumView restore(Request request, long mediumKey) throws IOException {
    return eraser.undisturbed(() -> restored(request, mediumKey));
  }

  private MediumView restored(Request request, long mediumKey) {
    return database.durablyInConnection(
        handle -> {
          Instant now = clock.instant();
          Medium medium = deleted(handle, request, mediumKey);
          handle.attach(MediumFileDao.class).restore(medium.organizationKey(), mediumKey, now);
          Audit.changed(handle, request.auditor(), RecordKind.MEDIUM, mediumKey, Action.RESTORE);
          tell(handle, EventType.MEDIUM_RESTORED, medium, now);
          return MediumView.of(
              handle
                  .attach(MediumDao.class)
                  .find(medium.organizationKey(), mediumKey)
                  .orElseThrow());
        });
  }

  /**
   * Told to the audit before anything is gone. A medium whose images lie elsewhere has nothing here
   * but its row.
   */
  void purge(Request request, long mediumKey) throws IOException {
    Medium medium =
        database.read(
            handle -> {
              Medium found = deleted(handle, request, mediumKey);
              refuseIfKept(handle.attach(MediumFileDao.class), found);
              return found;
            });
    if (medium.fileName() == null && medium.studyKey() == null) {
      throw new ProblemException(
          ProblemType.CONFLICT, "Its images lie elsewhere: nothing of it is here to be purged.");
    }
    long before = database.setbacks();
    Eraser.Erased gone =
        eraser.purge(medium.organizationKey(), mediumKey, () -> purging(request, mediumKey));
    if (gone.objects() == 0) {
      throw new ProblemException(
          ProblemType.CONFLICT, "Nothing was purged: the medium changed meanwhile.");
    }
    database.force(before);
  }

  private void purging(Request request, long mediumKey) {
    database.durablyInConnection(
        handle -> {
          Audit.changed(handle, request.auditor(), RecordKind.MEDIUM, mediumKey, Action.PURGE);
          return null;
        });
  }

  /** Announces what was done with a medium. */
  static void tell(Handle handle, EventType type, Medium medium, Instant now) throws SQLException {
    EventLog.append(
        handle.getConnection(),
        List.of(
            new NewEvent(
                medium.organizationKey(),
                type,
                medium.patientKey(),
                medium.studyKey(),
                medium.mediumKey(),
                null,
                null,
                null)),
        now);
  }
}
