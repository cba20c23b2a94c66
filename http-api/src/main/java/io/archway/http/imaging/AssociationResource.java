package io.archway.http.imaging;

import static io.archway.http.kernel.Endpoint.get;

import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.association.AssociationDao;
import io.archway.index.association.AssociationFilter;
import io.archway.index.association.AssociationRow;
import io.archway.index.association.AssociationState;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.database.Page;
import java.time.Instant;
import java.util.List;

/** Associations: who came, what was agreed on, what came over them, how they ended and why. */
final class AssociationResource implements Resource {

  private static final Parameter<Long> ID = Parameter.pathKey("id");
  private static final Parameter<String> CALLING =
      Parameter.queryText("calling_ae_title", 16)
          .described("The whole title in its case; empty for associations without one.");
  private static final Parameter<String> CALLED =
      Parameter.queryText("called_ae_title", 16).described("The whole title in its case.");
  private static final Parameter<String> ADDRESS =
      Parameter.queryText("address", 64).described("The peer's IP address.");
  private static final Parameter<AssociationState> STATE =
      Parameter.queryEnum("state", AssociationState.class)
          .described("Running, or how it ended; aborted is by this gateway.");
  private static final Parameter<Instant> STARTED_FROM =
      Parameter.queryInstant("started_from").described("Began at this moment or later.");
  private static final Parameter<Instant> STARTED_BEFORE =
      Parameter.queryInstant("started_before").described("Began before this moment.");

  private final Database database;

  AssociationResource(Database database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "association";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/association", "listAssociations")
            .summary("DICOM associations, newest first.")
            .takes(CALLING, CALLED, ADDRESS, STATE, STARTED_FROM, STARTED_BEFORE)
            .needs(Permission.ASSOCIATION_INDEX.text())
            .answersPageOf(AssociationView.class)
            .showsEach(RecordKind.ASSOCIATION, AssociationView.class, AssociationView::id)
            .handles(this::list),
        get("/association/{id}", "showAssociation")
            .summary("One association: each presentation context, what came, how it ended.")
            .takes(ID)
            .shows(RecordKind.ASSOCIATION, ID)
            .needs(Permission.ASSOCIATION_SHOW.text())
            .answers(AssociationDetail.class)
            .handles(this::show));
  }

  private Response list(Request request) {
    AssociationFilter filter =
        new AssociationFilter(
            request.get(CALLING),
            request.get(CALLED),
            request.get(ADDRESS),
            request.get(STATE),
            request.get(STARTED_FROM),
            request.get(STARTED_BEFORE));
    checkOrder(filter);
    Page<AssociationRow> page =
        database.read(
            handle ->
                handle
                    .attach(AssociationDao.class)
                    .page(
                        request.principal().organizationKey(),
                        Actor.of(handle, request.principal()).visible(),
                        filter,
                        Pages.asked(request)));
    return Response.page(
        Pages.answer(page, page.rows().stream().map(AssociationView::of).toList()));
  }

  private static void checkOrder(AssociationFilter filter) {
    Instant from = filter.startedFrom();
    Instant before = filter.startedBefore();
    if (from != null && before != null && before.isBefore(from)) {
      new FieldErrors()
          .add(STARTED_BEFORE.name(), "expected: not before " + STARTED_FROM.name())
          .throwIfAny();
    }
  }

  private Response show(Request request) {
    return database
        .read(
            handle ->
                handle
                    .attach(AssociationDao.class)
                    .find(
                        request.principal().organizationKey(),
                        Actor.of(handle, request.principal()).visible(),
                        request.get(ID)))
        .map(row -> Response.json(AssociationDetail.of(row)))
        .orElseThrow(() -> Problem.notFound().toException());
  }
}
