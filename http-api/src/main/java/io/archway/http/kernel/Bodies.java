package io.archway.http.kernel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.BiConsumer;

/** Reads what came otherwise than as a JSON body by the same rules. Thread-safe. */
public final class Bodies {

  private Bodies() {}

  /**
   * The record, or null with what is wrong added.
   *
   * @param rest asked what else is wrong where the form is, as of {@link Endpoint#refers}
   */
  public static <B extends Record> B read(
      ObjectNode members,
      Class<B> type,
      Dialect dialect,
      BiConsumer<Map<String, Object>, FieldErrors> rest,
      FieldErrors errors)
      throws Exception {
    try {
      return type.cast(BodyBinder.bind(members, type, dialect, rest::accept));
    } catch (ProblemException e) {
      e.problem().errors().forEach((field, texts) -> texts.forEach(t -> errors.add(field, t)));
      return null;
    }
  }
}
