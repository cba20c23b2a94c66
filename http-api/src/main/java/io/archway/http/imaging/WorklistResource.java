package io.archway.http.imaging;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.database.Database;
import io.archway.index.database.Page;
import io.archway.index.organization.Office;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.Suggestions;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistFilter;
import io.archway.index.worklist.WorklistLists;
import io.archway.index.worklist.WorklistOrder;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;

/** The worklist: what was ordered, how far its scan and its reading are. */
final class WorklistResource implements Resource {

  private static final Parameter<Long> ID = Parameter.pathKey("id");
  private static final Parameter<ItemStatus> STATUS =
      Parameter.queryEnum("status", ItemStatus.class);
  private static final Parameter<ScanStatus> SCAN_STATUS =
      Parameter.queryEnum("scan_status", ScanStatus.class);
  private static final Parameter<List<Long>> OFFICES =
      Parameter.queryLong("office_id", 1, Long.MAX_VALUE)
          .described("The id of an office; of one of them where there are several.")
          .repeatable(100);
  private static final Parameter<Long> DENTIST =
      Parameter.queryLong("dentist_id", 1, Long.MAX_VALUE).described("The id of a user.");
  private static final Parameter<Long> RADIOLOGIST =
      Parameter.queryLong("radiologist_id", 1, Long.MAX_VALUE).described("The id of a user.");
  private static final Parameter<Long> PATIENT =
      Parameter.queryLong("patient_id", 1, Long.MAX_VALUE).described("The id of a patient.");
  private static final Parameter<String> MODALITY =
      Parameter.queryText("modality", 16)
          .matching(Pattern.compile(OrderText.MODALITY), OrderText.MODALITY_MEANING)
          .described("That of any step.");
  private static final Parameter<LocalDate> START_FROM =
      Parameter.queryDate("start_date_from").described("The first day of the scheduled start.");
  private static final Parameter<LocalDate> START_TO =
      Parameter.queryDate("start_date_to").described("The last day of the scheduled start.");
  private static final Parameter<String> SEARCH =
      Parameter.queryText("search", 100)
          .described(
              "Words that begin words of the patient's names or Patient ID, or the beginning of an"
                  + " accession number.");
  private static final Parameter<Boolean> CANCELLED =
      Parameter.queryBoolean("cancelled").or(false).described("Also those that were cancelled.");
  private static final Parameter<WorklistOrder> ORDER =
      Parameter.queryEnum("order", WorklistOrder.class).or(WorklistOrder.NEWEST);
  private static final Parameter<String> TYPED =
      Parameter.queryText("search", 100).required().described("What was typed so far.");
  private static final Parameter<Integer> LIMIT =
      Parameter.queryInt("limit", 1, 50).or(10).described("At most so many of each kind.");

  private final Database database;
  private final WorklistOrders orders;

  WorklistResource(Database database, InstantSource clock) {
    this.database = database;
    this.orders = new WorklistOrders(database, clock);
  }

  @Override
  public String name() {
    return "worklist";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/worklist", "listWorklist")
            .summary("Worklist items, newest first or as ordered.")
            .takes(STATUS, SCAN_STATUS, OFFICES, DENTIST, RADIOLOGIST, PATIENT, MODALITY)
            .takes(START_FROM, START_TO, SEARCH, CANCELLED, ORDER)
            .needs(Permission.WORKLIST_INDEX.text())
            .answersPageOf(WorklistView.class)
            .handles(this::list),
        get("/worklist/search-suggestions", "suggestForWorklist")
            .summary("Patients, accession numbers and offices that may be meant.")
            .takes(TYPED, LIMIT)
            .needs(Permission.WORKLIST_INDEX.text())
            .answers(SuggestionsView.class)
            .handles(this::suggest),
        post("/worklist", "createWorklistItem")
            .summary("Makes an item; what a modality needs is made up where it is not given.")
            .needs(Permission.WORKLIST_STORE.text())
            .creates(WorklistView.class)
            .handles(NewItem.class, this::create),
        get("/worklist/{id}", "showWorklistItem")
            .summary("One item with its steps.")
            .takes(ID)
            .needs(Permission.WORKLIST_SHOW.text())
            .answers(WorklistView.class)
            .handles(this::show),
        put("/worklist/{id}", "updateWorklistItem")
            .summary("Changes an item; what is absent stays.")
            .takes(ID)
            .needs(Permission.WORKLIST_UPDATE.text())
            .answers(WorklistView.class)
            .handles(ItemChange.class, this::update),
        delete("/worklist/{id}", "deleteWorklistItem")
            .summary("Deletes an item; its images stay.")
            .takes(ID)
            .needs(Permission.WORKLIST_DESTROY.text())
            .answersNothing()
            .handles(this::remove));
  }

  private Response list(Request request) {
    WorklistFilter filter = filter(request);
    Page<WorklistEntry> page =
        database.readInConnection(
            connection ->
                WorklistLists.page(
                    connection,
                    request.principal().organizationKey(),
                    filter,
                    request.get(ORDER),
                    Pages.asked(request)));
    return Response.page(Pages.answer(page, page.rows().stream().map(WorklistView::of).toList()));
  }

  private static WorklistFilter filter(Request request) {
    LocalDate from = request.get(START_FROM);
    LocalDate to = request.get(START_TO);
    if (from != null && to != null && to.isBefore(from)) {
      new FieldErrors()
          .add(START_TO.name(), "expected: not before " + START_FROM.name())
          .throwIfAny();
    }
    List<Long> offices = request.get(OFFICES);
    return new WorklistFilter(
        request.get(STATUS),
        request.get(SCAN_STATUS),
        offices.isEmpty() ? null : offices,
        request.get(DENTIST),
        request.get(RADIOLOGIST),
        request.get(PATIENT),
        request.get(MODALITY),
        from,
        to,
        request.get(SEARCH),
        request.get(CANCELLED));
  }

  private Response suggest(Request request) {
    long organizationKey = request.principal().organizationKey();
    List<Office> offices =
        database.read(handle -> handle.attach(OrganizationDao.class).offices(organizationKey));
    Suggestions found =
        database.readInConnection(
            connection ->
                Suggestions.of(
                    connection, organizationKey, request.get(TYPED), offices, request.get(LIMIT)));
    return Response.json(SuggestionsView.of(found));
  }

  private Response create(Request request, NewItem body) {
    long organizationKey = request.principal().organizationKey();
    return Response.created(WorklistView.of(orders.create(organizationKey, body)));
  }

  private Response show(Request request) {
    return database
        .readInConnection(
            connection ->
                WorklistLists.find(
                    connection, request.principal().organizationKey(), request.get(ID)))
        .map(entry -> Response.json(WorklistView.of(entry)))
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private Response update(Request request, ItemChange body) {
    long organizationKey = request.principal().organizationKey();
    return Response.json(WorklistView.of(orders.update(organizationKey, request.get(ID), body)));
  }

  private Response remove(Request request) {
    orders.delete(request.principal().organizationKey(), request.get(ID));
    return Response.noContent();
  }
}
