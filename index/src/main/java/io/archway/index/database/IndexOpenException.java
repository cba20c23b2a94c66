package io.archway.index.database;

/** The index cannot be opened at start: the reason is for the person who starts the program. */
public final class IndexOpenException extends RuntimeException {
  /** Why; each with its own exit text. */
  public enum Reason {
    LOCKED_BY_ANOTHER_PROCESS,
    NEWER_THAN_PROGRAM,
    SCHEMA_CHANGED,
    UNREACHABLE
  }

  private final Reason reason;

  public IndexOpenException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
