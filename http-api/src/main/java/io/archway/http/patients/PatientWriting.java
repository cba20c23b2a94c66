package io.archway.http.patients;

import io.archway.http.access.Actor;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.index.account.Account;
import io.archway.index.account.AccountDao;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.Auditor;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Keys;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientDao;
import io.archway.index.patient.PatientDecision;
import io.archway.index.patient.PatientDecision.Done;
import io.archway.index.patient.PatientDecisions;
import io.archway.index.patient.PatientKeeping;
import io.archway.index.patient.SaidPatient;
import io.archway.index.profile.PatientProfile;
import io.archway.index.profile.ProfileDao;
import io.archway.index.profile.ProfileRows;
import io.archway.index.profile.ReferenceKind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Makes and changes patients within one transaction, each with its audit; {@link #finish} is its
 * last statement. Used for one transaction.
 */
final class PatientWriting {

  static final String TAKEN = "has already been taken";

  /** The key of a patient who is to be made. */
  private static final long NOBODY = 0;

  private final Handle handle;
  private final Keys keys;
  private final Actor actor;
  private final Auditor auditor;
  private final Instant now;
  private final List<NewEvent> events = new ArrayList<>();

  PatientWriting(Handle handle, Keys keys, Actor actor, Auditor auditor, Instant now) {
    this.handle = handle;
    this.keys = keys;
    this.actor = actor;
    this.auditor = auditor;
    this.now = now;
  }

  /** Who is known under this key, seen by who acts and merged into nobody, as they are now. */
  static Optional<Found> find(Handle handle, Actor actor, long patientKey) {
    long organizationKey = actor.organizationKey();
    return handle
        .attach(PatientDao.class)
        .find(organizationKey, actor.visible(), patientKey)
        .filter(patient -> patient.mergedIntoKey() == null)
        .map(
            patient ->
                new Found(
                    patient,
                    handle
                        .attach(ProfileDao.class)
                        .find(organizationKey, patientKey)
                        .orElseGet(() -> PatientProfile.none(organizationKey, patientKey))));
  }

  record Found(Patient patient, PatientProfile profile) {

    PatientDraft draft() {
      return PatientDraft.of(patient, profile);
    }
  }

  /** The same, held until the transaction ends. */
  Optional<Found> hold(long patientKey) throws SQLException {
    new PatientDecisions(handle, keys, actor.organizationKey(), now).hold(patientKey);
    return find(handle, actor, patientKey);
  }

  /** Adds what only the rows can tell is wrong. */
  static void check(
      Handle handle, Actor actor, PatientProfile before, PatientProfile then, FieldErrors errors) {
    Long doctor = then.preferredDoctorKey();
    if (doctor != null
        && !doctor.equals(before.preferredDoctorKey())
        && !mayBeDoctor(handle, actor, doctor)) {
      errors.add("preferred_doctor_id", "must exist");
    }
    List<Long> offices = actor.visible().officeKeys();
    if (before.patientKey() == NOBODY && offices != null && offices.size() > 1) {
      errors.add("office", "is not clear (expected: a user of one office, or of all)");
    }
  }

  /** Throws where they have no office that a new patient would be of. */
  static void checkMayMake(Actor actor) {
    if (actor.visible().ownsNothing()) {
      throw Problem.of(ProblemType.FORBIDDEN).toException();
    }
  }

  /** Whoever does not see a user does not learn that there is one. */
  private static boolean mayBeDoctor(Handle handle, Actor actor, long userKey) {
    return handle
            .attach(AccountDao.class)
            .find(actor.organizationKey(), userKey)
            .filter(Account::active)
            .isPresent()
        && actor.seesUser(handle, userKey);
  }

  /** Gives the key of who was made, or adds why nobody was. */
  long create(PatientDraft draft, FieldErrors errors) throws SQLException {
    long organizationKey = actor.organizationKey();
    check(handle, actor, PatientProfile.none(organizationKey, NOBODY), draft.profile(), errors);
    errors.throwIfAny();
    SaidPatient said =
        new SaidPatient(
            null,
            draft.nameInPlaceOf(null, PatientDraft.nobody(organizationKey)),
            draft.birthdate(),
            draft.sex(),
            officeKey());
    PatientKeeping keeping = new PatientKeeping(handle.getConnection(), organizationKey, now);
    long key = keeping.make(keys, said).patientKey();
    keep(PatientProfile.none(organizationKey, key), draft.withKey(key).profile(), errors);
    tell(key, Action.CREATE, EventType.PATIENT_CREATED);
    return key;
  }

  /** The one of the user, or the organization's first where they see all. */
  private long officeKey() {
    List<Long> offices = actor.visible().officeKeys();
    Optional<Long> office =
        actor.visible().isAll()
            ? handle.attach(OrganizationDao.class).defaultOfficeKey(actor.organizationKey())
            : Optional.ofNullable(offices).flatMap(all -> all.stream().findFirst());
    return office.orElseThrow(() -> Problem.of(ProblemType.FORBIDDEN).toException());
  }

  /** Changes who is held, or throws why not; false where nothing differs, which is no change. */
  boolean change(Found found, PatientDraft then, FieldErrors errors) throws SQLException {
    PatientDraft before = found.draft();
    check(handle, actor, before.profile(), then.profile(), errors);
    errors.throwIfAny();
    long key = found.patient().patientKey();
    boolean samePerson = then.isSamePerson(before);
    if (!samePerson) {
      correct(found, then);
    }
    boolean sameProfile = then.profile().equals(before.profile());
    if (!sameProfile) {
      keep(before.profile(), then.profile(), errors);
    }
    if (!sameProfile && samePerson) {
      events.add(event(key, EventType.PATIENT_UPDATED));
    }
    boolean differs = !samePerson || !sameProfile;
    if (differs) {
      said(key);
    }
    return differs;
  }

  /** Somebody said who a patient is. */
  void said(long patientKey) {
    Audit.changed(handle, auditor, RecordKind.PATIENT, patientKey, Action.UPDATE);
  }

  private void correct(Found found, PatientDraft then) throws SQLException {
    PatientDecision decision =
        new PatientDecisions(handle, keys, actor.organizationKey(), now)
            .correct(
                found.patient().patientKey(),
                then.nameInPlaceOf(found.patient().name(), found.draft()),
                then.birthdate(),
                then.sex(),
                actor.userKey(),
                null);
    if (!(decision instanceof Done done)) {
      throw Problem.notFound().toException();
    }
    events.addAll(done.events());
  }

  private void keep(PatientProfile before, PatientProfile then, FieldErrors errors)
      throws SQLException {
    for (ReferenceKind kind : ReferenceKind.values()) {
      if (!Objects.equals(before.reference(kind), then.reference(kind))) {
        claim(then, kind, errors);
      }
    }
    errors.throwIfAny();
    ProfileRows.write(handle.getConnection(), then, now);
  }

  private void claim(PatientProfile profile, ReferenceKind kind, FieldErrors errors)
      throws SQLException {
    Optional<Long> holder =
        ProfileRows.claim(
            handle.getConnection(),
            profile.organizationKey(),
            profile.patientKey(),
            kind,
            profile.reference(kind));
    if (holder.isPresent()) {
      errors.add(kind.name().toLowerCase(Locale.ROOT) + "_id", TAKEN);
    }
  }

  private void tell(long key, Action action, EventType type) {
    Audit.changed(handle, auditor, RecordKind.PATIENT, key, action);
    events.add(event(key, type));
  }

  private NewEvent event(long key, EventType type) {
    return new NewEvent(actor.organizationKey(), type, key, null, null, null, null, null);
  }

  /** The last statement: events are numbered by one counter. */
  void finish() throws SQLException {
    EventLog.append(handle.getConnection(), events, now);
  }
}
