package io.archway.http.imaging.setting;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import io.archway.http.access.Permission;
import io.archway.http.imaging.Pages;
import io.archway.http.kernel.Change;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.kernel.Rule;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.BoundedText;
import io.archway.index.database.Database;
import io.archway.index.patient.FoldedText;
import io.archway.index.setting.Category;
import io.archway.index.setting.CategoryDao;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Categories, which people sort media by. A slug stays: it is an address. */
public final class CategoryResource implements Resource {

  private static final String SLUG_PATTERN = "[a-z0-9]+(-[a-z0-9]+)*";
  private static final String SLUG_MEANING = "lower case letters and digits, divided by hyphens";
  private static final int MAX_SLUG = 100;

  private static final Parameter<String> SLUG = Parameter.pathText("slug", MAX_SLUG);
  private static final Parameter<String> SEARCH =
      Parameter.queryText("search", MAX_SLUG).described("The beginning of a slug.");

  private final Database database;
  private final InstantSource clock;

  public CategoryResource(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "category";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/category", "listCategories")
            .summary("Categories by slug.")
            .takes(SEARCH)
            .needs(Permission.CATEGORY_INDEX.text())
            .showsEach(RecordKind.CATEGORY, CategoryView.class, CategoryView::id)
            .answersPageOf(CategoryView.class)
            .handles(this::list),
        post("/category", "createCategory")
            .summary("Makes a category; without a slug it gets one of its name.")
            .needs(Permission.CATEGORY_STORE.text())
            .creates(CategoryView.class)
            .handles(NewCategory.class, this::create),
        get("/category/{slug}", "showCategory")
            .summary("One category.")
            .takes(SLUG)
            .needs(Permission.CATEGORY_SHOW.text())
            .showsEach(RecordKind.CATEGORY, CategoryView.class, CategoryView::id)
            .answers(CategoryView.class)
            .handles(this::show),
        put("/category/{slug}", "updateCategory")
            .summary("Changes what is given; the slug stays.")
            .takes(SLUG)
            .needs(Permission.CATEGORY_UPDATE.text())
            .answers(CategoryView.class)
            .handles(CategoryChange.class, this::update),
        delete("/category/{slug}", "deleteCategory")
            .summary("Forgets a category.")
            .takes(SLUG)
            .needs(Permission.CATEGORY_DESTROY.text())
            .answersNothing()
            .handles(this::remove));
  }

  record CategoryView(
      long id, String slug, String name, String description, Instant createdAt, Instant updatedAt) {
    static CategoryView of(Category category) {
      return new CategoryView(
          category.categoryKey(),
          category.slug(),
          category.name(),
          category.description(),
          category.createdAt(),
          category.updatedAt());
    }
  }

  record NewCategory(
      @Rule.Required String name,
      @Rule.Size(max = MAX_SLUG) @Rule.Matches(value = SLUG_PATTERN, meaning = SLUG_MEANING)
          String slug,
      @Rule.Size(max = 2_000) String description)
      implements Rule.Across {

    @Override
    public void check(FieldErrors errors) {
      if (slug().isEmpty()) {
        errors.add("slug", "required where the name has no letters of a to z and no digits");
      }
    }

    @Override
    public String slug() {
      return slug == null ? slugOf(name) : slug;
    }

    private static String slugOf(String name) {
      String words = FoldedText.fold(name).replaceAll("[^a-z0-9]+", "-");
      String bounded = words.substring(0, Math.min(words.length(), MAX_SLUG));
      return bounded.replaceAll("^-|-$", "");
    }
  }

  record CategoryChange(
      @Rule.Size(min = 1, max = 255) String name,
      @Rule.Size(max = 2_000) Change<String> description)
      implements Rule.Across {

    @Override
    public void check(FieldErrors errors) {
      if (name != null && name.isBlank()) {
        errors.add("name", "expected: a text that is not blank");
      }
    }
  }

  private Response list(Request request) {
    return database.read(
        handle -> {
          var page =
              handle
                  .attach(CategoryDao.class)
                  .page(organization(request), request.get(SEARCH), Pages.asked(request));
          return Response.page(
              Pages.answer(page, page.rows().stream().map(CategoryView::of).toList()));
        });
  }

  private Response show(Request request) {
    return Response.json(
        database.read(handle -> CategoryView.of(find(handle, request, request.get(SLUG)))));
  }

  private Response create(Request request, NewCategory body) {
    return Response.created(
        database.durably(
            handle -> {
              int made =
                  handle
                      .attach(CategoryDao.class)
                      .insert(
                          organization(request),
                          body.slug(),
                          body.name().strip(),
                          BoundedText.orNull(body.description(), 2_000),
                          clock.instant());
              if (made == 0) {
                throw Problem.invalid(
                        "slug", "taken: %s (expected: one of its own)".formatted(body.slug()))
                    .toException();
              }
              return changed(handle, request, body.slug(), Action.CREATE);
            }));
  }

  private Response update(Request request, CategoryChange body) {
    return Response.json(
        database.durably(
            handle -> {
              Category category = find(handle, request, request.get(SLUG));
              handle
                  .attach(CategoryDao.class)
                  .update(
                      category.organizationKey(),
                      category.categoryKey(),
                      body.name() == null ? category.name() : body.name().strip(),
                      BoundedText.orNull(body.description().orElse(category.description()), 2_000),
                      clock.instant());
              return changed(handle, request, category.slug(), Action.UPDATE);
            }));
  }

  private Response remove(Request request) {
    database.durably(
        handle -> {
          CategoryView category = changed(handle, request, request.get(SLUG), Action.DELETE);
          return handle.attach(CategoryDao.class).delete(organization(request), category.id());
        });
    return Response.noContent();
  }

  private static CategoryView changed(Handle handle, Request request, String slug, Action action) {
    Category category = find(handle, request, slug);
    Audit.changed(handle, request.auditor(), RecordKind.CATEGORY, category.categoryKey(), action);
    return CategoryView.of(category);
  }

  private static Category find(Handle handle, Request request, String slug) {
    return handle
        .attach(CategoryDao.class)
        .find(organization(request), slug)
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private static long organization(Request request) {
    return request.principal().organizationKey();
  }
}
