package io.archway.http.kernel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The dialect of what belongs to no family: refusals before a path is known, system endpoints. */
public final class KernelDialect implements Dialect {

  @Override
  public MemberNaming naming() {
    return MemberNaming.SNAKE_CASE;
  }

  @Override
  public Authenticator authenticator() {
    return Authenticator.none();
  }

  @Override
  public PagingForm paging() {
    return new NoPages();
  }

  @Override
  public Object errorBody(Problem problem) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("message", problem.message());
    if (!problem.errors().isEmpty()) {
      body.put("errors", problem.errors());
    }
    return body;
  }

  @Override
  public void errorSchema(ObjectNode schema, boolean withFields) {
    ObjectNode properties = schema.put("type", "object").putObject("properties");
    properties.putObject("message").put("type", "string");
    schema.putArray("required").add("message");
    if (withFields) {
      properties.putObject("errors").put("type", "object");
    }
  }
}
