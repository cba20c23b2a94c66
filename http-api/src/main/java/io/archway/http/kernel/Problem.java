package io.archway.http.kernel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A refusal as a value: what went wrong, a text for people (no patient data), the wrong fields if
 * any, and headers that belong to it (Allow, Retry-After). Thrown by {@link #toException()} and
 * rendered once, by the family's {@link Dialect}.
 */
public record Problem(
    ProblemType type,
    String message,
    Map<String, List<String>> errors,
    Map<String, String> headers) {

  public Problem {
    errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
    headers = Map.copyOf(headers);
  }

  public static Problem of(ProblemType type) {
    return of(type, type.message());
  }

  public static Problem of(ProblemType type, String message) {
    return new Problem(type, message, Map.of(), Map.of());
  }

  /** One wrong field; several are collected with {@link FieldErrors}. */
  public static Problem invalid(String field, String message) {
    return new FieldErrors().add(field, message).problem();
  }

  public static Problem notFound() {
    return of(ProblemType.NOT_FOUND);
  }

  public static Problem tooManyRequests(long retryAfterSeconds) {
    return of(ProblemType.TOO_MANY_REQUESTS).retryAfterSeconds(retryAfterSeconds);
  }

  public static Problem unavailable(String message, long retryAfterSeconds) {
    return of(ProblemType.UNAVAILABLE, message).retryAfterSeconds(retryAfterSeconds);
  }

  public Problem retryAfterSeconds(long seconds) {
    return header("Retry-After", Long.toString(Math.max(1, seconds)));
  }

  public Problem header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(type, message, errors, more);
  }

  public ProblemException toException() {
    return new ProblemException(this);
  }
}
