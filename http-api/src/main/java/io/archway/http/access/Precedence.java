package io.archway.http.access;

import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.index.access.Rights;
import io.archway.index.access.Visibility;
import io.archway.index.account.UserDao;
import org.jdbi.v3.core.Handle;

/** Nobody changes or acts for a user who may do, or sees, what they do not. */
public final class Precedence {

  private Precedence() {}

  /** Refuses (403) who is neither the user nor may do and sees all that the user does. */
  public static void require(Handle handle, Principal principal, long userKey) {
    if (principal.userKey() != userKey
        && !(mayAll(handle, principal, userKey)
            && sees(handle, principal, userKey)
            && operates(handle, principal, userKey))) {
      throw Problem.of(ProblemType.FORBIDDEN, "The user may do more than who wants to change them.")
          .toException();
    }
  }

  private static boolean mayAll(Handle handle, Principal principal, long userKey) {
    return principal
        .permissions()
        .containsAll(
            Rights.of(handle, principal.organizationKey(), userKey).permissions(Permission.all()));
  }

  private static boolean sees(Handle handle, Principal principal, long userKey) {
    Visibility own = Actor.of(handle, principal).visible();
    if (own.isAll()) {
      return true;
    }
    Visibility other = Actor.visible(handle, principal.organizationKey(), userKey);
    return own.officeKeys() != null
        && other.officeKeys() != null
        && own.officeKeys().containsAll(other.officeKeys());
  }

  private static boolean operates(Handle handle, Principal principal, long userKey) {
    UserDao users = handle.attach(UserDao.class);
    return !users.isOperator(userKey).orElse(false)
        || users.isOperator(principal.userKey()).orElse(false);
  }
}
