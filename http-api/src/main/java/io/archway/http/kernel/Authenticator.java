package io.archway.http.kernel;

import java.util.List;
import java.util.Optional;

/** How a family learns who is calling. Runs on a worker thread and may read the database. */
public interface Authenticator {

  /**
   * The caller, or empty if the request carries no valid credentials (answered with 401). Throws a
   * {@link ProblemException} to refuse with a text of its own. Never says why credentials failed.
   */
  Optional<Principal> authenticate(RequestHead head);

  /**
   * Whose the credentials are that {@link #authenticate} did not let in: expired, taken back or not
   * complete. For the audit alone; without permissions. Empty where nobody is known by them.
   */
  default Optional<Principal> holder(RequestHead head) {
    return Optional.empty();
  }

  /** The value of WWW-Authenticate in a 401 answer. */
  String challenge();

  /** The schemes of the Authorization header, any of which will do, for the documents. */
  default List<String> openApiSchemes() {
    return List.of("bearer");
  }

  /** Reads {@code Authorization: Bearer TOKEN}; {@code tokens} looks the opaque token up. */
  static Authenticator bearer(BearerTokens tokens) {
    return new BearerAuthenticator(tokens);
  }

  /** No one can sign in: for families whose endpoints are all open. */
  static Authenticator none() {
    return new BearerAuthenticator(token -> Optional.empty());
  }

  /** Finds the holder of an opaque token. */
  @FunctionalInterface
  interface BearerTokens {
    Optional<Principal> find(String token);

    /** Whose a token is or was that does not let in; see {@link Authenticator#holder}. */
    default Optional<Principal> holder(String token) {
      return Optional.empty();
    }
  }
}
