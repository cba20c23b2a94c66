package io.archway.http.imaging.setting;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import io.archway.http.access.Permission;
import io.archway.http.imaging.Pages;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.kernel.Rule;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.setting.Option;
import io.archway.index.setting.OptionDao;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Options: texts that an organization keeps by name. The gateway itself reads none of them. */
public final class OptionResource implements Resource {

  private static final String NAME_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
  private static final String NAME_MEANING =
      "1 to 100 letters, digits, dots, hyphens and underscores, of which a letter or digit is first";
  private static final int MAX_VALUE = 10_000;

  private static final Parameter<String> NAME = Parameter.pathText("name", 100);
  private static final Parameter<String> SEARCH =
      Parameter.queryText("search", 100).described("The beginning of a name.");

  private final Database database;
  private final InstantSource clock;

  public OptionResource(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "option";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/option", "listOptions")
            .summary("Options by name.")
            .takes(SEARCH)
            .needs(Permission.OPTION_INDEX.text())
            .showsEach(RecordKind.OPTION, OptionView.class, OptionView::id)
            .answersPageOf(OptionView.class)
            .handles(this::list),
        post("/option", "createOption")
            .summary("Keeps a text under a new name.")
            .needs(Permission.OPTION_STORE.text())
            .creates(OptionView.class)
            .handles(NewOption.class, this::create),
        get("/option/{name}", "showOption")
            .summary("One option.")
            .takes(NAME)
            .needs(Permission.OPTION_SHOW.text())
            .showsEach(RecordKind.OPTION, OptionView.class, OptionView::id)
            .answers(OptionView.class)
            .handles(this::show),
        put("/option/{name}", "updateOption")
            .summary("Keeps another text under the name.")
            .takes(NAME)
            .needs(Permission.OPTION_UPDATE.text())
            .answers(OptionView.class)
            .handles(OptionValue.class, this::update),
        delete("/option/{name}", "deleteOption")
            .summary("Forgets the name and its text.")
            .takes(NAME)
            .needs(Permission.OPTION_DESTROY.text())
            .answersNothing()
            .handles(this::remove));
  }

  record OptionView(long id, String name, String value, Instant createdAt, Instant updatedAt) {
    static OptionView of(Option option) {
      return new OptionView(
          option.optionKey(),
          option.name(),
          option.value(),
          option.createdAt(),
          option.updatedAt());
    }
  }

  record NewOption(
      @Rule.Required
          @Rule.Size(max = 100)
          @Rule.Matches(value = NAME_PATTERN, meaning = NAME_MEANING)
          String name,
      @Rule.Required @Rule.Size(max = MAX_VALUE) String value) {}

  record OptionValue(@Rule.Required @Rule.Size(max = MAX_VALUE) String value) {}

  private Response list(Request request) {
    return database.read(
        handle -> {
          var page =
              handle
                  .attach(OptionDao.class)
                  .page(organization(request), request.get(SEARCH), Pages.asked(request));
          return Response.page(
              Pages.answer(page, page.rows().stream().map(OptionView::of).toList()));
        });
  }

  private Response show(Request request) {
    return Response.json(
        database.read(handle -> OptionView.of(find(handle, request, request.get(NAME)))));
  }

  private Response create(Request request, NewOption body) {
    return Response.created(
        database.durably(
            handle -> {
              int made =
                  handle
                      .attach(OptionDao.class)
                      .insert(organization(request), body.name(), body.value(), clock.instant());
              if (made == 0) {
                throw Problem.invalid("name", "taken (expected: a name that no other option has)")
                    .toException();
              }
              return changed(handle, request, body.name(), Action.CREATE);
            }));
  }

  private Response update(Request request, OptionValue body) {
    return Response.json(
        database.durably(
            handle -> {
              handle
                  .attach(OptionDao.class)
                  .update(organization(request), request.get(NAME), body.value(), clock.instant());
              return changed(handle, request, request.get(NAME), Action.UPDATE);
            }));
  }

  private Response remove(Request request) {
    database.durably(
        handle -> {
          changed(handle, request, request.get(NAME), Action.DELETE);
          return handle.attach(OptionDao.class).delete(organization(request), request.get(NAME));
        });
    return Response.noContent();
  }

  private static OptionView changed(Handle handle, Request request, String name, Action action) {
    Option option = find(handle, request, name);
    Audit.changed(handle, request.auditor(), RecordKind.OPTION, option.optionKey(), action);
    return OptionView.of(option);
  }

  private static Option find(Handle handle, Request request, String name) {
    return handle
        .attach(OptionDao.class)
        .find(organization(request), name)
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private static long organization(Request request) {
    return request.principal().organizationKey();
  }
}
