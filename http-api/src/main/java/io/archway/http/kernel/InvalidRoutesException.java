package io.archway.http.kernel;

import java.util.List;

/** The endpoints contradict themselves or each other: the program must not start. */
public final class InvalidRoutesException extends IllegalStateException {

  private final transient List<String> errors;

  InvalidRoutesException(List<String> errors) {
    super("%d errors in the endpoints:%n%s".formatted(errors.size(), String.join("\n", errors)));
    this.errors = List.copyOf(errors);
  }

  /** Every error there is, each naming its endpoint. */
  public List<String> errors() {
    return errors;
  }
}
