package io.archway.http.imaging.upload;

import io.archway.http.imaging.upload.EnteredFiles.Entered;
import io.archway.http.imaging.upload.EnteredFiles.Said;
import io.archway.http.imaging.upload.EnteredFiles.Saying;
import io.archway.http.imaging.upload.UploadView.Result;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.Auditor;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.event.EventType;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumFileDao;
import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientMerges;
import io.archway.index.patient.PatientRows;
import io.archway.index.study.Instance;
import io.archway.index.study.StudyDao;
import io.archway.ingest.Refusal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Shows a file that is kept, and says what is said of it: in one transaction, its patient held
 * first, then its medium, as merges do. Used by one thread at a time.
 */
final class ShownFile<T> {
  private final InstantSource clock;
  private final Auditor auditor;
  private final Patient patient;
  private final FileOutcome outcome;
  private final Said said;
  private final Saying<T> saying;

  ShownFile(
      InstantSource clock,
      Auditor auditor,
      Patient patient,
      FileOutcome outcome,
      Said said,
      Saying<T> saying) {
    this.clock = clock;
    this.auditor = auditor;
    this.patient = patient;
    this.outcome = outcome;
    this.said = said;
    this.saying = saying;
  }

  /** Empty where it is to be restored, which may only be while nothing is being purged. */
  Optional<T> show(Database database, boolean mayRestore) {
    return database.durablyInConnection(handle -> show(handle, mayRestore));
  }

  /** The events last: their counter is everybody's. */
  private Optional<T> show(Handle handle, boolean mayRestore) throws SQLException {
    long organizationKey = patient.organizationKey();
    PatientIdentity whose =
        PatientRows.hold(handle.getConnection(), organizationKey, patient.patientKey())
            .orElseThrow(() -> Problem.notFound().toException());
    if (whose.mergedIntoKey() != null) { // what came beside the merge may be left behind
      PatientMerges.gather(handle.getConnection(), organizationKey, whose.patientKey());
    }
    MediumFileDao media = handle.attach(MediumFileDao.class);
    Entered entered = found(handle, whose, outcome);
    boolean hidden =
        media.hold(organizationKey, entered.mediumKey()).orElseThrow(ShownFile::purgedMeanwhile);
    if (hidden && !mayRestore) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    boolean restored = media.restore(organizationKey, entered.mediumKey(), now) > 0;
    Medium before =
        handle.attach(MediumDao.class).find(organizationKey, entered.mediumKey()).orElseThrow();
    if (entered.fileUid() != null) {
      say(media, before, said, now);
    }
    if (!entered.isNew() || entered.fileUid() == null) { // a new file's row came with its entry
      Action action = entered.isNew() ? Action.CREATE : Action.UPDATE;
      Audit.changed(handle, auditor, RecordKind.MEDIUM, entered.mediumKey(), action);
    }
    T result = saying.say(handle, entered);
    if (restored) {
      MediaChanges.tell(handle, EventType.MEDIUM_RESTORED, before, now);
    }
    if (entered.fileUid() != null) {
      MediaChanges.tell(handle, EventType.MEDIUM_UPDATED, before, now);
    }
    return Optional.of(result);
  }

  private static void say(MediumFileDao media, Medium before, Said said, Instant now) {
    media.say(
        before.organizationKey(),
        before.mediumKey(),
        before.status(),
        before.description() == null ? said.description() : before.description(),
        before.meta(),
        before.category() == null ? said.category() : before.category(),
        null,
        now);
  }

  private static ProblemException purgedMeanwhile() {
    return MediaUpload.refused(
        Refusal.ABANDONED, "Something that was sent again was purged at the same time");
  }

  /** Of the patient, or of who stayed where they were merged meanwhile. */
  private static Entered found(Handle handle, PatientIdentity whose, FileOutcome outcome) {
    long organizationKey = whose.organizationKey();
    boolean isNew = outcome.result() == Result.STORED;
    if (outcome.mediumKey() != null) {
      String uid =
          handle
              .attach(MediumFileDao.class)
              .find(organizationKey, outcome.mediumKey())
              .orElseThrow(ShownFile::purgedMeanwhile)
              .fileUid();
      return new Entered(isNew, whose.owner(), outcome.mediumKey(), null, uid);
    }
    Optional<Instance> instance =
        handle.attach(StudyDao.class).instance(organizationKey, outcome.sopInstanceUid());
    if (instance.isEmpty() || instance.get().patientKey() != whose.owner()) {
      throw EnteredFiles.otherPatient();
    }
    long mediumKey =
        handle
            .attach(MediumDao.class)
            .keyOfStudy(organizationKey, instance.get().studyKey())
            .orElseThrow(ShownFile::purgedMeanwhile);
    return new Entered(isNew, whose.owner(), mediumKey, instance.get(), null);
  }
}
