package io.archway.http.documents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.http.kernel.Authenticator;
import io.archway.http.kernel.Dialect;
import io.archway.http.kernel.IndexAway;
import io.archway.http.kernel.MemberNaming;
import io.archway.http.kernel.NoPages;
import io.archway.http.kernel.PagingForm;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import java.util.ArrayList;
import java.util.List;

/**
 * The conventions of the documents family: Pascal case where the contract names nothing else, an
 * error is a text, wrong fields are 400 with all of them in one text, lists are whole, strict.
 */
record DocumentsDialect(Authenticator authenticator) implements Dialect {
  private static final String REQUIRED = "required";

  @Override
  public MemberNaming naming() {
    return MemberNaming.PASCAL_CASE;
  }

  @Override
  public PagingForm paging() {
    return new NoPages();
  }

  @Override
  public int status(Problem problem) {
    return problem.type() == ProblemType.INVALID
        ? ProblemType.BAD_REQUEST.status()
        : problem.type().status();
  }

  @Override
  public Object errorBody(Problem problem) {
    if (problem.errors().isEmpty()) {
      return problem.message();
    }
    List<String> texts = new ArrayList<>();
    problem.errors().forEach((field, messages) -> messages.forEach(m -> texts.add(text(field, m))));
    return String.join("; ", texts);
  }

  private static String text(String field, String message) {
    return message.equals(REQUIRED) ? field + " is required" : field + ": " + message;
  }

  @Override
  public Problem problemOf(Throwable fault) {
    return IndexAway.problemOf(fault);
  }

  @Override
  public void errorSchema(ObjectNode schema, boolean withFields) {
    schema.put("type", "string");
  }
}
