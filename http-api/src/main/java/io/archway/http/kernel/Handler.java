package io.archway.http.kernel;

import java.util.Map;

/** Does an endpoint's work. Worker thread: may block on disk and database. */
@FunctionalInterface
public interface Handler {
  Response handle(Request request) throws Exception;

  /** A handler of an endpoint that has a JSON body. */
  @FunctionalInterface
  interface WithBody<B> {
    Response handle(Request request, B body) throws Exception;
  }

  /**
   * Names what refers to nothing in a body of a wrong form, so that one answer says all. {@code
   * members} are those of its top whose form is right, by their names in JSON, nulls left out.
   */
  @FunctionalInterface
  interface References {
    void check(Request request, Map<String, Object> members, FieldErrors errors) throws Exception;
  }

  /** Starts to receive a streamed body, after authentication and before its first byte. */
  @FunctionalInterface
  interface Receiving {
    BodyConsumer receive(Request request) throws Exception;
  }
}
