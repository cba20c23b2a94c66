package io.archway.http.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects everything that is wrong with a request, so that one answer names it all. */
public final class FieldErrors {

  private final Map<String, List<String>> errors = new LinkedHashMap<>();

  /** {@code field} is the name as the client wrote it: {@code user.email}, {@code teeth.3}. */
  public FieldErrors add(String field, String message) {
    errors.computeIfAbsent(field, name -> new ArrayList<>()).add(message);
    return this;
  }

  public void addAll(FieldErrors others) {
    others.errors.forEach((field, messages) -> messages.forEach(one -> add(field, one)));
  }

  int count() {
    return errors.size();
  }

  public boolean isEmpty() {
    return errors.isEmpty();
  }

  public Map<String, List<String>> asMap() {
    return errors;
  }

  public Problem problem() {
    return new Problem(ProblemType.INVALID, ProblemType.INVALID.message(), errors, Map.of());
  }

  /** Throws the collected errors, if there are any. */
  public void throwIfAny() {
    if (!isEmpty()) {
      throw problem().toException();
    }
  }
}
