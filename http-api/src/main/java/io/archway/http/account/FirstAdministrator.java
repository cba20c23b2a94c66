package io.archway.http.account;

import io.archway.http.access.DefaultRole;
import io.archway.index.account.FirstStart;
import io.archway.index.database.Database;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/** Makes the user by whom a new gateway is administered. */
public final class FirstAdministrator {

  private FirstAdministrator() {}

  /**
   * @param madeUpPassword to be shown once, here and never again; empty if the password was given
   *     or the user was there before
   */
  public record Outcome(FirstStart.Result start, Optional<String> madeUpPassword) {
    @Override
    public String toString() {
      return "Outcome[" + start + "]";
    }
  }

  /**
   * Makes sure that the organization, its office and the administrator exist.
   *
   * @param password looked at only if the user is new
   */
  public static Outcome ensure(
      Database database, FirstStart.Names names, FirstPassword password, InstantSource clock) {
    FirstStart.Result start =
        FirstStart.ensure(
            Objects.requireNonNull(database),
            names,
            password::hash,
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    DefaultRole.ensure(database);
    return new Outcome(start, start.administratorCreated() ? password.madeUp() : Optional.empty());
  }
}
