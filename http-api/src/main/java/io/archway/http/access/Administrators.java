package io.archway.http.access;

import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.index.account.UserDao;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Whoever may do everything in an organization and can sign in: there is always one. */
public final class Administrators {

  private Administrators() {}

  /**
   * Does what may take somebody's rights, or them themselves, within the caller's transaction; 409
   * where nobody were left who may do everything. One such change at a time.
   */
  public static <R> R keepOne(Handle handle, long organizationKey, Supplier<R> change) {
    UserDao users = handle.attach(UserDao.class);
    users.lock(organizationKey);
    boolean one = !users.administrators(organizationKey).isEmpty();
    R result = change.get();
    if (one && users.administrators(organizationKey).isEmpty()) {
      throw Problem.of(
              ProblemType.CONFLICT,
              "Nobody would be left who may do everything (expected: another administrator first).")
          .toException();
    }
    return result;
  }
}
