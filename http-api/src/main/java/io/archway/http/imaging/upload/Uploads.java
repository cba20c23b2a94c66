package io.archway.http.imaging.upload;

import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.imaging.NamedItem;
import io.archway.http.imaging.upload.UploadFields.NamedObject;
import io.archway.http.imaging.upload.UploadTaking.Belonging;
import io.archway.http.imaging.upload.UploadTaking.Looked;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Response;
import io.archway.index.database.Database;
import io.archway.index.organization.Office;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.patient.PatientRows;
import io.archway.index.worklist.WorklistEntry;
import io.archway.ingest.Intake;
import io.archway.ingest.Refusal;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What becomes of an upload when all of it is there: all that is wrong with it is told before
 * anything is stored; then every file has its verdict, with which {@link UploadAnswers} goes on.
 * Thread-safe.
 */
final class Uploads {
  private static final int MOST_REASONS = 20;

  /** Who changes orders, by hand or as the program that brings them. */
  private static final List<Permission> CHANGING_ORDERS =
      List.of(Permission.WORKLIST_UPDATE, Permission.DICOM_UPDATE);

  private final Database database;
  private final Intake intake;
  private final UploadTaking taking;
  private final ObjectFetch objects;
  private final UploadAnswers answers;
  private final NewPatients newPatients = new NewPatients();

  Uploads(
      Database database,
      Intake intake,
      UploadTaking taking,
      ObjectFetch objects,
      InstantSource clock) {
    this.database = database;
    this.intake = intake;
    this.taking = taking;
    this.objects = objects;
    this.answers = new UploadAnswers(database, clock);
  }

  Response take(Request request, UploadFields fields, ReceivedFiles files)
      throws IOException, InterruptedException {
    long organizationKey = request.principal().organizationKey();
    newPatients.begin(organizationKey, fields);
    try {
      return takeAll(request, fields, files);
    } finally {
      newPatients.end(organizationKey, fields);
    }
  }

  private Response takeAll(Request request, UploadFields fields, ReceivedFiles files)
      throws IOException, InterruptedException {
    FieldErrors errors = fields.errors;
    intake.awaitIndexed();
    Belonging belonging = belonging(request, fields, errors);
    String named = files.files().isEmpty() ? nameOf(fields.objects) : "file";
    if (!fields.objects.isEmpty()) {
      objects.fetch(belonging.organizationKey(), fields.objects, files, errors);
      // That may take long, and what was found before may be different now.
      belonging = errors.isEmpty() ? belonging(request, fields, errors) : belonging;
    }
    List<Looked> looked = taking.look(files.files(), errors);
    check(fields, looked, belonging, named, errors);
    errors.throwIfAny();
    List<FileOutcome> outcomes = taking.take(looked, belonging);
    refuseIfNothingIsKept(outcomes, named);
    intake.awaitIndexed();
    WorklistEntry order = belonging.order();
    Response answer = answer(request, fields, order, outcomes, false);
    return answer != null
        ? answer
        : intake.betweenGroups(() -> answer(request, fields, order, outcomes, true));
  }

  /** Null where something is to be restored, which may only be while nothing is being purged. */
  private Response answer(
      Request request,
      UploadFields fields,
      WorklistEntry named,
      List<FileOutcome> outcomes,
      boolean mayRestore) {
    return database.durablyInConnection(
        handle -> answers.answer(handle, request, fields, named, outcomes, mayRestore));
  }

  /** The field to which what is wrong with all files is told. */
  private static String nameOf(List<NamedObject> objects) {
    return switch (objects.size()) {
      case 0 -> "file";
      case 1 -> objects.get(0).field();
      default -> UploadFields.S3_OBJECTS;
    };
  }

  /** Begun anew, it tells each error once, and none that is no longer true. */
  private Belonging belonging(Request request, UploadFields fields, FieldErrors errors) {
    Found found =
        database.durablyInConnection(
            handle -> {
              FieldErrors own = new FieldErrors();
              return new Found(belonging(handle, request, fields, own), own);
            });
    errors.addAll(found.errors());
    return found.belonging();
  }

  private record Found(Belonging belonging, FieldErrors errors) {}

  private Belonging belonging(
      Handle handle, Request request, UploadFields fields, FieldErrors errors) throws SQLException {
    Actor actor = Actor.of(handle, request.principal());
    long organizationKey = actor.organizationKey();
    List<Office> offices =
        handle.attach(OrganizationDao.class).offices(organizationKey).stream()
            .filter(office -> actor.visible().includeOffice(office.officeKey()))
            .toList();
    WorklistEntry order = order(handle, actor, request, fields, errors);
    Optional<Office> office = office(fields, offices, order);
    if (office.isEmpty()) {
      errors.add(UploadFields.OFFICE_ID, "expected: an office of the user");
    }
    Categories.check(handle, organizationKey, fields.category, errors);
    long officeKey = office.map(Office::officeKey).orElse(0L);
    UploadPatient patient =
        UploadPatient.find(handle, actor, officeKey, newPatients, fields, errors);
    if (order != null) {
      patient = ordered(handle, order, patient, fields, errors);
    }
    return new Belonging(organizationKey, officeKey, patient, order, request.auditor());
  }

  /** Without another word that of the order, so that a Patient ID is one of its office. */
  private static Optional<Office> office(
      UploadFields fields, List<Office> offices, WorklistEntry order) {
    if (fields.officeKey != null) {
      return offices.stream().filter(one -> fields.officeKey.equals(one.officeKey())).findFirst();
    }
    return offices.stream()
        .filter(one -> order != null && one.officeKey() == order.item().officeKey())
        .findFirst()
        .or(() -> offices.stream().findFirst());
  }

  /** Null where none is named, or none such is there; errors say which. */
  private static WorklistEntry order(
      Handle handle, Actor actor, Request request, UploadFields fields, FieldErrors errors)
      throws SQLException {
    if (fields.worklistItemKey == null) {
      return null;
    }
    if (CHANGING_ORDERS.stream().noneMatch(one -> request.principal().may(one.text()))) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "worklist_id needs the permission %s."
              .formatted(
                  CHANGING_ORDERS.stream()
                      .map(Permission::text)
                      .collect(Collectors.joining(" or "))));
    }
    Optional<WorklistEntry> order = NamedItem.find(handle, actor, fields.worklistItemKey);
    if (order.isEmpty()) {
      errors.add(UploadFields.WORKLIST_ID, "expected: a worklist item of the user");
    } else if (order.get().item().isCancelled()) {
      errors.add(UploadFields.WORKLIST_ID, "expected: a worklist item that is not cancelled");
    }
    return order.orElse(null);
  }

  /** Whose the order is, who else is named must be them. */
  private static UploadPatient ordered(
      Handle handle,
      WorklistEntry order,
      UploadPatient named,
      UploadFields fields,
      FieldErrors errors)
      throws SQLException {
    UploadPatient ordered =
        PatientRows.lock(
                handle.getConnection(), order.item().organizationKey(), order.item().patientKey())
            .map(UploadPatient::of)
            .orElseThrow();
    if (named != null && !named.equals(ordered)) {
      errors.add(
          fields.patientId != null ? UploadFields.PATIENT_ID : UploadFields.PATIENT_NAME,
          "expected: the patient of worklist_id, or none");
    }
    return ordered;
  }

  private static void check(
      UploadFields fields,
      List<Looked> looked,
      Belonging belonging,
      String named,
      FieldErrors errors) {
    if (looked.isEmpty() && fields.objects.isEmpty() && !errors.asMap().containsKey("file")) {
      errors.add("file", "required");
    }
    boolean anyOther = looked.stream().anyMatch(Looked::isOther);
    if (anyOther && belonging.patient() == null && !fields.namesPatient()) {
      errors.add(
          UploadFields.PATIENT_ID,
          "required for what is no DICOM object (or patient_name with patient_dob)");
    }
    if (anyOther && Boolean.TRUE.equals(fields.isDicom)) {
      errors.add(named, "no DICOM object (expected: one, since is_dicom is true)");
    }
    if (Boolean.FALSE.equals(fields.isDicom) && looked.stream().anyMatch(one -> !one.isOther())) {
      errors.add(UploadFields.IS_DICOM, "expected: true, or none, for this file");
    }
  }

  private static void refuseIfNothingIsKept(List<FileOutcome> outcomes, String named) {
    if (outcomes.stream().anyMatch(FileOutcome::isKept)) {
      return;
    }
    outcomes.stream()
        .filter(FileOutcome::isTransient)
        .findFirst()
        .ifPresent(
            one -> {
              Refusal refusal = one.refusal();
              throw MediaUpload.refused(refusal, refusal.text());
            });
    FieldErrors errors = new FieldErrors();
    outcomes.stream()
        .limit(MOST_REASONS)
        .forEach(
            one ->
                errors.add(
                    named, outcomes.size() == 1 ? one.reason() : one.name() + ": " + one.reason()));
    if (outcomes.isEmpty()) {
      errors.add(named, "an archive without files");
    }
    errors.throwIfAny();
  }
}
