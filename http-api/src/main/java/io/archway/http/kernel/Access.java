package io.archway.http.kernel;

import java.util.Objects;

/** Who may call an endpoint. Declared with every endpoint: there is no default. */
public sealed interface Access {

  /** Anyone, without authentication. */
  record Open() implements Access {}

  /** Anyone whom the dialect's {@link Authenticator} knows. */
  record SignedIn() implements Access {}

  /** Whoever holds this permission. */
  record Permitted(String permission) implements Access {
    public Permitted {
      Objects.requireNonNull(permission, "permission");
    }
  }
}
