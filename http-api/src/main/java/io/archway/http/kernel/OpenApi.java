package io.archway.http.kernel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/** The OpenAPI 3.0.3 document of a family, made of its endpoints. */
public final class OpenApi {

  private static final String JSON = "application/json";
  private static final String PROBLEM = "Problem";
  private static final String FIELD_PROBLEM = "FieldProblem";
  private static final String SCHEME = "token";

  private final Family family;
  private final Schemas schemas;

  private OpenApi(Family family) {
    this.family = family;
    this.schemas = new Schemas(family.dialect().naming());
  }

  /** The document; {@code version} is the program's. */
  public static ObjectNode document(Family family, String title, String version) {
    return new OpenApi(family).document(title, version);
  }

  private ObjectNode document(String title, String version) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("openapi", "3.0.3");
    ObjectNode information = document.putObject("info").put("title", title);
    if (!family.dialect().valueForms().isEmpty()) {
      information.put("description", family.dialect().valueForms());
    }
    information.put("version", version);
    ObjectNode paths = document.putObject("paths");
    for (Route route : Routes.of(java.util.List.of(family)).all()) {
      ObjectNode path = paths.withObjectProperty(route.template());
      String method = route.endpoint().method().name().toLowerCase(Locale.ROOT);
      path.set(method, operation(route));
    }
    components(document.putObject("components"));
    return document;
  }

  private void components(ObjectNode components) {
    ObjectNode all = components.putObject("schemas");
    family.dialect().errorSchema(all.putObject(PROBLEM), false);
    family.dialect().errorSchema(all.putObject(FIELD_PROBLEM), true);
    for (Map.Entry<String, ObjectNode> schema : schemas.byName().entrySet()) {
      all.set(schema.getKey(), schema.getValue());
    }
    ObjectNode schemes = components.putObject("securitySchemes");
    for (String scheme : family.dialect().authenticator().openApiSchemes()) {
      schemes.putObject(nameOf(scheme)).put("type", "http").put("scheme", scheme);
    }
  }

  private static String nameOf(String scheme) {
    return scheme.equals("bearer") ? SCHEME : scheme.toLowerCase(Locale.ROOT);
  }

  private ObjectNode operation(Route route) {
    Endpoint endpoint = route.endpoint();
    ObjectNode operation = JsonNodeFactory.instance.objectNode();
    operation.put("operationId", endpoint.id());
    operation.putArray("tags").add(route.resource().name());
    if (!endpoint.summary().isEmpty()) {
      operation.put("summary", endpoint.summary());
    }
    ArrayNode security = operation.putArray("security");
    if (!(endpoint.access() instanceof Access.Open)) {
      family
          .dialect()
          .authenticator()
          .openApiSchemes()
          .forEach(scheme -> security.addObject().putArray(nameOf(scheme)));
    }
    if (endpoint.access() instanceof Access.Permitted permitted) {
      operation.put("x-permission", permitted.permission());
      if (permitted.ownVariable() != null) {
        operation.put("x-unless-own", permitted.ownVariable());
      }
    }
    ArrayNode parameters = operation.putArray("parameters");
    route.parameters().forEach(parameter -> parameter(parameters.addObject(), parameter));
    body(operation, endpoint.body());
    responses(operation.putObject("responses"), route);
    return operation;
  }

  private static void parameter(ObjectNode node, Parameter<?> parameter) {
    node.put("name", parameter.name());
    node.put("in", parameter.in() == Parameter.In.PATH ? "path" : "query");
    node.put("required", parameter.isRequired());
    if (!parameter.description().isEmpty()) {
      node.put("description", parameter.description());
    }
    ObjectNode schema = node.putObject("schema");
    parameter.type().schema().accept(schema);
    if (parameter.fallback() instanceof Number number) {
      schema.put("default", number.longValue());
    }
  }

  private void body(ObjectNode operation, RequestBody body) {
    if (body instanceof RequestBody.Json json) {
      ObjectNode content = operation.putObject("requestBody").put("required", true);
      content.putObject("content").putObject(JSON).set("schema", schemas.of(json.type()));
    } else if (body instanceof RequestBody.Streamed streamed && streamed.shape() != null) {
      ObjectNode content =
          operation.putObject("requestBody").put("required", true).putObject("content");
      streamed
          .mediaTypes()
          .forEach(type -> content.putObject(type).set("schema", schemas.of(streamed.shape())));
    } else if (body instanceof RequestBody.Form form) {
      ObjectNode content =
          operation.putObject("requestBody").put("required", true).putObject("content");
      content.putObject(FormFields.MEDIA_TYPE).set("schema", schemas.of(form.type()));
      content.putObject(JSON).set("schema", schemas.of(form.type()));
    } else if (body instanceof RequestBody.Streamed streamed) {
      ObjectNode content =
          operation.putObject("requestBody").put("required", true).putObject("content");
      java.util.List<String> types =
          streamed.mediaTypes().isEmpty() ? java.util.List.of("*/*") : streamed.mediaTypes();
      types.forEach(type -> binary(content.putObject(type)));
    }
  }

  private static void binary(ObjectNode content) {
    content.putObject("schema").put("type", "string").put("format", "binary");
  }

  private void responses(ObjectNode responses, Route route) {
    Endpoint endpoint = route.endpoint();
    success(responses, endpoint.answer());
    problem(responses, ProblemType.BAD_REQUEST);
    if (!(endpoint.access() instanceof Access.Open)) {
      problem(responses, ProblemType.UNAUTHENTICATED);
    }
    if (endpoint.access() instanceof Access.Permitted
        || endpoint.access() instanceof Access.SignedIn signedIn && signedIn.bySignInOnly()) {
      problem(responses, ProblemType.FORBIDDEN);
    }
    if (!route.variables().isEmpty()) {
      problem(responses, ProblemType.NOT_FOUND);
    }
    if (!(endpoint.body() instanceof RequestBody.None)) {
      problem(responses, ProblemType.CONTENT_TOO_LARGE);
      problem(responses, ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }
    endpoint.refusals().forEach(type -> problem(responses, type));
    problem(responses, ProblemType.INVALID);
    if (!(endpoint.answer() instanceof Answer.JsonEither either) || either.otherStatus() < 300) {
      problem(responses, ProblemType.UNAVAILABLE);
    }
  }

  private void success(ObjectNode responses, Answer answer) {
    if (answer instanceof Answer.Json json) {
      ObjectNode response = described(responses, json.status(), "Success.");
      json(response, schemas.of(json.type()));
    } else if (answer instanceof Answer.JsonEither either) {
      json(described(responses, 200, "Success."), schemas.of(either.type()));
      String description = either.otherStatus() < 300 ? "Success." : "What is wrong.";
      json(described(responses, either.otherStatus(), description), schemas.of(either.type()));
    } else if (answer instanceof Answer.PageOf page) {
      ObjectNode envelope = JsonNodeFactory.instance.objectNode();
      family.dialect().paging().envelopeSchema(envelope, schemas.of(page.type()));
      json(described(responses, 200, "A page of the list."), envelope);
    } else if (answer instanceof Answer.ListOf list) {
      ObjectNode array = JsonNodeFactory.instance.objectNode().put("type", "array");
      array.set("items", schemas.of(list.type()));
      json(described(responses, 200, "The whole list."), array);
    } else if (answer instanceof Answer.JsonOr or) {
      ObjectNode response = described(responses, 200, "Success.");
      json(response, schemas.of(or.type()));
      ObjectNode types = (ObjectNode) response.get("content");
      or.mediaTypes().forEach(type -> binary(types.putObject(type)));
      parts(responses, or.mediaTypes());
      problem(responses, ProblemType.NOT_ACCEPTABLE);
    } else if (answer instanceof Answer.Content content) {
      ObjectNode types = described(responses, 200, "The content.").putObject("content");
      content.mediaTypes().forEach(type -> binary(types.putObject(type)));
      if (!content.open()) {
        parts(responses, content.mediaTypes());
      }
    } else if (answer instanceof Answer.CreatedListOf list) {
      ObjectNode array = JsonNodeFactory.instance.objectNode().put("type", "array");
      array.set("items", schemas.of(list.type()));
      json(described(responses, 201, "The whole list."), array);
      ObjectNode text = JsonNodeFactory.instance.objectNode().put("type", "string");
      json(described(responses, 200, "Why there is none."), text);
    } else if (answer instanceof Answer.Nothing nothing) {
      described(responses, nothing.status(), "Done.");
    }
  }

  /** What the renderer makes of bytes as the request's headers ask (RFC 9110 13, 14). */
  private static void parts(ObjectNode responses, java.util.List<String> mediaTypes) {
    ObjectNode types = described(responses, 206, "A range of the content.").putObject("content");
    mediaTypes.forEach(type -> binary(types.putObject(type)));
    described(responses, 304, "The content has not changed.");
    described(responses, 412, ProblemType.PRECONDITION_FAILED.message());
    described(responses, 416, ProblemType.RANGE_NOT_SATISFIABLE.message());
  }

  private void problem(ObjectNode responses, ProblemType type) {
    boolean fields = type == ProblemType.INVALID;
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$ref", "#/components/schemas/" + (fields ? FIELD_PROBLEM : PROBLEM));
    int status = family.dialect().status(Problem.of(type));
    json(described(responses, status, type.message()), schema);
  }

  private static ObjectNode described(ObjectNode responses, int status, String description) {
    return responses.putObject(Integer.toString(status)).put("description", description);
  }

  private static void json(ObjectNode response, ObjectNode schema) {
    response.putObject("content").putObject(JSON).set("schema", schema);
  }
}
