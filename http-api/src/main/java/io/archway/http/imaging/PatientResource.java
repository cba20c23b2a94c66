package io.archway.http.imaging;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.imaging.patient.NewPatient;
import io.archway.http.imaging.patient.PatientWork;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Page;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.inbox.DecisionDao;
import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientCounts;
import io.archway.index.patient.PatientDao;
import io.archway.index.patient.PatientMerge;
import io.archway.index.patient.PatientMerges;
import io.archway.index.patient.PatientOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Patients. */
final class PatientResource implements Resource {

  private static final Parameter<Long> ID = Parameter.pathKey("id");
  private static final Parameter<String> SEARCH =
      Parameter.queryText("search", 100)
          .described("Words that begin words of the names or the Patient ID, in any order.");
  private static final Parameter<PatientOrder> ORDER =
      Parameter.queryEnum("order", PatientOrder.class).or(PatientOrder.NEWEST);

  private final Database database;
  private final PatientChanges changes;
  private final PatientWork work;

  PatientResource(Database database, InstantSource clock) {
    this.database = database;
    this.changes = new PatientChanges(database, clock);
    this.work = new PatientWork(database, clock);
  }

  @Override
  public String name() {
    return "patient";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/patient", "listPatients")
            .summary("Patients, newest first or as ordered.")
            .takes(SEARCH, ORDER)
            .needs(Permission.PATIENT_INDEX.text())
            .answersPageOf(PatientView.class)
            .showsEach(RecordKind.PATIENT, PatientView.class, PatientView::id)
            .handles(this::list),
        post("/patient", "createPatient")
            .summary("Makes a patient, of whom nothing has come yet; a Patient ID if none is said.")
            .needs(Permission.PATIENT_STORE.text())
            .refuses(ProblemType.CONFLICT)
            .creates(PatientView.class)
            .handles(NewPatient.class, this::create),
        get("/patient/{id}", "showPatient")
            .summary("One patient.")
            .takes(ID)
            .shows(RecordKind.PATIENT, ID)
            .needs(Permission.PATIENT_SHOW.text())
            .answers(PatientView.class)
            .handles(this::show),
        put("/patient/{id}", "updatePatient")
            .summary("Corrects name, birth date or sex; what is given out carries it from then on.")
            .takes(ID)
            .shows(RecordKind.PATIENT, ID)
            .needs(Permission.PATIENT_UPDATE.text())
            .refuses(ProblemType.CONFLICT)
            .answers(PatientView.class)
            .handles(PatientChange.class, this::update),
        delete("/patient/{id}", "deletePatient")
            .summary("Hides a patient to whom nothing belongs, until something comes for them.")
            .takes(ID)
            .needs(Permission.PATIENT_DESTROY.text())
            .refuses(ProblemType.CONFLICT)
            .answersNothing()
            .handles(this::remove),
        get("/patient/{id}/merges", "listPatientMerges")
            .summary("Who was merged into a patient, or into whom they were.")
            .takes(ID)
            .shows(RecordKind.PATIENT, ID)
            .needs(Permission.PATIENT_SHOW.text())
            .answersListOf(MergeView.class)
            .showsEach(RecordKind.PATIENT, MergeView.class, MergeView::fromPatientId)
            .showsEach(RecordKind.PATIENT, MergeView.class, MergeView::intoPatientId)
            .handles(this::merges),
        post("/patient/{id}/merge", "mergePatient")
            .summary("Merges a patient into another, who then has all that was theirs.")
            .takes(ID)
            .shows(RecordKind.PATIENT, ID)
            .needs(Permission.PATIENT_MERGE.text())
            .refuses(ProblemType.CONFLICT)
            .answers(PatientView.class)
            .handles(NewMerge.class, this::merge),
        post("/patient/{id}/unmerge", "unmergePatient")
            .summary("Takes a merged patient out again, with all that was and came for them.")
            .takes(ID)
            .shows(RecordKind.PATIENT, ID)
            .needs(Permission.PATIENT_MERGE.text())
            .refuses(ProblemType.CONFLICT)
            .answers(PatientView.class)
            .handles(MergeEnd.class, this::unmerge));
  }

  private Response create(Request request, NewPatient body) {
    return Response.created(view(request.principal(), work.make(request, body)));
  }

  private Response remove(Request request) {
    work.delete(request, request.get(ID));
    return Response.noContent();
  }

  private Response update(Request request, PatientChange body) {
    changes.correct(request, request.get(ID), body);
    return show(request);
  }

  /** The patient who stays. */
  private Response merge(Request request, NewMerge body) {
    changes.merge(request, request.get(ID), body);
    return show(request.principal(), body.intoPatientId());
  }

  /** The patient who was merged. */
  private Response unmerge(Request request, MergeEnd body) {
    changes.unmerge(request, request.get(ID), body);
    return show(request);
  }

  private Response merges(Request request) {
    long organizationKey = request.principal().organizationKey();
    long patientKey = request.get(ID);
    List<PatientMerge> merges =
        database.readInConnection(connection -> merges(connection, organizationKey, patientKey));
    return Response.json(
        database.read(
            handle -> {
              find(handle, request.principal(), patientKey);
              DecisionDao decisions = handle.attach(DecisionDao.class);
              return merges.stream()
                  .map(
                      merge ->
                          MergeView.of(merge, decisions.find(organizationKey, merge.decisionKey())))
                  .toList();
            }));
  }

  private static List<PatientMerge> merges(
      Connection connection, long organizationKey, long patientKey) throws SQLException {
    List<PatientMerge> merges =
        new ArrayList<>(PatientMerges.into(connection, organizationKey, patientKey));
    PatientMerges.ofPatient(connection, organizationKey, patientKey).ifPresent(merges::add);
    return merges;
  }

  private Response list(Request request) {
    return Response.page(database.read(handle -> list(handle, request)));
  }

  private static Page<PatientView> list(Handle handle, Request request) {
    Actor actor = Actor.of(handle, request.principal());
    io.archway.index.database.Page<Patient> page =
        handle
            .attach(PatientDao.class)
            .page(
                actor.organizationKey(),
                actor.visible(),
                request.get(SEARCH),
                request.get(ORDER),
                Pages.asked(request));
    return Pages.answer(page, views(handle, actor, page.rows()));
  }

  private Response show(Request request) {
    return show(request.principal(), request.get(ID));
  }

  private Response show(Principal principal, long patientKey) {
    return Response.json(view(principal, patientKey));
  }

  private PatientView view(Principal principal, long patientKey) {
    return database.read(
        handle -> {
          Patient patient = find(handle, principal, patientKey);
          return views(handle, Actor.of(handle, principal), List.of(patient)).get(0);
        });
  }

  private static Patient find(Handle handle, Principal principal, long patientKey) {
    return handle
        .attach(PatientDao.class)
        .find(principal.organizationKey(), Actor.of(handle, principal).visible(), patientKey)
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private static List<PatientView> views(Handle handle, Actor actor, List<Patient> patients) {
    if (patients.isEmpty()) {
      return List.of();
    }
    List<Long> keys = patients.stream().map(Patient::patientKey).toList();
    Map<Long, PatientCounts> counts =
        handle
            .attach(PatientDao.class)
            .counts(actor.organizationKey(), actor.visible(), keys)
            .stream()
            .collect(Collectors.toMap(PatientCounts::patientKey, Function.identity()));
    return patients.stream()
        .map(
            patient ->
                PatientView.of(
                    patient,
                    counts.getOrDefault(
                        patient.patientKey(), new PatientCounts(patient.patientKey(), 0, 0, 0))))
        .toList();
  }
}
