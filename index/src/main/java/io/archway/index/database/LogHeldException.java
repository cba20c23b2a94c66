package io.archway.index.database;

import java.time.Duration;
import java.time.Instant;

/** The database is another gateway's: the text says whose, and the reason what can be done. */
public final class LogHeldException extends RuntimeException {
  /** Why it is not given. */
  public enum Reason {
    /** It is another data folder's, whether that is in use or not. */
    ANOTHER,
    /** It is this data folder's, at another place. */
    ELSEWHERE
  }

  private final Reason reason;
  private final String homeId;

  LogHeldException(Reason reason, LogHold.Home home, Instant since, Instant seenAt, Instant now) {
    super(text(reason, home, since, seenAt, now));
    this.reason = reason;
    this.homeId = home.id();
  }

  private static String text(
      Reason reason, LogHold.Home home, Instant since, Instant seenAt, Instant now) {
    String seen =
        seenAt == null
            ? "not in use now"
            : "seen %d s ago".formatted(Duration.between(seenAt, now).toSeconds());
    return switch (reason) {
      case ANOTHER ->
          ("index: belongs to the data folder %s since %s, %s (expected: a database of this"
                  + " gateway's own)")
              .formatted(home.place(), since, seen);
      case ELSEWHERE ->
          ("index: is used by this data folder's gateway at %s, %s (expected: one place at a time;"
                  + " a copy needs a database of its own; where that gateway is gone, this one may"
                  + " start in %d s)")
              .formatted(
                  home.place(),
                  seen,
                  Duration.between(now, seenAt.plus(LogHold.LEASE)).toSeconds() + 1);
    };
  }

  public Reason reason() {
    return reason;
  }

  /** Of the data folder that has it. */
  public String homeId() {
    return homeId;
  }
}
