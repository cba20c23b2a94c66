package io.archway.http.kernel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;

/**
 * The conventions of a family: how members are named, how errors and pages look, how callers
 * authenticate, how strict it is. All methods may be called from any thread and must not block, but
 * for the authenticator's.
 */
public interface Dialect {

  /** How record components are written in JSON. */
  MemberNaming naming();

  Authenticator authenticator();

  PagingForm paging();

  /** The error body, a record or map that is written as JSON. */
  Object errorBody(Problem problem);

  /** The status a problem is answered with; a dialect may differ from the usual one. */
  default int status(Problem problem) {
    return problem.type().status();
  }

  /**
   * What a fault of what the family stands on means to its callers; null where it is a fault of
   * ours. It is in the log either way.
   */
  default Problem problemOf(Throwable fault) {
    return null;
  }

  /** The schema of {@link #errorBody} for problems with or without wrong fields. */
  void errorSchema(ObjectNode schema, boolean withFields);

  /** What is said of a member or parameter that must be there and is not. */
  default String missing() {
    return "required";
  }

  /** Unknown members and parameters are ignored instead of refused. */
  default boolean lenient() {
    return false;
  }

  /**
   * In bodies integers may be text of digits or numbers with a fraction of zero, too, and truth 0,
   * 1 or text.
   */
  default boolean looseValues() {
    return false;
  }

  /**
   * A day in a body.
   *
   * @throws IllegalArgumentException that says what was expected
   */
  default LocalDate date(String text) {
    return ValueType.date(text);
  }

  /** What its documents say of all values together; empty: nothing. */
  default String valueForms() {
    return "";
  }
}
