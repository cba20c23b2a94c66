package io.archway.http.imaging;

import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;

import io.archway.http.access.Permission;
import io.archway.http.download.StoredFile;
import io.archway.http.imaging.InboxBodies.Confirmation;
import io.archway.http.imaging.InboxBodies.Reasoned;
import io.archway.http.imaging.InboxBodies.Selection;
import io.archway.http.imaging.InboxBodies.Unlinked;
import io.archway.http.imaging.InboxParts.DecisionPart;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.inbox.InboxFilter;
import io.archway.index.inbox.InboxOrder;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.InboxState;
import io.archway.index.store.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The inbox: what waits for a person, why, and what they decide about it. */
final class InboxResource implements Resource {

  private static final Parameter<Long> ID = Parameter.pathKey("id");
  private static final Parameter<Long> MEDIUM = Parameter.pathKey("media_id");
  private static final Parameter<InboxState> STATE =
      Parameter.queryEnum("state", InboxState.class).or(InboxState.OPEN);
  private static final Parameter<List<InboxReason>> REASONS =
      Parameter.queryEnum("reason", InboxReason.class).repeatable(10);
  private static final Parameter<List<Long>> OFFICES =
      Parameter.queryLong("office_id", 1, Long.MAX_VALUE)
          .described("The id of the office it came to; of one of them where there are several.")
          .repeatable(100);
  private static final Parameter<Instant> CREATED_FROM =
      Parameter.queryInstant("created_from").described("Waiting since this moment or later.");
  private static final Parameter<Instant> CREATED_BEFORE =
      Parameter.queryInstant("created_before").described("Waiting since before this moment.");
  private static final Parameter<InboxOrder> ORDER =
      Parameter.queryEnum("order", InboxOrder.class).or(InboxOrder.NEWEST);

  private final InboxWork work;
  private final ObjectStore store;

  InboxResource(Database database, ObjectStore store, InstantSource clock, Discarding discarding) {
    this.work = new InboxWork(database, clock, discarding);
    this.store = store;
  }

  @Override
  public String name() {
    return "inbox";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/inbox", "listInbox")
            .summary("What waits for a person, newest first or as ordered.")
            .takes(STATE, REASONS, OFFICES, CREATED_FROM, CREATED_BEFORE, ORDER)
            .needs(Permission.INBOX_INDEX.text())
            .answersPageOf(InboxView.class)
            .showsEach(RecordKind.INBOX_ENTRY, InboxView.class, InboxView::id)
            .handles(this::list),
        get("/inbox/decisions", "listInboxDecisions")
            .summary("Everything that was decided, by whom, when and why; the last first.")
            .needs(Permission.INBOX_INDEX.text())
            .answersPageOf(DecisionPart.class)
            .showsEach(RecordKind.INBOX_ENTRY, DecisionPart.class, DecisionPart::inboxId)
            .showsEach(RecordKind.WORKLIST_ITEM, DecisionPart.class, DecisionPart::worklistItemId)
            .showsEach(RecordKind.PATIENT, DecisionPart.class, DecisionPart::patientId)
            .handles(this::decisions),
        get("/inbox/{id}", "showInboxEntry")
            .summary("One entry: both sides of each proposal, side by side.")
            .takes(ID)
            .shows(RecordKind.INBOX_ENTRY, ID)
            .needs(Permission.INBOX_SHOW.text())
            .answers(InboxDetail.class)
            .handles(this::show),
        get("/inbox/{id}/file", "downloadInboxFile")
            .summary("The quarantined object, as it was stored; media.download is needed too.")
            .takes(ID)
            .shows(RecordKind.INBOX_ENTRY, ID)
            .needs(Permission.INBOX_SHOW.text())
            .answersContent(StoredFile.MEDIA_TYPE)
            .handles(this::file),
        post("/inbox/{id}/confirm", "confirmInboxEntry")
            .summary("One of the proposals is right.")
            .takes(ID)
            .shows(RecordKind.INBOX_ENTRY, ID)
            .needs(Permission.INBOX_UPDATE.text())
            .refuses(ProblemType.CONFLICT)
            .answers(InboxDetail.class)
            .handles(Confirmation.class, this::confirm),
        post("/inbox/{id}/choose", "chooseForInboxEntry")
            .summary("It is this, proposed or not: an item, a patient, a new patient, a version.")
            .takes(ID)
            .shows(RecordKind.INBOX_ENTRY, ID)
            .needs(Permission.INBOX_UPDATE.text())
            .refuses(ProblemType.CONFLICT)
            .answers(InboxDetail.class)
            .handles(Selection.class, this::choose),
        post("/inbox/{id}/reject", "rejectInboxEntry")
            .summary("None of the proposals: everything stays as it is.")
            .takes(ID)
            .shows(RecordKind.INBOX_ENTRY, ID)
            .needs(Permission.INBOX_UPDATE.text())
            .refuses(ProblemType.CONFLICT)
            .answers(InboxDetail.class)
            .handles(Reasoned.class, this::reject),
        post("/inbox/{id}/discard", "discardQuarantined")
            .summary("Deletes a quarantined object for good; this cannot be undone.")
            .takes(ID)
            .shows(RecordKind.INBOX_ENTRY, ID)
            .needs(Permission.INBOX_DESTROY.text())
            .refuses(ProblemType.CONFLICT)
            .answers(InboxDetail.class)
            .handles(Reasoned.class, this::discard),
        post("/inbox/{id}/undo", "undoInboxDecision")
            .summary("Takes the last decision back and opens the entry again.")
            .takes(ID)
            .shows(RecordKind.INBOX_ENTRY, ID)
            .needs(Permission.INBOX_UPDATE.text())
            .refuses(ProblemType.CONFLICT)
            .answers(InboxDetail.class)
            .handles(Reasoned.class, this::undo),
        post("/media/{media_id}/unlink", "unlinkMedia")
            .summary("The images are linked with the wrong order: they wait in the inbox instead.")
            .takes(MEDIUM)
            .shows(RecordKind.MEDIUM, MEDIUM)
            .needs(Permission.INBOX_UPDATE.text())
            .refuses(ProblemType.CONFLICT)
            .answers(InboxDetail.class)
            .handles(Unlinked.class, this::unlink));
  }

  private Response list(Request request) {
    var page =
        work.list(request.principal(), filter(request), request.get(ORDER), Pages.asked(request));
    return Response.page(Pages.answer(page, page.rows()));
  }

  private static InboxFilter filter(Request request) {
    Instant from = request.get(CREATED_FROM);
    Instant before = request.get(CREATED_BEFORE);
    if (from != null && before != null && before.isBefore(from)) {
      new FieldErrors()
          .add(CREATED_BEFORE.name(), "expected: not before " + CREATED_FROM.name())
          .throwIfAny();
    }
    List<InboxReason> reasons = request.get(REASONS);
    List<Long> offices = request.get(OFFICES);
    return new InboxFilter(
        request.get(STATE),
        reasons.isEmpty() ? null : reasons,
        offices.isEmpty() ? null : offices,
        from,
        before);
  }

  private Response decisions(Request request) {
    var page = work.decisions(request.principal(), Pages.asked(request));
    return Response.page(Pages.answer(page, page.rows()));
  }

  private Response show(Request request) {
    return Response.json(work.show(request.principal(), request.get(ID)));
  }

  private Response file(Request request) throws IOException {
    if (!request.principal().may(Permission.MEDIA_DOWNLOAD.text())) {
      throw Problem.of(ProblemType.FORBIDDEN).toException();
    }
    return Response.content(
        StoredFile.quarantined(store, () -> work.file(request.principal(), request.get(ID))));
  }

  private Response confirm(Request request, Confirmation body) {
    return Response.json(work.confirm(request, request.get(ID), body.choice(), body.why()));
  }

  private Response choose(Request request, Selection body) {
    return Response.json(work.choose(request, request.get(ID), body.choice(), body.why()));
  }

  private Response reject(Request request, Reasoned body) {
    return Response.json(work.reject(request, request.get(ID), body.why()));
  }

  private Response discard(Request request, Reasoned body) throws IOException {
    return Response.json(work.discard(request, request.get(ID), body.why()));
  }

  private Response undo(Request request, Reasoned body) {
    return Response.json(work.undo(request, request.get(ID), body.why()));
  }

  private Response unlink(Request request, Unlinked body) {
    return Response.json(
        work.unlink(request, request.get(MEDIUM), body.worklistItemId(), body.why()));
  }
}
