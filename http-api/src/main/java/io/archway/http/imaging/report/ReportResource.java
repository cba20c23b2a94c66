package io.archway.http.imaging.report;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import io.archway.http.access.Permission;
import io.archway.http.imaging.Pages;
import io.archway.http.imaging.report.ReportReading.Whole;
import io.archway.http.kernel.Accepted;
import io.archway.http.kernel.Content;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.pdf.Paper;
import io.archway.http.pdf.PaperPdf;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.database.Page;
import io.archway.index.database.SqlFailureException;
import io.archway.index.patient.Patient;
import io.archway.index.report.Report;
import io.archway.index.report.ReportDocuments;
import io.archway.index.report.ReportFilter;
import io.archway.index.report.ReportLists;
import io.archway.index.report.ReportStatus;
import io.archway.index.report.ReportVersion;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Reports: drafts that become signed, and are added to from then on. */
public final class ReportResource implements Resource {

  private static final String JSON = "application/json";
  private static final Parameter<Long> ID = Parameter.pathKey("id");
  private static final Parameter<Long> VERSION = Parameter.pathKey("version");
  private static final Parameter<Long> PATIENT =
      Parameter.queryLong("patient_id", 1, Long.MAX_VALUE).described("The id of a patient.");
  private static final Parameter<Long> OFFICE =
      Parameter.queryLong("office_id", 1, Long.MAX_VALUE).described("The id of an office.");
  private static final Parameter<Long> RADIOLOGIST =
      Parameter.queryLong("radiologist_id", 1, Long.MAX_VALUE).described("The id of a user.");
  private static final Parameter<Long> DENTIST =
      Parameter.queryLong("dentist_id", 1, Long.MAX_VALUE).described("The id of a user.");
  private static final Parameter<Long> WORKLIST =
      Parameter.queryLong("worklist_id", 1, Long.MAX_VALUE).described("The id of a worklist item.");
  private static final Parameter<ReportStatus> STATUS =
      Parameter.queryEnum("status", ReportStatus.class);
  private static final Parameter<Instant> CREATED_FROM =
      Parameter.queryInstant("created_from").described("Begun at this moment or later.");
  private static final Parameter<Instant> CREATED_BEFORE =
      Parameter.queryInstant("created_before").described("Begun before this moment.");
  private static final Parameter<Instant> SIGNED_FROM =
      Parameter.queryInstant("signed_from").described("Signed at this moment or later.");
  private static final Parameter<Instant> SIGNED_BEFORE =
      Parameter.queryInstant("signed_before").described("Signed before this moment.");
  private static final Parameter<String> SEARCH =
      Parameter.queryText("search", 100)
          .described(
              "Words that begin words of the patient's names, the Patient ID or the accession"
                  + " number.");

  private final Database database;
  private final ReportSaves saves;
  private final Signatures signatures;
  private final ReportPublisher publisher;
  private final InstantSource clock;

  public ReportResource(
      Database database, InstantSource clock, ReportSettings settings, ReportPublisher publisher) {
    this.database = database;
    this.clock = clock;
    this.saves = new ReportSaves(database, clock, settings);
    this.signatures = new Signatures(database, clock);
    this.publisher = publisher;
  }

  @Override
  public String name() {
    return "report";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/report", "listReports")
            .summary("Reports, newest first.")
            .takes(PATIENT, OFFICE, RADIOLOGIST, DENTIST, WORKLIST, STATUS)
            .takes(CREATED_FROM, CREATED_BEFORE, SIGNED_FROM, SIGNED_BEFORE, SEARCH)
            .needs(Permission.REPORT_INDEX.text())
            .showsEach(RecordKind.REPORT, ReportListView.class, ReportListView::id)
            .answersPageOf(ReportListView.class)
            .handles(this::list),
        post("/report", "createReport")
            .summary("Begins a report; sections that are not said have the form's texts.")
            .needs(Permission.REPORT_STORE.text())
            .creates(ReportView.class)
            .handles(NewReport.class, this::create),
        post("/report/preview", "previewReport")
            .summary("The PDF that a report would be; nothing is kept.")
            .needs(Permission.REPORT_PREVIEW.text())
            .showsNothing()
            .answersContent(PaperPdf.MEDIA_TYPE)
            .handles(NewReport.class, this::preview),
        get("/report/{id}", "showReport")
            .summary("One report; as a PDF where Accept prefers application/pdf.")
            .takes(ID)
            .needs(Permission.REPORT_SHOW.text())
            .shows(RecordKind.REPORT, ID)
            .answersOr(ReportView.class, PaperPdf.MEDIA_TYPE)
            .handles(this::show),
        put("/report/{id}", "updateReport")
            .summary("Changes a report that is not signed; what is absent stays.")
            .takes(ID)
            .needs(Permission.REPORT_UPDATE.text())
            .refuses(ProblemType.CONFLICT, ProblemType.PRECONDITION_FAILED)
            .answers(ReportView.class)
            .handles(ReportChange.class, this::update),
        delete("/report/{id}", "deleteReport")
            .summary("Deletes a report that is not signed.")
            .takes(ID)
            .needs(Permission.REPORT_DESTROY.text())
            .refuses(ProblemType.CONFLICT, ProblemType.PRECONDITION_FAILED)
            .answersNothing()
            .handles(this::remove),
        post("/report/{id}/sign", "signReport")
            .summary("Signs a report: its PDF joins the study, its worklist item is complete.")
            .takes(ID)
            .needs(Permission.REPORT_SIGN.text())
            .refuses(ProblemType.CONFLICT, ProblemType.PRECONDITION_FAILED)
            .answers(ReportView.class)
            .handles(Signing.class, this::sign),
        post("/report/{id}/addendum", "addToReport")
            .summary("Adds to a signed report, which itself never changes.")
            .takes(ID)
            .needs(Permission.REPORT_SIGN.text())
            .refuses(ProblemType.CONFLICT)
            .creates(ReportView.class)
            .handles(NewAddendum.class, this::add),
        get("/report/{id}/versions", "listReportVersions")
            .summary("Who saved a report, and when; the last first.")
            .takes(ID)
            .needs(Permission.REPORT_SHOW.text())
            .shows(RecordKind.REPORT, ID)
            .answersPageOf(VersionView.class)
            .handles(this::versions),
        get("/report/{id}/versions/{version}", "showReportVersion")
            .summary("A report as it was saved once.")
            .takes(ID, VERSION)
            .needs(Permission.REPORT_SHOW.text())
            .shows(RecordKind.REPORT, ID)
            .answers(VersionView.class)
            .handles(this::version));
  }

  private Response list(Request request) {
    ReportFilter filter = filter(request);
    return ReportReading.read(
        database,
        request.principal(),
        (handle, scope) -> {
          Page<Report> page =
              ReportLists.page(
                  handle,
                  request.principal().organizationKey(),
                  scope,
                  filter,
                  Pages.asked(request));
          Map<Long, Patient> patients = ReportReading.patients(handle, page.rows());
          List<ReportListView> rows =
              page.rows().stream()
                  .map(report -> ReportListView.of(report, patients.get(report.patientKey())))
                  .toList();
          return Response.page(Pages.answer(page, rows));
        });
  }

  private static ReportFilter filter(Request request) {
    FieldErrors errors = new FieldErrors();
    checkOrder(request, CREATED_FROM, CREATED_BEFORE, errors);
    checkOrder(request, SIGNED_FROM, SIGNED_BEFORE, errors);
    errors.throwIfAny();
    return new ReportFilter(
        request.get(PATIENT),
        request.get(OFFICE),
        request.get(RADIOLOGIST),
        request.get(DENTIST),
        request.get(WORKLIST),
        request.get(STATUS),
        request.get(CREATED_FROM),
        request.get(CREATED_BEFORE),
        request.get(SIGNED_FROM),
        request.get(SIGNED_BEFORE),
        request.get(SEARCH));
  }

  private static void checkOrder(
      Request request, Parameter<Instant> from, Parameter<Instant> before, FieldErrors errors) {
    if (request.get(from) != null
        && request.get(before) != null
        && request.get(before).isBefore(request.get(from))) {
      errors.add(before.name(), "expected: not before " + from.name());
    }
  }

  private Response create(Request request, NewReport body) {
    Whole whole = saves.create(request, body);
    return tagged(Response.created(ReportView.of(whole)), whole);
  }

  private static Response tagged(Response response, Whole whole) {
    return response
        .shows(RecordKind.REPORT, whole.report().reportKey())
        .header("ETag", "\"" + whole.report().version() + "\"");
  }

  private Response preview(Request request, NewReport body)
      throws IOException, InterruptedException {
    return pdf(saves.preview(request, body), "preview.pdf");
  }

  private Response pdf(Paper paper, String name) throws IOException, InterruptedException {
    byte[] bytes = publisher.printing().print(paper);
    return Response.content(Content.bytes(PaperPdf.MEDIA_TYPE, bytes).inline(name));
  }

  private Response show(Request request) throws IOException, InterruptedException {
    String type =
        Accepted.of(request, List.of(JSON, PaperPdf.MEDIA_TYPE))
            .orElseThrow(() -> Problem.of(ProblemType.NOT_ACCEPTABLE).toException());
    if (type.equals(PaperPdf.MEDIA_TYPE)) {
      long id = request.get(ID);
      Paper paper =
          ReportReading.read(
              database,
              request.principal(),
              (handle, scope) ->
                  paper(handle, ReportReading.find(handle, request.principal(), scope, id)));
      return pdf(paper, "report-" + id + ".pdf").header("Vary", "Accept");
    }
    Whole whole =
        ReportReading.read(
            database,
            request.principal(),
            (handle, scope) ->
                ReportReading.whole(
                    handle,
                    ReportReading.find(handle, request.principal(), scope, request.get(ID))));
    return tagged(Response.json(ReportView.of(whole)), whole).header("Vary", "Accept");
  }

  /** A signed one as it was signed, whatever its patient and office are called by now. */
  private Paper paper(Handle handle, Report report) throws SQLException {
    if (report.isSigned()) {
      return DocumentContent.parse(
              ReportDocuments.last(handle.getConnection(), report.reportKey())
                  .orElseThrow()
                  .content())
          .paper();
    }
    return new ReportPapers(
            handle,
            report,
            ReportLists.texts(handle.getConnection(), report.reportKey(), report.version()))
        .paper(clock.instant());
  }

  private Response update(Request request, ReportChange body) {
    Whole whole = saves.update(request, request.get(ID), body);
    return tagged(Response.json(ReportView.of(whole)), whole);
  }

  private Response remove(Request request) {
    saves.delete(request, request.get(ID));
    return Response.noContent();
  }

  private Response sign(Request request, Signing body) {
    Whole whole = signatures.sign(request, request.get(ID), body);
    return published(Response::json, whole);
  }

  private Response add(Request request, NewAddendum body) {
    Whole whole = signatures.add(request, request.get(ID), body);
    return published(Response::created, whole);
  }

  /** What was signed is kept already; its document is made now, or later where that fails. */
  private Response published(Function<Object, Response> answer, Whole whole) {
    publisher.publish(whole.document());
    Whole now = database.read(handle -> again(handle, whole.report()));
    return tagged(answer.apply(ReportView.of(now)), now);
  }

  private static Whole again(Handle handle, Report report) {
    try {
      return ReportReading.whole(handle, report);
    } catch (SQLException e) {
      throw new SqlFailureException(e);
    }
  }

  private Response versions(Request request) {
    return ReportReading.read(
        database,
        request.principal(),
        (handle, scope) -> {
          Report report = ReportReading.find(handle, request.principal(), scope, request.get(ID));
          Page<ReportVersion> page =
              ReportLists.versions(
                  handle.getConnection(), report.reportKey(), Pages.asked(request));
          return Response.page(
              Pages.answer(
                  page,
                  page.rows().stream().map(version -> VersionView.of(version, Map.of())).toList()));
        });
  }

  private Response version(Request request) {
    return ReportReading.read(
        database,
        request.principal(),
        (handle, scope) -> {
          Report report = ReportReading.find(handle, request.principal(), scope, request.get(ID));
          int number = (int) Math.min(Integer.MAX_VALUE, request.get(VERSION));
          ReportVersion version =
              ReportLists.version(handle.getConnection(), report.reportKey(), number)
                  .orElseThrow(() -> Problem.notFound().toException());
          return Response.json(
              VersionView.of(
                  version, ReportLists.texts(handle.getConnection(), report.reportKey(), number)));
        });
  }
}
