package io.archway.http.audit;

import static io.archway.http.kernel.Endpoint.get;

import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.audit.AuditViews.EntryView;
import io.archway.http.audit.AuditViews.VerificationView;
import io.archway.http.imaging.Pages;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Username;
import io.archway.index.audit.Action;
import io.archway.index.audit.AuditCheck;
import io.archway.index.audit.AuditFilter;
import io.archway.index.audit.AuditSearch;
import io.archway.index.audit.RecordKey;
import io.archway.index.audit.RecordKind;
import io.archway.index.audit.SealedEntry;
import io.archway.index.database.Database;
import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.patient.PatientDao;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** Who saw or changed what, and whether that was tampered with. */
public final class AuditResource implements Resource {

  private static final Parameter<Long> PATIENT_ID = Parameter.pathKey("id");
  private static final Parameter<Long> USER =
      Parameter.queryLong("user_id", 1, Long.MAX_VALUE).described("The id of a user.");
  private static final Parameter<Long> PATIENT =
      Parameter.queryLong("patient_id", 1, Long.MAX_VALUE)
          .described("The id of a patient: entries of them and of all that is theirs.");
  private static final Parameter<RecordKind> KIND =
      Parameter.queryEnum("kind", RecordKind.class).described("With record_id: one record.");
  private static final Parameter<Long> RECORD =
      Parameter.queryLong("record_id", 1, Long.MAX_VALUE).described("With kind: one record.");
  private static final Parameter<Action> ACTION = Parameter.queryEnum("action", Action.class);
  private static final Parameter<Instant> FROM =
      Parameter.queryInstant("from").described("At this moment or later.");
  private static final Parameter<Instant> BEFORE =
      Parameter.queryInstant("before").described("Before this moment.");

  private final Database database;
  private final AuditTrail trail;
  private final Semaphore verifying = new Semaphore(1);

  public AuditResource(Database database, AuditTrail trail) {
    this.database = database;
    this.trail = trail;
  }

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/audit", "listAudit")
            .summary("Who saw or changed what, the last first.")
            .takes(USER, PATIENT, KIND, RECORD, ACTION, FROM, BEFORE)
            .needs(Permission.AUDIT_INDEX.text())
            .answersPageOf(EntryView.class)
            .handles(this::list),
        get("/audit/verify", "verifyAudit")
            .summary("Makes every seal anew: what was changed, deleted or put in does not fit.")
            .needs(Permission.AUDIT_VERIFY.text())
            .answers(VerificationView.class)
            .handles(this::verify),
        get("/patient/{id}/access-report", "showAccessReport")
            .summary("Who saw or changed a patient or what is theirs, when and from where.")
            .takes(PATIENT_ID, FROM, BEFORE)
            .shows(RecordKind.PATIENT, PATIENT_ID)
            .needs(Permission.AUDIT_SHOW.text())
            .answersPageOf(EntryView.class)
            .handles(this::report));
  }

  private Response list(Request request) {
    RecordKind kind = request.get(KIND);
    Long key = request.get(RECORD);
    if (kind == null != (key == null)) {
      throw Problem.invalid(
              (kind == null ? KIND : RECORD).name(), "expected: kind and record_id together")
          .toException();
    }
    if (kind != null && request.get(PATIENT) != null) {
      throw Problem.invalid(PATIENT.name(), "expected: not with kind and record_id").toException();
    }
    checkOrder(request);
    return page(
        request,
        new AuditFilter(
            user(request),
            request.get(PATIENT),
            kind == null ? null : new RecordKey(kind, key),
            request.get(ACTION),
            request.get(FROM),
            request.get(BEFORE)));
  }

  /** Whoever does not see the whole organization sees what they did themselves. */
  private Long user(Request request) {
    boolean all = database.read(handle -> Actor.of(handle, request.principal()).visible().isAll());
    Long own = request.principal().userKey();
    if (!all && request.get(USER) != null && !request.get(USER).equals(own)) {
      throw Problem.of(ProblemType.FORBIDDEN).toException();
    }
    return all ? request.get(USER) : own;
  }

  private Response report(Request request) {
    long organizationKey = request.principal().organizationKey();
    long patientKey = request.get(PATIENT_ID);
    database.read(
        handle -> {
          boolean seen =
              Actor.of(handle, request.principal()).visible().seesPatient(handle, patientKey);
          return handle
              .attach(PatientDao.class)
              .find(organizationKey, patientKey)
              .filter(patient -> seen)
              .orElseThrow(() -> Problem.notFound().toException());
        });
    checkOrder(request);
    return page(
        request,
        new AuditFilter(null, patientKey, null, null, request.get(FROM), request.get(BEFORE)));
  }

  private static void checkOrder(Request request) {
    Instant from = request.get(FROM);
    Instant before = request.get(BEFORE);
    if (from != null && before != null && before.isBefore(from)) {
      new FieldErrors().add(BEFORE.name(), "expected: not before " + FROM.name()).throwIfAny();
    }
  }

  /** Sealed first, so that what was just done is there. */
  private Response page(Request request, AuditFilter filter) {
    trail.seal();
    long organizationKey = request.principal().organizationKey();
    PageRequest asked = Pages.asked(request);
    Page<SealedEntry> page =
        database.readInConnection(
            connection -> AuditSearch.page(connection, organizationKey, filter, asked));
    Map<Long, String> names = names(organizationKey, page.rows());
    return Response.page(
        Pages.answer(page, page.rows().stream().map(row -> EntryView.of(row, names)).toList()));
  }

  private Map<Long, String> names(long organizationKey, List<SealedEntry> rows) {
    List<Long> keys =
        rows.stream()
            .map(row -> row.entry().auditor().userKey())
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    return keys.isEmpty()
        ? Map.of()
        : database
            .read(handle -> handle.attach(AccountDao.class).usernames(organizationKey, keys))
            .stream()
            .collect(Collectors.toMap(Username::userKey, Username::username));
  }

  /** Reads all of it, so one at a time. */
  private Response verify(Request request) {
    if (!verifying.tryAcquire()) {
      throw Problem.unavailable("The audit is being verified. Try again later.", 5).toException();
    }
    try {
      trail.seal();
      return Response.json(VerificationView.of(new AuditCheck(database, trail::isStopping).run()));
    } finally {
      verifying.release();
    }
  }
}
