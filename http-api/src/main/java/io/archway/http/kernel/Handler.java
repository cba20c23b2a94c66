package io.archway.http.kernel;

/** Does an endpoint's work. Worker thread: may block on disk and database. */
@FunctionalInterface
public interface Handler {
  Response handle(Request request) throws Exception;

  /** A handler of an endpoint that has a JSON body. */
  @FunctionalInterface
  interface WithBody<B> {
    Response handle(Request request, B body) throws Exception;
  }

  /** Starts to receive a streamed body, after authentication and before its first byte. */
  @FunctionalInterface
  interface Receiving {
    BodyConsumer receive(Request request) throws Exception;
  }
}
