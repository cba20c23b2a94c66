package io.archway.http.patients;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.http.kernel.Authenticator;
import io.archway.http.kernel.Dialect;
import io.archway.http.kernel.MemberNaming;
import io.archway.http.kernel.Page;
import io.archway.http.kernel.PageRequest;
import io.archway.http.kernel.PagingForm;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Request;
import io.archway.index.database.IndexUnavailableException;
import java.util.List;
import java.util.Map;

/**
 * The conventions of the patients family: snake case, {@code {"error", "errors"}}, {@code {"data",
 * "meta"}}, bearer tokens, strict.
 */
record PatientsDialect(Authenticator authenticator) implements Dialect {

  static final String BLANK = "can't be blank";
  static final String INVALID = "is invalid";

  private static final int RETRY_AFTER_SECONDS = 5;

  @Override
  public MemberNaming naming() {
    return MemberNaming.SNAKE_CASE;
  }

  @Override
  public PagingForm paging() {
    return Pages.INSTANCE;
  }

  @Override
  public String missing() {
    return BLANK;
  }

  @Override
  public Object errorBody(Problem problem) {
    return problem.errors().isEmpty()
        ? new Refusal(text(problem))
        : new RefusalOfFields(text(problem), problem.errors());
  }

  /** Those that have a text of their own here say always the same. */
  private static String text(Problem problem) {
    return switch (problem.type()) {
      case UNAUTHENTICATED -> "Unauthorized";
      case FORBIDDEN -> "Forbidden";
      case NOT_FOUND -> "Not Found";
      case INVALID -> "Validation failed";
      default -> problem.message();
    };
  }

  @Override
  public Problem problemOf(Throwable fault) {
    return fault instanceof IndexUnavailableException
        ? Problem.unavailable("The index is away. Try again later.", RETRY_AFTER_SECONDS)
        : null;
  }

  @Override
  public void errorSchema(ObjectNode schema, boolean withFields) {
    ObjectNode properties = schema.put("type", "object").putObject("properties");
    properties.putObject("error").put("type", "string");
    schema.putArray("required").add("error");
    if (withFields) {
      ObjectNode errors = properties.putObject("errors").put("type", "object");
      ObjectNode texts = errors.putObject("additionalProperties").put("type", "array");
      texts.putObject("items").put("type", "string");
    }
  }

  private record Refusal(String error) {}

  private record RefusalOfFields(String error, Map<String, List<String>> errors) {}

  private record Envelope(List<?> data, Meta meta) {}

  private record Meta(
      int page,
      int perPage,
      long total,
      @JsonInclude(JsonInclude.Include.NON_NULL) Boolean estimated) {}

  /** {@code page} from 1, {@code per_page} up to 100; {@code estimated} only where it is true. */
  private record Pages() implements PagingForm {

    static final Pages INSTANCE = new Pages();

    private static final Parameter<Integer> PAGE =
        Parameter.queryInt("page", 1, 1_000_000).or(1).described("Page, counted from 1.");
    private static final Parameter<Integer> PER_PAGE =
        Parameter.queryInt("per_page", 1, 100).or(20).described("Patients of a page.");

    @Override
    public List<Parameter<?>> parameters() {
      return List.of(PAGE, PER_PAGE);
    }

    @Override
    public PageRequest read(Request request) {
      return new PageRequest(request.get(PAGE), request.get(PER_PAGE));
    }

    @Override
    public Object envelope(Page<?> page, PageRequest asked) {
      Boolean estimated = page.estimated() ? true : null;
      return new Envelope(
          page.items(), new Meta(asked.number(), asked.size(), page.total(), estimated));
    }

    @Override
    public void envelopeSchema(ObjectNode schema, ObjectNode items) {
      ObjectNode properties = schema.put("type", "object").putObject("properties");
      properties.putObject("data").put("type", "array").set("items", items);
      ObjectNode meta = properties.putObject("meta").put("type", "object");
      ObjectNode members = meta.putObject("properties");
      members.putObject("page").put("type", "integer");
      members.putObject("per_page").put("type", "integer");
      members.putObject("total").put("type", "integer");
      members.putObject("estimated").put("type", "boolean");
      meta.putArray("required").add("page").add("per_page").add("total");
      schema.putArray("required").add("data").add("meta");
    }
  }
}
