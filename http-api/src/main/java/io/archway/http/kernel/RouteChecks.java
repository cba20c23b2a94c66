package io.archway.http.kernel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What must hold of every endpoint before the server starts; finds all errors, not the first. */
final class RouteChecks {

  private static final Pattern SEGMENT = Pattern.compile("\\{[a-z][a-z0-9_]*}|[A-Za-z0-9._~-]+");
  private static final Pattern ID = Pattern.compile("[a-z][A-Za-z0-9]*");

  private final List<String> errors = new ArrayList<>();

  private RouteChecks() {}

  static List<String> check(List<Family> families, List<Route> routes) {
    RouteChecks checks = new RouteChecks();
    families.forEach(checks::checkPrefix);
    Set<String> ids = new HashSet<>();
    for (Route route : routes) {
      if (!ids.add(route.family().name() + "." + route.endpoint().id())) {
        checks.error(route, "id: not unique in the family");
      }
      checks.checkPath(route);
      checks.checkVariables(route);
      checks.checkDeclarations(route);
      checks.checkBody(route);
    }
    return checks.errors;
  }

  static String nameOf(Route route) {
    return route.family().name() + "." + route.endpoint().id();
  }

  private void error(Route route, String text) {
    errors.add(nameOf(route) + ": " + text);
  }

  private void checkPrefix(Family family) {
    if (!family.prefix().isEmpty() && !family.prefix().startsWith("/")) {
      errors.add(
          "family %s: prefix: '%s' (expected: empty or starting with /)"
              .formatted(family.name(), family.prefix()));
    }
  }

  private void checkPath(Route route) {
    boolean itself = route.endpoint().path().isEmpty() && !route.family().prefix().isEmpty();
    if (!itself && !route.endpoint().path().startsWith("/")) {
      error(route, "path: '%s' (expected: starting with /)".formatted(route.endpoint().path()));
    }
    for (String segment : Routes.segments(route.template())) {
      if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
        error(route, "path: segment '%s' (expected: a name or {a_variable})".formatted(segment));
      }
    }
  }

  private void checkVariables(Route route) {
    Set<String> declared = new HashSet<>();
    for (Parameter<?> parameter : route.parameters()) {
      if (!declared.add(parameter.in() + " " + parameter.name())) {
        error(route, "parameter %s: declared twice".formatted(parameter.name()));
      }
      if (parameter.in() == Parameter.In.PATH && !route.variables().contains(parameter.name())) {
        error(route, "parameter %s: not in the path".formatted(parameter.name()));
      }
    }
    Set<String> seen = new HashSet<>();
    for (String variable : route.variables()) {
      if (!seen.add(variable)) {
        error(route, "path variable {%s}: stands twice in the path".formatted(variable));
      }
      if (!declared.contains(Parameter.In.PATH + " " + variable)) {
        error(route, "path variable {%s}: not declared".formatted(variable));
      }
    }
  }

  private void checkDeclarations(Route route) {
    Endpoint endpoint = route.endpoint();
    if (!ID.matcher(endpoint.id()).matches()) {
      error(route, "id: '%s' (expected: lower camel case)".formatted(endpoint.id()));
    }
    if (endpoint.access() == null) {
      error(route, "permission: missing (expected: needs(…), signedIn() or open())");
    }
    if (endpoint.answer() == null) {
      error(route, "answer: missing");
    }
    if (endpoint.handler() == null && !(endpoint.body() instanceof RequestBody.Streamed)) {
      error(route, "handler: missing");
    }
  }

  private void checkBody(Route route) {
    if (route.endpoint().method() == Method.GET
        && !(route.endpoint().body() instanceof RequestBody.None)) {
      error(route, "body: not possible with GET");
    }
    Class<? extends Record> type = jsonOf(route.endpoint().body());
    if (type != null) {
      RecordShape.of(type, route.family().dialect().naming())
          .problems()
          .forEach(problem -> error(route, problem));
    }
    if (route.endpoint().body() instanceof RequestBody.Form form) {
      RecordShape.of(form.type(), route.family().dialect().naming())
          .problems()
          .forEach(problem -> error(route, problem));
      for (java.lang.reflect.RecordComponent part : form.type().getRecordComponents()) {
        if (part.getType() != String.class) {
          error(route, "form: %s (expected: a text)".formatted(part.getName()));
        }
      }
    }
  }

  private static Class<? extends Record> jsonOf(RequestBody body) {
    if (body instanceof RequestBody.Json json) {
      return json.type();
    }
    return body instanceof RequestBody.Streamed streamed
            && streamed.mediaTypes().contains("application/json")
        ? streamed.shape()
        : null;
  }
}
