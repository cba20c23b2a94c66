package io.archway.http.kernel;

/** The request methods that an endpoint can be declared for; HEAD and OPTIONS are derived. */
public enum Method {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE
}
