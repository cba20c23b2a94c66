package io.archway.http.imaging.organization;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import io.archway.http.access.Permission;
import io.archway.http.imaging.Pages;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.organization.Organization;
import io.archway.index.organization.OrganizationDao;
import io.archway.ingest.Intake;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Organizations: one's own, and all of them for operators of the gateway (ADR 0031). */
public final class OrganizationResource implements Resource {

  /** Called so by the contract. */
  private static final Parameter<Long> ID = Parameter.pathKey("office");

  private final Database database;
  private final Intake intake;
  private final InstantSource clock;

  public OrganizationResource(Database database, Intake intake, InstantSource clock) {
    this.database = database;
    this.intake = intake;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "organization";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/organization", "listOrganizations")
            .summary("One's own organization; for operators of the gateway all.")
            .needs(Permission.ORGANIZATION_INDEX.text())
            .showsEach(RecordKind.ORGANIZATION, OrganizationView.class, OrganizationView::id)
            .answersPageOf(OrganizationView.class)
            .handles(this::list),
        post("/organization", "createOrganization")
            .summary("Makes an organization of which a user of one's own becomes administrator.")
            .needs(Permission.ORGANIZATION_STORE.text())
            .creates(OrganizationView.class)
            .handles(OrganizationBody.class, this::create),
        get("/organization/{office}", "showOrganization")
            .summary("One organization.")
            .takes(ID)
            .needs(Permission.ORGANIZATION_SHOW.text())
            .shows(RecordKind.ORGANIZATION, ID)
            .answers(OrganizationView.class)
            .handles(this::show),
        put("/organization/{office}", "updateOrganization")
            .summary("Changes an organization; its AE titles for operators of the gateway only.")
            .takes(ID)
            .needs(Permission.ORGANIZATION_UPDATE.text())
            .shows(RecordKind.ORGANIZATION, ID)
            .answers(OrganizationView.class)
            .handles(OrganizationBody.class, this::update),
        delete("/organization/{office}", "deleteOrganization")
            .summary("Deletes an organization that has no images and no orders, with its users.")
            .takes(ID)
            .needs(Permission.ORGANIZATION_DESTROY.text())
            .shows(RecordKind.ORGANIZATION, ID)
            .refuses(ProblemType.CONFLICT)
            .answersNothing()
            .handles(this::remove));
  }

  private Response list(Request request) {
    PageRequest asked = Pages.asked(request);
    return database.read(
        handle -> {
          OrganizationChanges work = work(handle, request);
          List<Organization> all =
              work.isOperator()
                  ? handle.attach(OrganizationDao.class).list()
                  : List.of(work.find(request.principal().organizationKey()));
          int from = Math.min(asked.offset(), all.size());
          int to = Math.min(from + asked.perPage(), all.size());
          Page<Organization> page = new Page<>(all.subList(from, to), all.size(), false);
          return Response.page(
              Pages.answer(page, page.rows().stream().map(one -> view(handle, one)).toList()));
        });
  }

  private Response show(Request request) {
    return Response.json(
        database.read(handle -> view(handle, work(handle, request).find(request.get(ID)))));
  }

  private Response create(Request request, OrganizationBody body) {
    return Response.created(
        database.durablyInConnection(
            handle -> {
              OrganizationChanges work = work(handle, request);
              return view(handle, work.find(work.create(body)));
            }));
  }

  private Response update(Request request, OrganizationBody body) {
    return Response.json(
        database.durablyInConnection(
            handle -> {
              OrganizationChanges work = work(handle, request);
              work.update(request.get(ID), body);
              return view(handle, work.find(request.get(ID)));
            }));
  }

  /** When everything that came for it is in the index, and nothing more can come. */
  private Response remove(Request request) throws IOException {
    intake.betweenGroups(
        () -> {
          database.durablyInConnection(
              handle -> {
                work(handle, request).delete(request.get(ID));
                return null;
              });
          intake.organizationDeleted(request.get(ID));
          return null;
        });
    return Response.noContent();
  }

  private OrganizationChanges work(Handle handle, Request request) {
    return new OrganizationChanges(handle, request, clock.instant());
  }

  private static OrganizationView view(Handle handle, Organization organization) {
    return OrganizationView.of(
        organization,
        handle.attach(OrganizationDao.class).calledAeTitlesOf(organization.organizationKey()));
  }
}
