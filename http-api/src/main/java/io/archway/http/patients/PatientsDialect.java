package io.archway.http.patients;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.http.kernel.Authenticator;
import io.archway.http.kernel.Dialect;
import io.archway.http.kernel.ErrorSchema;
import io.archway.http.kernel.IndexAway;
import io.archway.http.kernel.MemberNaming;
import io.archway.http.kernel.NumberedPages;
import io.archway.http.kernel.PagingForm;
import io.archway.http.kernel.Problem;
import java.util.List;
import java.util.Map;

/**
 * The conventions of the patients family: snake case, {@code {"error", "errors"}}, {@code {"data",
 * "meta"}}, bearer tokens, strict.
 */
record PatientsDialect(Authenticator authenticator) implements Dialect {

  static final String BLANK = "can't be blank";
  static final String INVALID = "is invalid";

  private static final PagingForm PAGES = new NumberedPages(20, "Patients");

  @Override
  public MemberNaming naming() {
    return MemberNaming.SNAKE_CASE;
  }

  @Override
  public PagingForm paging() {
    return PAGES;
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
    return IndexAway.problemOf(fault);
  }

  @Override
  public void errorSchema(ObjectNode schema, boolean withFields) {
    ErrorSchema.write(schema, "error", withFields);
  }

  private record Refusal(String error) {}

  private record RefusalOfFields(String error, Map<String, List<String>> errors) {}
}
