/**
 * The HTTP kernel: endpoints as values, families that speak a dialect, and the server that routes,
 * authenticates, parses, validates and renders by them.
 *
 * <pre>{@code
 * public final class PatientResource implements Resource {
 *   private static final Parameter<Long> ID = Parameter.pathKey("id");
 *   private static final Parameter<String> SEARCH = Parameter.queryText("search", 100);
 *
 *   public List<Endpoint> endpoints() {
 *     return List.of(
 *         get("/patient", "listPatients").takes(SEARCH).needs("patient_list")
 *             .answersPageOf(Row.class).handles(this::list),
 *         get("/patient/{id}", "showPatient").takes(ID).needs("patient_show")
 *             .answers(Patient.class).handles(this::show),
 *         post("/patient", "createPatient").needs("patient_create")
 *             .creates(Patient.class).handles(NewPatient.class, this::create));
 *   }
 *
 *   private Response list(Request request) {
 *     Page<Row> page = patients.list(request.principal().organizationKey(), request.page());
 *     return Response.page(page);
 *   }
 *
 *   private Response create(Request request, NewPatient patient) {
 *     return Response.created(patients.create(request.principal(), patient));
 *   }
 *
 *   record NewPatient(@Rule.Required @Rule.Size(max = 64) String lastName, LocalDate birthDate) {}
 * }
 * }</pre>
 */
package io.archway.http.kernel;
