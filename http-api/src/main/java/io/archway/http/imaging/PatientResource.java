package io.archway.http.imaging;

import static io.archway.http.kernel.Endpoint.get;

import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Page;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.database.Database;
import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientCounts;
import io.archway.index.patient.PatientDao;
import io.archway.index.patient.PatientOrder;
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

  PatientResource(Database database) {
    this.database = database;
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
            .handles(this::list),
        get("/patient/{id}", "showPatient")
            .summary("One patient.")
            .takes(ID)
            .needs(Permission.PATIENT_SHOW.text())
            .answers(PatientView.class)
            .handles(this::show));
  }

  private Response list(Request request) {
    return Response.page(database.read(handle -> list(handle, request)));
  }

  private static Page<PatientView> list(Handle handle, Request request) {
    long organizationKey = request.principal().organizationKey();
    io.archway.index.database.Page<Patient> page =
        handle
            .attach(PatientDao.class)
            .page(organizationKey, request.get(SEARCH), request.get(ORDER), Pages.asked(request));
    return Pages.answer(page, views(handle, organizationKey, page.rows()));
  }

  private Response show(Request request) {
    long organizationKey = request.principal().organizationKey();
    return database.read(
        handle ->
            handle
                .attach(PatientDao.class)
                .find(organizationKey, request.get(ID))
                .map(patient -> views(handle, organizationKey, List.of(patient)).get(0))
                .map(Response::json)
                .orElseThrow(() -> Problem.notFound().toException()));
  }

  private static List<PatientView> views(
      Handle handle, long organizationKey, List<Patient> patients) {
    if (patients.isEmpty()) {
      return List.of();
    }
    List<Long> keys = patients.stream().map(Patient::patientKey).toList();
    Map<Long, PatientCounts> counts =
        handle.attach(PatientDao.class).counts(organizationKey, keys).stream()
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
