package io.archway.http.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes typed values of a path's variables and a query, and finds all that is wrong. */
final class ParameterReader {

  private static final Pattern ELEMENT = Pattern.compile("\\[[0-9]{0,9}\\]\\z");

  private ParameterReader() {}

  /**
   * @param variables values of the route's path variables in order
   * @param query decoded names and values
   */
  static Map<Parameter<?>, Object> read(
      Route route, List<String> variables, List<Map.Entry<String, String>> query) {
    Map<Parameter<?>, Object> values = new IdentityHashMap<>();
    Map<String, List<String>> given = byName(route, query);
    FieldErrors errors = new FieldErrors();
    Set<String> known = new HashSet<>();
    for (Parameter<?> parameter : route.parameters()) {
      if (parameter.in() == Parameter.In.PATH) {
        String text = variables.get(route.variables().indexOf(parameter.name()));
        values.put(parameter, pathValue(parameter, text));
      } else {
        known.add(parameter.name());
        String missing = route.family().dialect().missing();
        values.put(parameter, queryValue(parameter, given.get(parameter.name()), missing, errors));
      }
    }
    if (!route.family().dialect().lenient()) {
      refuseUnknown(given.keySet(), known, errors);
    }
    errors.throwIfAny();
    return values;
  }

  private static Map<String, List<String>> byName(
      Route route, List<Map.Entry<String, String>> query) {
    Map<String, String> lists = lists(route);
    Map<String, List<String>> given = new LinkedHashMap<>();
    for (Map.Entry<String, String> pair : query) {
      String name = lists.getOrDefault(plain(pair.getKey()), pair.getKey());
      given.computeIfAbsent(name, unused -> new ArrayList<>()).add(pair.getValue());
    }
    return given;
  }

  /** The names of what may stand several times, by their plain forms. */
  private static Map<String, String> lists(Route route) {
    Map<String, String> names = new HashMap<>();
    for (Parameter<?> parameter : route.parameters()) {
      if (parameter.isRepeatable()) {
        names.put(plain(parameter.name()), parameter.name());
      }
    }
    return names;
  }

  /** Clients write lists as {@code name}, {@code name[]} or {@code name[0]}, {@code name[1]}. */
  private static String plain(String name) {
    return ELEMENT.matcher(name).replaceFirst("");
  }

  private static Object pathValue(Parameter<?> parameter, String text) {
    try {
      return parameter.type().parse().apply(List.of(text));
    } catch (IllegalArgumentException e) {
      throw Problem.notFound().toException();
    }
  }

  private static Object queryValue(
      Parameter<?> parameter, List<String> texts, String missing, FieldErrors errors) {
    if (texts == null) {
      if (parameter.isRequired()) {
        errors.add(parameter.name(), missing);
      }
      return parameter.fallback();
    }
    try {
      return parameter.type().parse().apply(texts);
    } catch (IllegalArgumentException e) {
      errors.add(parameter.name(), e.getMessage());
      return null;
    }
  }

  private static void refuseUnknown(Set<String> given, Set<String> known, FieldErrors errors) {
    for (String name : given) {
      if (!known.contains(name)) {
        String shown = name.length() > 64 ? name.substring(0, 64) : name;
        errors.add(shown, "unknown parameter" + Suggestion.of(name, known));
      }
    }
  }
}
