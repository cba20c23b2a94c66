package io.archway.http.imaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.http.kernel.Authenticator;
import io.archway.http.kernel.Dialect;
import io.archway.http.kernel.ErrorSchema;
import io.archway.http.kernel.IndexAway;
import io.archway.http.kernel.MemberNaming;
import io.archway.http.kernel.NumberedPages;
import io.archway.http.kernel.PagingForm;
import io.archway.http.kernel.Problem;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * The conventions of the imaging family: snake case, {@code {"message", "errors"}}, pages of {@code
 * {"data", "meta"}}, bearer tokens, strict in what is said, not in how ids, truth and days are
 * written.
 */
public record ImagingDialect(Authenticator authenticator) implements Dialect {

  private static final PagingForm PAGES = new NumberedPages(15, "Rows");

  @Override
  public MemberNaming naming() {
    return MemberNaming.SNAKE_CASE;
  }

  @Override
  public PagingForm paging() {
    return PAGES;
  }

  @Override
  public Object errorBody(Problem problem) {
    return problem.errors().isEmpty()
        ? new Message(problem.message())
        : new MessageWithErrors(problem.message(), problem.errors());
  }

  @Override
  public Problem problemOf(Throwable fault) {
    return IndexAway.problemOf(fault);
  }

  @Override
  public boolean looseValues() {
    return true;
  }

  @Override
  public LocalDate date(String text) {
    return BodyDays.of(text);
  }

  @Override
  public String valueForms() {
    return "In JSON bodies an integer may also be a text of digits or have a fraction of zero, a"
        + " boolean may be 0, 1 or a text, and a day may have a time behind it"
        + " (2026-03-01T10:00:00; with a zone only 00:00) or be written as 20260301. Answers use"
        + " one form each.";
  }

  @Override
  public void errorSchema(ObjectNode schema, boolean withFields) {
    ErrorSchema.write(schema, "message", withFields);
  }

  private record Message(String message) {}

  private record MessageWithErrors(String message, Map<String, List<String>> errors) {}
}
