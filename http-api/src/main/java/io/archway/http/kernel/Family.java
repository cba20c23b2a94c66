package io.archway.http.kernel;

import java.util.List;

/**
 * An API: a prefix, its resources and the dialect they speak.
 *
 * @param prefix empty, or starting with a slash; may contain {@code {variables}}
 * @param parameters path parameters that declare the prefix's variables
 */
public record Family(
    String name,
    String prefix,
    List<Parameter<?>> parameters,
    Dialect dialect,
    List<Resource> resources) {

  public Family {
    parameters = List.copyOf(parameters);
    resources = List.copyOf(resources);
  }

  public Family(String name, String prefix, Dialect dialect, List<Resource> resources) {
    this(name, prefix, List.of(), dialect, resources);
  }
}
