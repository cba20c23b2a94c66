package io.archway.http.kernel;

import java.util.List;

/**
 * An API: a prefix, its resources and the dialect they speak.
 *
 * @param prefix empty, or starting with a slash; may contain {@code {variables}}
 * @param parameters path parameters that declare the prefix's variables
 * @param ready called on a worker before the handler of every endpoint that is not open: returns
 *     when the answer will show what was done before, and throws where it cannot
 * @param trail where reads and refusals are recorded before their answer
 */
public record Family(
    String name,
    String prefix,
    List<Parameter<?>> parameters,
    Dialect dialect,
    List<Resource> resources,
    Runnable ready,
    AccessTrail trail) {

  public Family {
    parameters = List.copyOf(parameters);
    resources = List.copyOf(resources);
  }

  public Family(
      String name,
      String prefix,
      List<Parameter<?>> parameters,
      Dialect dialect,
      List<Resource> resources) {
    this(name, prefix, parameters, dialect, resources, () -> {}, AccessTrail.NONE);
  }

  public Family(String name, String prefix, Dialect dialect, List<Resource> resources) {
    this(name, prefix, List.of(), dialect, resources);
  }

  public Family withReady(Runnable value) {
    return new Family(name, prefix, parameters, dialect, resources, value, trail);
  }

  public Family withTrail(AccessTrail value) {
    return new Family(name, prefix, parameters, dialect, resources, ready, value);
  }
}
