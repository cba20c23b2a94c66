package io.archway.http.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All routes of a server as a tree of path segments. Of a fixed segment and a variable that both
 * fit, the fixed one wins, leftmost first. Immutable once built.
 */
public final class Routes {

  private final List<Route> all;
  private final Node root;

  private Routes(List<Route> all, Node root) {
    this.all = all;
    this.root = root;
  }

  /** Builds the tree, or throws {@link InvalidRoutesException} with everything that is wrong. */
  public static Routes of(List<Family> families) {
    List<Route> all = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (Family family : families) {
      for (Resource resource : family.resources()) {
        for (Endpoint endpoint : resource.endpoints()) {
          all.add(route(family, resource, endpoint));
        }
      }
    }
    errors.addAll(RouteChecks.check(families, all));
    Node root = new Node();
    for (Family family : families) {
      root.place(segments(family.prefix()), 0).claim(family, errors);
    }
    for (Route route : all) {
      root.place(segments(route.template()), 0).add(route, errors);
    }
    if (!errors.isEmpty()) {
      throw new InvalidRoutesException(errors);
    }
    return new Routes(List.copyOf(all), root);
  }

  private static Route route(Family family, Resource resource, Endpoint endpoint) {
    String template = family.prefix() + endpoint.path();
    List<Parameter<?>> parameters = new ArrayList<>(family.parameters());
    parameters.addAll(endpoint.parameters());
    if (endpoint.isPaged()) {
      parameters.addAll(family.dialect().paging().parameters());
    }
    List<String> variables =
        segments(template).stream().filter(Routes::isVariable).map(Routes::variableName).toList();
    return new Route(family, resource, endpoint, template, variables, List.copyOf(parameters));
  }

  static List<String> segments(String template) {
    return template.isEmpty() || template.equals("/")
        ? List.of()
        : List.of(template.substring(1).split("/", -1));
  }

  static boolean isVariable(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  static String variableName(String segment) {
    return segment.substring(1, segment.length() - 1);
  }

  /** Every route, in the order of declaration. */
  public List<Route> all() {
    return all;
  }

  /** One line a route, sorted by path: the golden file {@code routes.txt}. */
  public List<String> listing() {
    return all.stream()
        .sorted(Comparator.comparing(Route::template).thenComparing(r -> r.endpoint().method()))
        .map(Route::line)
        .toList();
  }

  /** Where a path leads. */
  sealed interface Match {

    /**
     * @param values of the template's variables in order
     */
    record Found(Route route, List<String> values) implements Match {}

    record OtherMethods(Family family, Set<Method> methods, String template) implements Match {}

    /**
     * @param family the one whose prefix the path has, or null
     */
    record Nothing(Family family) implements Match {}
  }

  /**
   * @param method null for one that no endpoint can have
   */
  Match match(Method method, List<String> path) {
    List<String> values = new ArrayList<>(4);
    Node node = root.find(path, 0, values);
    if (node == null) {
      return new Match.Nothing(familyOf(path));
    }
    Route route = method == null ? null : node.routes.get(method);
    if (route != null) {
      return new Match.Found(route, values);
    }
    Route any = node.routes.values().iterator().next();
    return new Match.OtherMethods(
        any.family(), EnumSet.copyOf(node.routes.keySet()), any.template());
  }

  /** The family with the longest prefix of this path, or null. */
  Family familyOf(List<String> path) {
    return root.familyOf(path, 0);
  }

  /** A position in the paths. */
  private static final class Node {

    private final Map<String, Node> fixed = new HashMap<>();
    private final Map<Method, Route> routes = new EnumMap<>(Method.class);
    private Node variable;
    private Family family;

    Node place(List<String> segments, int at) {
      if (at == segments.size()) {
        return this;
      }
      String segment = segments.get(at);
      if (!isVariable(segment)) {
        return fixed.computeIfAbsent(segment, s -> new Node()).place(segments, at + 1);
      }
      if (variable == null) {
        variable = new Node();
      }
      return variable.place(segments, at + 1);
    }

    void claim(Family value, List<String> errors) {
      if (family != null) {
        errors.add(
            "families %s and %s: the same prefix '%s'"
                .formatted(family.name(), value.name(), value.prefix()));
      }
      family = value;
    }

    void add(Route route, List<String> errors) {
      Route other = routes.putIfAbsent(route.endpoint().method(), route);
      if (other != null) {
        errors.add(
            "%s and %s: the same route %s %s"
                .formatted(
                    RouteChecks.nameOf(other),
                    RouteChecks.nameOf(route),
                    route.endpoint().method(),
                    route.template()));
      }
    }

    Node find(List<String> path, int at, List<String> values) {
      if (at == path.size()) {
        return routes.isEmpty() ? null : this;
      }
      String segment = path.get(at);
      Node next = fixed.get(segment);
      Node found = next == null ? null : next.find(path, at + 1, values);
      if (found != null || variable == null || segment.isEmpty()) {
        return found;
      }
      values.add(segment);
      found = variable.find(path, at + 1, values);
      if (found == null) {
        values.remove(values.size() - 1);
      }
      return found;
    }

    Family familyOf(List<String> path, int at) {
      Family found = null;
      if (at < path.size()) {
        Node next = fixed.get(path.get(at));
        found = next == null ? null : next.familyOf(path, at + 1);
        if (found == null && variable != null) {
          found = variable.familyOf(path, at + 1);
        }
      }
      return found == null ? family : found;
    }
  }
}
