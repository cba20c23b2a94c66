package io.archway.http.imaging.form;

import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;

import io.archway.http.access.Permission;
import io.archway.http.imaging.Pages;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Page;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.form.Form;
import io.archway.index.form.FormDao;
import io.archway.index.form.FormField;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Forms. Never changed, so that a report shows for good what it was written by. */
public final class FormResource implements Resource {

  private static final Parameter<Long> ID = Parameter.pathKey("id");
  private static final Parameter<String> SEARCH =
      Parameter.queryText("search", 100).described("The beginning of a name.");

  private final Database database;
  private final InstantSource clock;

  public FormResource(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "form";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/form", "listForms")
            .summary("The forms that are offered, the first made first.")
            .takes(SEARCH)
            .needs(Permission.FORM_INDEX.text())
            .showsEach(RecordKind.FORM, FormView.class, FormView::id)
            .answersPageOf(FormView.class)
            .handles(this::list),
        post("/form", "createForm")
            .summary("Makes a form, which may take the place of another.")
            .needs(Permission.FORM_STORE.text())
            .creates(FormView.class)
            .handles(FormBody.class, this::create),
        get("/form/{id}", "showForm")
            .summary("One form, also one whose place another has taken.")
            .takes(ID)
            .needs(Permission.FORM_SHOW.text())
            .shows(RecordKind.FORM, ID)
            .answers(FormView.class)
            .handles(this::show));
  }

  private Response list(Request request) {
    return Response.page(database.read(handle -> list(handle, request)));
  }

  private static Page<FormView> list(Handle handle, Request request) {
    FormDao forms = handle.attach(FormDao.class);
    io.archway.index.database.Page<Form> page =
        forms.page(
            request.principal().organizationKey(), request.get(SEARCH), Pages.asked(request));
    List<Long> keys = page.rows().stream().map(Form::formKey).toList();
    Map<Long, List<FormField>> fields = keys.isEmpty() ? Map.of() : forms.fields(keys);
    return Pages.answer(
        page,
        page.rows().stream()
            .map(form -> FormView.of(form, fields.getOrDefault(form.formKey(), List.of())))
            .toList());
  }

  private Response show(Request request) {
    long organizationKey = request.principal().organizationKey();
    return Response.json(database.read(handle -> view(handle, organizationKey, request.get(ID))));
  }

  private Response create(Request request, FormBody body) {
    return Response.created(database.durably(handle -> create(handle, request, body)));
  }

  private FormView create(Handle handle, Request request, FormBody body) {
    long organizationKey = request.principal().organizationKey();
    FormDao forms = handle.attach(FormDao.class);
    forms.lock(organizationKey);
    if (body.replacesId() != null && !forms.isListed(organizationKey, body.replacesId())) {
      throw Problem.invalid("replaces_id", "expected: a form that is offered").toException();
    }
    long userKey = request.principal().userKey();
    return forms
        .create(organizationKey, userKey == 0 ? null : userKey, body.form(), clock.instant())
        .map(
            key -> {
              Audit.changed(handle, request.auditor(), RecordKind.FORM, key, Action.CREATE);
              return view(handle, organizationKey, key);
            })
        .orElseThrow(
            () ->
                Problem.invalid("name", "taken (expected: a name that no other form has)")
                    .toException());
  }

  private static FormView view(Handle handle, long organizationKey, long formKey) {
    FormDao forms = handle.attach(FormDao.class);
    return forms
        .find(organizationKey, formKey)
        .map(form -> FormView.of(form, forms.fields(formKey)))
        .orElseThrow(() -> Problem.notFound().toException());
  }
}
