package io.archway.http.kernel;

import java.util.List;

/**
 * An endpoint in its place.
 *
 * @param template the whole path with {@code {variables}}, as in logs, metrics and documents
 * @param variables names of the template's variables in order
 * @param parameters all that the endpoint takes: the family's, its own and those of paging
 */
public record Route(
    Family family,
    Resource resource,
    Endpoint endpoint,
    String template,
    List<String> variables,
    List<Parameter<?>> parameters) {

  /** One line of the route listing. */
  String line() {
    StringBuilder line = new StringBuilder();
    line.append(endpoint.method()).append(' ').append(template);
    String separator = "?";
    for (Parameter<?> parameter : parameters) {
      if (parameter.in() == Parameter.In.QUERY) {
        line.append(separator).append(parameter.name()).append(parameter.isRequired() ? "!" : "");
        separator = "&";
      }
    }
    return line.append(' ')
        .append(family.name())
        .append('.')
        .append(endpoint.id())
        .append(" [")
        .append(access())
        .append(']')
        .append(body())
        .append(" -> ")
        .append(answer())
        .toString();
  }

  private String access() {
    if (endpoint.access() instanceof Access.Permitted permitted) {
      return permitted.permission() + (permitted.ownVariable() == null ? "" : ", or own");
    }
    if (endpoint.access() instanceof Access.SignedIn signedIn) {
      return (signedIn.bySignInOnly() ? "signed in person" : "signed in")
          + (signedIn.beforeSecondFactor() ? ", before second factor" : "");
    }
    return "open";
  }

  private String body() {
    if (endpoint.body() instanceof RequestBody.Json json) {
      return " " + json.type().getSimpleName();
    }
    if (endpoint.body() instanceof RequestBody.Form form) {
      return " form " + form.type().getSimpleName();
    }
    return endpoint.body() instanceof RequestBody.Streamed ? " stream" : "";
  }

  private String answer() {
    if (endpoint.answer() instanceof Answer.Json json) {
      return json.status() + " " + json.type().getSimpleName();
    } else if (endpoint.answer() instanceof Answer.JsonEither either) {
      return "200 or " + either.otherStatus() + " " + either.type().getSimpleName();
    } else if (endpoint.answer() instanceof Answer.PageOf page) {
      return "200 page of " + page.type().getSimpleName();
    } else if (endpoint.answer() instanceof Answer.ListOf list) {
      return "200 list of " + list.type().getSimpleName();
    } else if (endpoint.answer() instanceof Answer.JsonOr or) {
      return "200 " + or.type().getSimpleName() + " or " + String.join(", ", or.mediaTypes());
    } else if (endpoint.answer() instanceof Answer.Content content) {
      return "200 " + String.join(", ", content.mediaTypes());
    }
    return "204";
  }
}
