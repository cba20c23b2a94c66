package io.archway.http.imaging.patient;

import static io.archway.http.kernel.Endpoint.get;

import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.access.Visibility;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.database.SqlFailureException;
import io.archway.index.patient.PatientChoiceDao;
import io.archway.index.patient.PatientChoiceDao.PatientChoice;
import io.archway.index.patient.TypedPatients;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/** Patients in short, for whoever chooses one: newest first, or as their names are typed. */
public final class PatientChoiceResource implements Resource {

  private static final Parameter<String> TYPED =
      Parameter.queryText("search", 100).required().described("What was typed so far.");
  private static final Parameter<Integer> LIMIT =
      Parameter.queryInt("limit", 1, 50).or(10).described("At most so many.");
  private static final Parameter<Integer> LONG_LIMIT =
      Parameter.queryInt("limit", 1, 1_000).or(1_000).described("At most so many.");

  private final Database database;

  public PatientChoiceResource(Database database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "patient-choice";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/patient/patient-list", "listPatientChoices")
            .summary("Patients in short, newest first.")
            .takes(LONG_LIMIT)
            .needs(Permission.PATIENT_INDEX.text())
            .showsEach(RecordKind.PATIENT, PatientChoiceView.class, PatientChoiceView::id)
            .answersListOf(PatientChoiceView.class)
            .handles(request -> list(request, false)),
        get("/patient/form-patient-list", "listPatientsToReport")
            .summary("Patients of whom there is no report, newest first.")
            .takes(LONG_LIMIT)
            .needs(Permission.PATIENT_INDEX.text())
            .showsEach(RecordKind.PATIENT, PatientChoiceView.class, PatientChoiceView::id)
            .answersListOf(PatientChoiceView.class)
            .handles(request -> list(request, true)),
        get("/patient/patient-live", "suggestPatients")
            .summary("Patients of whose names or Patient ID the typed words begin words.")
            .takes(TYPED, LIMIT)
            .needs(Permission.PATIENT_INDEX.text())
            .showsEach(RecordKind.PATIENT, PatientChoiceView.class, PatientChoiceView::id)
            .answersListOf(PatientChoiceView.class)
            .handles(this::live));
  }

  record PatientChoiceView(long id, String patientId, String name, LocalDate birthDate) {}

  private Response list(Request request, boolean withoutReport) {
    List<PatientChoice> found =
        database.read(
            handle -> {
              Actor actor = Actor.of(handle, request.principal());
              return handle
                  .attach(PatientChoiceDao.class)
                  .newest(
                      actor.organizationKey(),
                      actor.visible(),
                      withoutReport,
                      request.get(LONG_LIMIT));
            });
    return Response.json(
        found.stream()
            .map(
                one ->
                    new PatientChoiceView(
                        one.patientKey(), one.patientId(), one.name(), one.birthDate()))
            .toList());
  }

  private Response live(Request request) {
    return Response.json(
        database
            .read(
                handle -> {
                  Visibility visible = Actor.of(handle, request.principal()).visible();
                  try {
                    return TypedPatients.find(
                        handle.getConnection(),
                        request.principal().organizationKey(),
                        visible,
                        request.get(TYPED),
                        request.get(LIMIT));
                  } catch (SQLException e) {
                    throw new SqlFailureException(e);
                  }
                })
            .stream()
            .map(
                one ->
                    new PatientChoiceView(
                        one.patientKey(), one.patientId(), one.name(), one.birthDate()))
            .toList());
  }
}
