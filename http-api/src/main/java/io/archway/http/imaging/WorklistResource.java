package io.archway.http.imaging;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.imaging.report.ItemReports;
import io.archway.http.imaging.report.ItemReports.ReportPart;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.database.Page;
import io.archway.index.database.SqlFailureException;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.worklist.HistoryEntry;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.Suggestions;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistFilter;
import io.archway.index.worklist.WorklistHistory;
import io.archway.index.worklist.WorklistLists;
import io.archway.index.worklist.WorklistOrder;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

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
            .showsEach(RecordKind.WORKLIST_ITEM, WorklistView.class, WorklistView::id)
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
            .handles(NewItem.class, this::create)
            .refers(this::references),
        get("/worklist/{id}", "showWorklistItem")
            .summary("One item with its steps.")
            .takes(ID)
            .shows(RecordKind.WORKLIST_ITEM, ID)
            .needs(Permission.WORKLIST_SHOW.text())
            .answers(WorklistView.class)
            .handles(this::show),
        put("/worklist/{id}", "updateWorklistItem")
            .summary("Changes an item; what is absent stays.")
            .takes(ID)
            .shows(RecordKind.WORKLIST_ITEM, ID)
            .needs(Permission.WORKLIST_UPDATE.text())
            .answers(WorklistView.class)
            .handles(ItemChange.class, this::update)
            .refers(this::references),
        get("/worklist/{id}/history", "listWorklistHistory")
            .summary("Who made, changed or deleted an item, when and what; the last first.")
            .takes(ID)
            .shows(RecordKind.WORKLIST_ITEM, ID)
            .needs(Permission.WORKLIST_SHOW.text())
            .answersPageOf(HistoryView.class)
            .handles(this::history),
        delete("/worklist/{id}", "deleteWorklistItem")
            .summary("Deletes an item; its images stay.")
            .takes(ID)
            .shows(RecordKind.WORKLIST_ITEM, ID)
            .needs(Permission.WORKLIST_DESTROY.text())
            .answersNothing()
            .handles(this::remove));
  }

  /** What somebody reads, as far as they see it. */
  private <R> R read(Request request, Reading<R> reading) {
    return database.read(
        handle -> {
          try {
            return reading.read(handle, Actor.of(handle, request.principal()));
          } catch (SQLException e) {
            throw new SqlFailureException(e);
          }
        });
  }

  private interface Reading<R> {
    R read(Handle handle, Actor actor) throws SQLException;
  }

  private Response list(Request request) {
    WorklistFilter filter = filter(request);
    return read(
        request,
        (handle, actor) -> {
          Page<WorklistEntry> page =
              WorklistLists.page(
                  handle.getConnection(),
                  actor.organizationKey(),
                  actor.visible(),
                  filter,
                  request.get(ORDER),
                  Pages.asked(request));
          return Response.page(Pages.answer(page, views(request, handle, page.rows())));
        });
  }

  private static List<WorklistView> views(
      Request request, Handle handle, List<WorklistEntry> entries) {
    List<Long> keys = entries.stream().map(entry -> entry.item().worklistItemKey()).toList();
    Map<Long, List<ReportPart>> reports = ItemReports.of(handle, request.principal(), keys);
    return entries.stream()
        .map(
            entry ->
                WorklistView.of(
                    entry, reports.getOrDefault(entry.item().worklistItemKey(), List.of())))
        .toList();
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
    Suggestions found = read(request, (handle, actor) -> suggest(handle, actor, request));
    SuggestionsView view = SuggestionsView.of(found);
    Response response = Response.json(view);
    for (SuggestionsView.PatientPart patient : view.patients()) {
      response = response.shows(RecordKind.PATIENT, patient.id());
    }
    return response;
  }

  private static Suggestions suggest(Handle handle, Actor actor, Request request)
      throws SQLException {
    return Suggestions.of(
        handle.getConnection(),
        actor.organizationKey(),
        actor.visible(),
        request.get(TYPED),
        handle.attach(OrganizationDao.class).offices(actor.organizationKey()),
        request.get(LIMIT));
  }

  private void references(Request request, Map<String, Object> said, FieldErrors errors) {
    errors.addAll(orders.check(request.principal(), said));
  }

  private Response create(Request request, NewItem body) {
    return Response.created(
        WorklistView.of(orders.create(request.principal(), request.auditor(), body), List.of()));
  }

  private Response show(Request request) {
    return read(
        request,
        (handle, actor) -> {
          WorklistEntry entry = find(handle.getConnection(), actor, request.get(ID));
          return Response.json(views(request, handle, List.of(entry)).get(0));
        });
  }

  private static WorklistEntry find(Connection connection, Actor actor, long key)
      throws SQLException {
    return WorklistLists.find(connection, actor.organizationKey(), key)
        .filter(entry -> actor.visible().include(entry.item()))
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private Response update(Request request, ItemChange body) {
    WorklistEntry entry =
        orders.update(request.principal(), request.auditor(), request.get(ID), body);
    List<ReportPart> reports =
        ItemReports.of(database, request.principal(), entry.item().worklistItemKey());
    return Response.json(WorklistView.of(entry, reports));
  }

  private Response history(Request request) {
    Page<HistoryEntry> page =
        read(request, (handle, actor) -> history(handle.getConnection(), actor, request));
    return Response.page(Pages.answer(page, page.rows().stream().map(HistoryView::of).toList()));
  }

  /** That of a deleted item too: who deleted it is asked afterwards. */
  private static Page<HistoryEntry> history(Connection connection, Actor actor, Request request)
      throws SQLException {
    long key = request.get(ID);
    WorklistRows.findEvenDeleted(connection, actor.organizationKey(), key)
        .filter(actor.visible()::include)
        .orElseThrow(() -> Problem.notFound().toException());
    return WorklistHistory.page(connection, actor.organizationKey(), key, Pages.asked(request));
  }

  private Response remove(Request request) {
    orders.delete(request.principal(), request.auditor(), request.get(ID));
    return Response.noContent();
  }
}
