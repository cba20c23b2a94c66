package io.archway.http.imaging.office;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.imaging.Pages;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.account.OfficeDentist;
import io.archway.index.account.UserDao;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.organization.NewOffice;
import io.archway.index.organization.Office;
import io.archway.index.organization.OfficeDao;
import io.archway.index.organization.OfficeDao.Need;
import io.archway.index.organization.OrganizationDao;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Offices: whoever is bound to some sees these alone. */
public final class OfficeResource implements Resource {

  private static final Parameter<Long> ID = Parameter.pathKey("id");
  private static final Parameter<String> SEARCH =
      Parameter.queryText("search", 100).described("A part of the name or the city.");

  private final Database database;
  private final InstantSource clock;

  public OfficeResource(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "office";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/office", "listOffices")
            .summary("Offices, the first made first.")
            .takes(SEARCH)
            .needs(Permission.OFFICE_INDEX.text())
            .showsEach(RecordKind.OFFICE, OfficeView.class, OfficeView::id)
            .answersPageOf(OfficeView.class)
            .handles(this::list),
        get("/office/form-office", "listFormOffices")
            .summary("Offices to choose from, by name.")
            .needs(Permission.OFFICE_INDEX.text())
            .showsEach(RecordKind.OFFICE, OfficeChoice.class, OfficeChoice::id)
            .answersListOf(OfficeChoice.class)
            .handles(this::offices),
        get("/office/form-dentists", "listFormDentists")
            .summary("Dentists to choose from, by name, each with their offices.")
            .needs(Permission.OFFICE_INDEX.text())
            .showsEach(RecordKind.USER, DentistChoice.class, DentistChoice::id)
            .answersListOf(DentistChoice.class)
            .handles(this::dentists),
        post("/office", "createOffice")
            .summary("Makes an office, or brings back the deleted one of that name.")
            .needs(Permission.OFFICE_STORE.text())
            .creates(OfficeView.class)
            .handles(OfficeBody.class, this::create),
        get("/office/{id}", "showOffice")
            .summary("One office.")
            .takes(ID)
            .needs(Permission.OFFICE_SHOW.text())
            .shows(RecordKind.OFFICE, ID)
            .answers(OfficeView.class)
            .handles(this::show),
        put("/office/{id}", "updateOffice")
            .summary("Changes an office; a time zone counts from the next order on.")
            .takes(ID)
            .needs(Permission.OFFICE_UPDATE.text())
            .shows(RecordKind.OFFICE, ID)
            .answers(OfficeView.class)
            .handles(OfficeBody.class, this::update),
        delete("/office/{id}", "deleteOffice")
            .summary("Deletes an office that nothing belongs to.")
            .takes(ID)
            .needs(Permission.OFFICE_DESTROY.text())
            .shows(RecordKind.OFFICE, ID)
            .refuses(ProblemType.CONFLICT)
            .answersNothing()
            .handles(this::remove));
  }

  /** An office as a form offers it. */
  record OfficeChoice(long id, String name) {}

  /** A dentist as a form offers them. */
  record DentistChoice(
      long id, String name, String firstName, String lastName, List<Long> officeIds) {}

  private Response list(Request request) {
    return database.read(
        handle -> {
          Actor actor = Actor.of(handle, request.principal());
          var page =
              handle
                  .attach(OfficeDao.class)
                  .page(
                      actor.organizationKey(),
                      actor.visible().officeKeys(),
                      request.get(SEARCH),
                      Pages.asked(request));
          return Response.page(
              Pages.answer(page, page.rows().stream().map(OfficeView::of).toList()));
        });
  }

  private Response offices(Request request) {
    return Response.json(
        database.read(
            handle -> {
              Actor actor = Actor.of(handle, request.principal());
              return handle
                  .attach(OfficeDao.class)
                  .list(actor.organizationKey(), actor.visible().officeKeys(), null)
                  .stream()
                  .map(office -> new OfficeChoice(office.officeKey(), office.name()))
                  .sorted(Comparator.comparing(OfficeChoice::name))
                  .toList();
            }));
  }

  private Response dentists(Request request) {
    return Response.json(
        database.read(
            handle -> {
              Actor actor = Actor.of(handle, request.principal());
              return handle
                  .attach(UserDao.class)
                  .dentists(actor.organizationKey(), actor.visible().officeKeys())
                  .stream()
                  .map(OfficeResource::choice)
                  .toList();
            }));
  }

  private static DentistChoice choice(OfficeDentist dentist) {
    return new DentistChoice(
        dentist.userKey(),
        dentist.name(),
        dentist.firstName(),
        dentist.lastName(),
        dentist.officeKeys());
  }

  private Response show(Request request) {
    return Response.json(
        database.read(handle -> OfficeView.of(find(handle, request, request.get(ID)))));
  }

  private Response create(Request request, OfficeBody body) {
    return Response.created(database.durably(handle -> create(handle, request, body.office())));
  }

  private OfficeView create(Handle handle, Request request, NewOffice office) {
    Actor actor = Actor.of(handle, request.principal());
    if (actor.visible().officeKeys() != null) {
      throw Problem.of(
              ProblemType.FORBIDDEN, "Who is bound to offices makes none (expected: whole access).")
          .toException();
    }
    OfficeDao offices = handle.attach(OfficeDao.class);
    offices.lock(actor.organizationKey());
    if (offices.count(actor.organizationKey()) >= OfficeDao.MAX_OFFICES) {
      throw conflict("offices: %1$d (expected: < %1$d)".formatted(OfficeDao.MAX_OFFICES));
    }
    long key =
        offices
            .create(actor.organizationKey(), office, clock.instant())
            .orElseThrow(OfficeResource::taken);
    Audit.changed(handle, request.auditor(), RecordKind.OFFICE, key, Action.CREATE);
    return OfficeView.of(find(handle, request, key));
  }

  private Response update(Request request, OfficeBody body) {
    return Response.json(
        database.durably(
            handle -> {
              OfficeDao offices = handle.attach(OfficeDao.class);
              offices.lock(request.principal().organizationKey());
              Office was = find(handle, request, request.get(ID));
              NewOffice office = body.office(was);
              if (offices.isTaken(was.organizationKey(), was.officeKey(), office.name())) {
                throw taken();
              }
              offices.update(was.organizationKey(), was.officeKey(), office, clock.instant());
              Audit.changed(
                  handle, request.auditor(), RecordKind.OFFICE, was.officeKey(), Action.UPDATE);
              return OfficeView.of(find(handle, request, was.officeKey()));
            }));
  }

  private Response remove(Request request) {
    database.durably(
        handle -> {
          remove(handle, request, clock.instant());
          return null;
        });
    return Response.noContent();
  }

  private static void remove(Handle handle, Request request, Instant now) {
    OfficeDao offices = handle.attach(OfficeDao.class);
    offices.lock(request.principal().organizationKey());
    Office office = find(handle, request, request.get(ID));
    if (offices.count(office.organizationKey()) == 1) {
      throw conflict("An organization needs an office (expected: another beside it).");
    }
    List<Need> needs = offices.needs(office.organizationKey(), office.officeKey());
    if (!needs.isEmpty()) {
      throw conflict(
          "The office is needed by its %s (expected: none)."
              .formatted(needs.stream().map(Need::words).collect(Collectors.joining(", "))));
    }
    offices.delete(office.organizationKey(), office.officeKey(), now);
    Audit.changed(handle, request.auditor(), RecordKind.OFFICE, office.officeKey(), Action.DELETE);
  }

  private static Office find(Handle handle, Request request, long officeKey) {
    Actor actor = Actor.of(handle, request.principal());
    return handle
        .attach(OrganizationDao.class)
        .findOffice(actor.organizationKey(), officeKey)
        .filter(office -> actor.visible().includeOffice(office.officeKey()))
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private static ProblemException taken() {
    return Problem.invalid("name", "taken (expected: a name that no other office has had)")
        .toException();
  }

  private static ProblemException conflict(String text) {
    return Problem.of(ProblemType.CONFLICT, text).toException();
  }
}
