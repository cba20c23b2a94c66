package io.archway.http.kernel;

import java.util.Objects;

/** Who may call an endpoint. Declared with every endpoint: there is no default. */
public sealed interface Access {

  /** Anyone, without authentication. */
  record Open() implements Access {}

  /**
   * Anyone whom the dialect's {@link Authenticator} knows.
   *
   * @param bySignInOnly not by a token that programs hold
   * @param beforeSecondFactor also who has not shown their second factor yet
   */
  record SignedIn(boolean bySignInOnly, boolean beforeSecondFactor) implements Access {}

  /**
   * Whoever holds this permission.
   *
   * @param ownVariable the path variable that names a user, who needs no permission for their own
   *     record where they signed in themselves; or null
   */
  record Permitted(String permission, String ownVariable) implements Access {
    public Permitted {
      Objects.requireNonNull(permission, "permission");
    }

    public Permitted(String permission) {
      this(permission, null);
    }
  }
}
